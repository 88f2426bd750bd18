"""No code host: title and body are stored, with the commands to continue."""

from __future__ import annotations

import shlex
from pathlib import Path

from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.interface import BranchPullRequests, PublishedPullRequest
from design_sessions.pull_requests.report import BranchLinks


class LocalPullRequests:
    """The branch is on the remote; a person opens the pull request, or merges, by hand.

    Args:
        remote_url: where the branch was pushed to, a path or an address.
        checkout: the user's repository: the remote itself, or one whose ``origin`` the remote is.
        github_repository: ``owner/name``, or ``host/owner/name`` for a GitHub server, when the
            remote is GitHub but no token is there.
        note: why there will be no pull request; None if none is expected.
    """

    def __init__(
        self,
        remote_url: str,
        *,
        checkout: str | None = None,
        github_repository: str | None = None,
        note: str | None = None,
    ) -> None:
        self._remote_url = remote_url
        self._checkout = None if checkout is None or _is_bare(checkout) else checkout
        self._github_repository = github_repository
        self._note = note

    @property
    def note(self) -> str | None:
        return self._note

    def check_access(self) -> None:
        """Nothing to check."""

    def of_branch(self, branch: str) -> BranchPullRequests:
        """None: nothing here knows of pull requests."""
        return BranchPullRequests()

    def links(self, branch: str, base: str | None) -> BranchLinks:
        return BranchLinks()

    def open_or_update(
        self, *, branch: str, base: str | None, description: PullRequestDescription
    ) -> PublishedPullRequest:
        return PublishedPullRequest(
            text=description.text,
            next_steps=self._next_steps(branch, base, description.title),
            run_where=None if self._github_repository or self._checkout else "in your checkout",
        )

    def discussion(self, branch: str, base: str | None) -> None:
        """None: there is no conversation."""

    def _next_steps(self, branch: str, base: str | None, title: str) -> list[str]:
        name = shlex.quote(branch)
        if self._github_repository:
            into = f" --base {shlex.quote(base)}" if base else ""
            return [
                f"gh pr create --repo {self._github_repository} --head {name}{into} "
                f"--title {shlex.quote(title)} --body-file pull-request.md"
            ]
        if self._checkout is None:
            return _merging("git", "FETCH_HEAD", fetch=f"{shlex.quote(self._remote_url)} {name}")
        git = f"git -C {shlex.quote(self._checkout)}"
        if self._checkout == self._remote_url:
            return _merging(git, name)
        return _merging(git, "FETCH_HEAD", fetch=f"origin {name}")


def _merging(git: str, commit: str, *, fetch: str | None = None) -> list[str]:
    first = [f"{git} fetch {fetch}"] if fetch else []
    return [*first, f"{git} log -p HEAD..{commit}", f"{git} merge {commit}"]


def _is_bare(repository: str) -> bool:
    """Whether it has no work tree to merge into; one that only its user's machine has is trusted.

    Some worker writes the text, and need not see the user's directories.
    """
    path = Path(repository)
    return path.is_dir() and not (path / ".git").exists()
