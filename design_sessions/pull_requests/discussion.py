"""What a code host does for the conversation on a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import BaseModel

from design_sessions.review_threads import ReviewThread, ReviewThreads
from design_sessions.status import ReviewFinding


class PostedFindings(BaseModel, frozen=True):
    """What has become of findings on the pull request.

    Attributes:
        posted: how many were posted now.
        waiting: how many there was no room for.
    """

    posted: int = 0
    waiting: int = 0


class Discussion(Protocol):
    """The conversation on the open pull request of one branch. Every call blocks.

    Every method raises:
        CredentialsError: the token is refused.
        NotFoundError: the branch has no open pull request.
        PullRequestError: the code host refuses, with the scope that the token needs.
        PullRequestUnavailableError: no answer, 5xx or a rate limit; may pass.
    """

    def threads(self) -> ReviewThreads:
        """The review threads, oldest first, page by page."""

    def answer(self, answers: Sequence[tuple[ReviewThread, str]]) -> int:
        """Reply to each thread with a text, once even if two runs do so at the same moment.

        Returns:
            How many replies this run wrote.
        """

    def post_findings(
        self, findings: Sequence[ReviewFinding], paths: Mapping[str, str]
    ) -> PostedFindings:
        """Say the findings that the pull request does not say yet, in one review.

        ``paths`` are those of the designs, by component name. A repetition posts nothing.
        """
