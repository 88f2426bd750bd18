"""What a code host does for a session."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, Field

from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.discussion import Discussion
from design_sessions.pull_requests.report import BranchLinks
from design_sessions.status import PullRequestReference


class PublishedPullRequest(BaseModel):
    """The pull request, or its text and the way on where no code host takes it."""

    reference: PullRequestReference | None = None
    created: bool = False
    """False for one that was there already and was updated, or adopted after a lost answer."""
    text: str | None = None
    """Title, blank line, body; None where there is a pull request."""
    next_steps: list[str] = Field(default_factory=list)
    """Commands, ready to paste; empty where there is a pull request."""
    run_where: str | None = None
    """Where to run them; None where they say so themselves."""


class BranchPullRequests(BaseModel, frozen=True):
    """What a code host knows of one branch.

    Attributes:
        open: whether it has an open pull request.
        closed: whether it had one that was merged or closed, and has none open.
        contexts: modules of the contexts whose sessions wrote into their descriptions.
    """

    open: bool = False
    closed: bool = False
    contexts: frozenset[str] = frozenset()


class PullRequests(Protocol):
    """Pull requests of one repository. Every call blocks; a call may be repeated at any time."""

    @property
    def note(self) -> str | None:
        """Why there will be no pull request although one may be expected; else None."""

    def check_access(self) -> None:
        """Find out whether a pull request can be opened, before anything is spent.

        Raises:
            CredentialsError: the token is refused.
            PullRequestError: the repository is not there for this token, or is read-only.
            PullRequestUnavailableError: no answer, 5xx or a rate limit; may pass.
        """

    def of_branch(self, branch: str) -> BranchPullRequests:
        """The pull requests from ``branch``. Errors as in check_access."""

    def links(self, branch: str, base: str | None) -> BranchLinks:
        """Web addresses for the description; makes no request."""

    def open_or_update(
        self, *, branch: str, base: str | None, description: PullRequestDescription
    ) -> PublishedPullRequest:
        """One open pull request from ``branch``, with this description, however often called.

        ``base`` is the name of the branch to merge into, None for the repository's default; a
        pull request that is open already keeps its own. Errors as in check_access.
        """

    def discussion(self, branch: str, base: str | None) -> Discussion | None:
        """The conversation on the open pull request from ``branch``, the one into ``base`` if there
        are several; None where there is no code host. Makes no request."""
