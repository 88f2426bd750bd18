"""What the small GitHub server knows: repositories, pull requests, and what shall go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.github_conversations import Conversation

PullRequest = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    ``status`` answers it with ``body`` instead; ``delay`` lets it wait; with ``after_effect`` the
    request is carried out first, as when an answer is lost on its way back.
    """

    status: int | None = None
    body: dict[str, Any] | str = field(default_factory=lambda: {"message": "Something failed"})
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    after_effect: bool = False


@dataclass(frozen=True)
class SeenRequest:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    token: str
    body: dict[str, Any]


@dataclass
class Repository:
    """One repository and its pull requests, oldest first."""

    number: int
    slug: str
    default_branch: str
    private: bool
    archived: bool
    pulls: list[PullRequest] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    git_directory: Path | None = None
    conversations: dict[int, Conversation] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The part before the slash."""
        return self.slug.partition("/")[0]

    def as_json(self, base_url: str, *, may_push: bool) -> dict[str, Any]:
        """The fields of GitHub's answer that matter here."""
        return {
            "id": self.number,
            "name": self.slug.partition("/")[2],
            "full_name": self.slug,
            "url": f"{base_url}/repos/{self.slug}",
            "html_url": f"{base_url}/{self.slug}",
            "default_branch": self.default_branch,
            "private": self.private,
            "archived": self.archived,
            "permissions": {"admin": False, "push": may_push, "pull": True},
        }

    def listed(self, *, state: str, head: str | None) -> list[PullRequest]:
        """Pull requests as the list shows them; ``head`` is ``owner:branch`` as of today."""
        shown = [
            pull
            for pull in self.pulls
            if state in {"all", pull["state"]}
            and head in {None, f"{self.owner}:{pull['head']['ref']}"}
            and pull["number"] not in self.hidden
        ]
        self.hidden.clear()
        return shown

    def open_between(self, head: str, base: str) -> PullRequest | None:
        """The open pull request between two branches."""
        for pull in self.pulls:
            refs = (pull["head"]["ref"], pull["base"]["ref"])
            if refs == (head, base) and pull["state"] == "open":
                return pull
        return None

    def remove_comment(self, comment: int) -> bool:
        """Delete a review comment; whether it was there."""
        for conversation in self.conversations.values():
            for said in conversation.comments:
                if said["id"] == comment:
                    conversation.comments.remove(said)
                    return True
        return False

    def add_pull(self, asked: dict[str, Any], base_url: str) -> PullRequest:
        """Open one."""
        number = len(self.pulls) + 1
        self.conversations[number] = Conversation(self.git_directory)
        repository = self.as_json(base_url, may_push=True)
        pull = {
            "id": number,
            "number": number,
            "state": "open",
            "title": asked["title"],
            "body": asked.get("body"),
            "url": f"{base_url}/repos/{self.slug}/pulls/{number}",
            "html_url": f"{base_url}/{self.slug}/pull/{number}",
            "head": {
                "label": f"{self.owner}:{asked['head']}",
                "ref": asked["head"],
                "repo": repository,
            },
            "base": {
                "label": f"{self.owner}:{asked['base']}",
                "ref": asked["base"],
                "repo": repository,
            },
        }
        self.pulls.append(pull)
        return pull


class GitHubState:
    """Everything a test arranges and looks at; one request at a time changes it."""

    def __init__(self) -> None:
        self.base_url = ""
        self.reset()

    def reset(self) -> None:
        """Forget all repositories, requests and faults."""
        self.requests: list[SeenRequest] = []
        self.scopes: str | None = None
        """What a classic token's answers carry as ``X-OAuth-Scopes``; None leaves it out."""
        self._repositories: dict[str, Repository] = {}
        self._renamed: dict[str, str] = {}
        self._faults: list[tuple[str, str, Fault]] = []

    def add_repository(
        self,
        slug: str,
        *,
        default_branch: str = "main",
        private: bool = False,
        archived: bool = False,
        git_directory: Path | None = None,
    ) -> None:
        """Make a repository that every known token sees; its diffs are those of a git remote."""
        number = len(self._repositories) + 1
        self._repositories[slug] = Repository(
            number, slug, default_branch, private, archived, git_directory=git_directory
        )

    def rename(self, old: str, new: str) -> None:
        """Rename a repository; its old address is redirected, as GitHub does."""
        repository = self._repositories.pop(old)
        repository.slug = new
        self._repositories[new] = repository
        self._renamed[old] = new

    def fail(self, method: str, path_ending: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next ``times`` requests of this method and path ending fail."""
        self._faults += [(method, path_ending, fault)] * times

    def pulls(self, slug: str) -> list[PullRequest]:
        """All pull requests of a repository, oldest first."""
        return self._repositories[slug].pulls

    def conversation(self, slug: str, number: int = 1) -> Conversation:
        """What is said on a pull request."""
        return self._repositories[slug].conversations[number]

    def close(self, slug: str, number: int) -> None:
        """Close, or merge, a pull request; GitHub calls both states ``closed``."""
        self.pulls(slug)[number - 1]["state"] = "closed"

    def hide_once(self, slug: str, number: int) -> None:
        """Leave a pull request out of the next list, as right after its creation."""
        self._repositories[slug].hidden.append(number)

    def writes(self) -> list[SeenRequest]:
        """Requests that asked to change something."""
        return [request for request in self.requests if request.method != "GET"]

    def take_fault(self, seen: SeenRequest) -> Fault | None:
        """The fault that was ordered for such a request, once."""
        for index, (method, ending, fault) in enumerate(self._faults):
            if method == seen.method and seen.path.endswith(ending):
                del self._faults[index]
                return fault
        return None

    def repository(self, slug: str) -> Repository | None:
        """By its name of today."""
        return self._repositories.get(slug)

    def repository_by_number(self, number: int) -> Repository | None:
        """By the number that survives a renaming."""
        return next((r for r in self._repositories.values() if r.number == number), None)

    def renamed(self, slug: str) -> Repository | None:
        """The repository that once had this name."""
        return self._repositories.get(self._renamed.get(slug, ""))
