"""The conversation on a pull request on GitHub: review threads, answers, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import islice, takewhile
from typing import Any, TypeVar

from github import GithubException, UnknownObjectException
from github.PullRequest import PullRequest, ReviewComment
from github.PullRequestComment import PullRequestComment

from design_sessions.errors import PullRequestError
from design_sessions.pull_requests.discussion import PostedFindings
from design_sessions.pull_requests.finding_comments import (
    FindingReview,
    keys_in,
    lines_of_patch,
    not_said,
    review_of,
)
from design_sessions.review_threads import (
    MARK_BEGINS,
    ReviewThread,
    ReviewThreads,
    ThreadComment,
    bounded,
)
from design_sessions.status import ReviewFinding

MOST_THREADS_READ = 1_000
MOST_COMMENTS_READ = 5_000
"""Comments, and reviews, that are searched for findings which were posted before."""

_LONGEST_COMMENT = 4_000
"""Characters of one comment that are read."""
_LONGEST_HUNK = 2_000
_THREADS = """
query ReviewThreads($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id isResolved isOutdated path diffSide
          line startLine originalLine originalStartLine
          first: comments(first: 1) {
            totalCount
            nodes { fullDatabaseId body state diffHunk author { login } }
          }
          last: comments(last: 20) { nodes { fullDatabaseId body state author { login } } }
        }
      }
    }
  }
}
"""
"""GitHub tells only here, and not in its REST API, which threads are resolved. A page asks for
about a thousand nodes of the 500,000 that one query may."""

Item = TypeVar("Item")


class GitHubDiscussion:
    """The conversation on one pull request.

    Args:
        opened: gives the pull request for a while; errors of GitHub leave it as the domain's.
    """

    def __init__(self, opened: Callable[[], AbstractContextManager[PullRequest]]) -> None:
        self._opened = opened

    def threads(self) -> ReviewThreads:
        with self._opened() as pull:
            owner, _, name = pull.base.repo.full_name.partition("/")
            asked: dict[str, Any] = {"owner": owner, "name": name, "number": pull.number}
            found: list[ReviewThread] = []
            read, total, more = 0, 0, True
            while more and read < MOST_THREADS_READ:
                _, answer = pull.requester.graphql_query(_THREADS, asked)
                page = answer["data"]["repository"]["pullRequest"]["reviewThreads"]
                read, total = read + len(page["nodes"]), page["totalCount"]
                found += filter(None, map(_thread, page["nodes"]))
                more = page["pageInfo"]["hasNextPage"]
                asked["after"] = page["pageInfo"]["endCursor"]
        return ReviewThreads(threads=found, unread=max(0, total - read))

    def answer(self, answers: Sequence[tuple[ReviewThread, str]]) -> int:
        newest = max((thread.first_comment for thread, _ in answers), default=0)
        answered = 0
        with self._opened() as pull:
            refused: GithubException | None = None
            for thread, text in answers:
                # A run that was taken for lost may be answering as well.
                said = [(c.in_reply_to_id, c.body) for c in _newer(pull, newest)]
                if (thread.first_comment, text) in said:
                    continue
                try:
                    pull.create_review_comment_reply(thread.first_comment, text)
                except GithubException as error:
                    # One that somebody has deleted must not keep the others from their answer.
                    if error.status not in (404, 422):
                        raise
                    refused = error
                else:
                    answered += 1
            _remove_repetitions(pull, newest)
            if refused is not None:
                raise refused
        return answered

    def post_findings(
        self, findings: Sequence[ReviewFinding], paths: Mapping[str, str]
    ) -> PostedFindings:
        with self._opened() as pull:
            diff = {
                file.filename: lines_of_patch(file.patch) for file in pull.get_files() if file.patch
            }
            newest = next((each.id for each in _newest_first(pull)), 0)
            new = not_said(findings, _said(pull))
            if not new:
                return PostedFindings()
            review = review_of(new, diff, paths)
            try:
                _post(pull, review)
            except GithubException as error:
                if error.status != 422 or review is None or not review.comments:
                    raise
                # A line is not part of the diff any more, or too much of it for GitHub. It says
                # not which, and what of a refused review it has kept has to be looked up.
                review = review_of(not_said(findings, _said(pull)), {}, paths)
                _post(pull, review)
            _remove_repetitions(pull, newest)
        if review is None:
            return PostedFindings()
        return PostedFindings(posted=len(review.findings), waiting=review.waiting)


def _post(pull: PullRequest, review: FindingReview | None) -> None:
    if review is None:
        return
    comments: list[ReviewComment] = [
        {"path": each.path, "line": each.line, "side": "RIGHT", "body": each.body}
        for each in review.comments
    ]
    pull.create_review(body=review.body, event="COMMENT", comments=comments)


def _said(pull: PullRequest) -> set[str]:
    """The findings that the pull request says, by their keys."""
    comments = _bounded(_newest_first(pull))
    reviews = _bounded(pull.get_reviews())
    return keys_in([*(c.body or "" for c in comments), *(r.body or "" for r in reviews)])


def _newest_first(pull: PullRequest) -> Iterable[PullRequestComment]:
    return pull.get_review_comments(sort="created", direction="desc")


def _newer(pull: PullRequest, comment: int) -> list[PullRequestComment]:
    """The comments that came after one, newest first."""
    return list(takewhile(lambda each: each.id > comment, _bounded(_newest_first(pull))))


def _remove_repetitions(pull: PullRequest, comment: int) -> None:
    """Remove what was said twice since a comment.

    Two runs that look at the same moment both find nothing and both speak. Whoever speaks last also
    looks last, and finds both: the first one stays. Only what the same account said in the same
    words, ours among them, is a repetition.
    """
    said: set[tuple[int | None, str, str]] = set()
    for each in reversed(_newer(pull, comment)):
        words = (each.in_reply_to_id, each.user.login if each.user else "", each.body)
        if each.body.startswith(MARK_BEGINS) and words in said:
            # The other run may have removed it.
            with suppress(UnknownObjectException):
                each.delete()
        said.add(words)


def _bounded(items: Iterable[Item]) -> Iterator[Item]:
    """All of them, page by page.

    Raises:
        PullRequestError: there are too many to know what was posted before.
    """
    rest = iter(items)
    yield from islice(rest, MOST_COMMENTS_READ)
    if next(rest, None) is not None:
        raise PullRequestError(
            f"The pull request has more than {MOST_COMMENTS_READ:,} review comments, so that it "
            "cannot be told which findings were posted before.",
            "The review's document has all of them.",
        )


def _thread(node: dict[str, Any]) -> ReviewThread | None:
    """A thread as GitHub shows it; None where nothing is published yet."""
    comments = {
        each["fullDatabaseId"]: ThreadComment(
            # The account of whoever wrote it may be deleted.
            author=(each["author"] or {"login": "ghost"})["login"],
            text=each["body"][:_LONGEST_COMMENT],
        )
        for each in [*node["first"]["nodes"], *node["last"]["nodes"]]
        # Others belong to a review that its author has not submitted.
        if each["state"] == "SUBMITTED"
    }
    if not comments or not node["first"]["nodes"]:
        return None
    begun = node["first"]["nodes"][0]
    kept = bounded(list(comments.values()))
    line = node["line"] or node["originalLine"]
    return ReviewThread(
        id=node["id"],
        first_comment=int(begun["fullDatabaseId"]),
        path=node["path"],
        line=line,
        start_line=node["startLine"] if node["line"] else node["originalStartLine"],
        resolved=node["isResolved"],
        outdated=node["isOutdated"] or node["diffSide"] == "LEFT",
        lines=begun["diffHunk"][-_LONGEST_HUNK:] if line else "",
        comments=kept,
        answers=[each.answers_with for each in comments.values() if each.answers_with],
        left_out=max(0, node["first"]["totalCount"] - len(kept)),
    )
