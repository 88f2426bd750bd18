"""Review threads, answers and findings, against a GitHub API server over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from github.PullRequest import PullRequest
from github.PullRequestComment import PullRequestComment
from github.PullRequestReview import PullRequestReview

from design_sessions.errors import (
    NotFoundError,
    PullRequestError,
    PullRequestUnavailableError,
)
from design_sessions.pull_requests import github_discussion
from design_sessions.pull_requests.discussion import Discussion, PostedFindings
from design_sessions.pull_requests.github import GitHubPullRequests
from design_sessions.review_threads import answer_text
from design_sessions.status import FindingSide, ReviewFinding
from tests.design_sessions.pull_requests.conftest import BRANCH
from tests.support.github_conversations import Conversation
from tests.support.github_server import FakeGitHub, Fault

SLUG = "acme/blog"
POST = "docs/design/blog/post.md"
PATHS = {"Post": POST}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def conversation(github: FakeGitHub, discussion: Discussion) -> Conversation:
    """Of the pull request, whose diff shows lines 1 to 20 of Post's design."""
    conversation = github.conversation(SLUG)
    conversation.patches[POST] = "@@ -0,0 +1,20 @@\n+# Post"
    return conversation


@pytest.fixture
def discussion(github: FakeGitHub, connect: Callable[..., GitHubPullRequests]) -> Discussion:
    """Of the pull request."""
    asked = {"head": BRANCH, "base": "main", "title": "Designs"}
    repository = github.repository(SLUG)
    assert repository is not None
    repository.add_pull(asked, github.base_url)
    return connect().discussion(BRANCH, None)


def finding(line: int | None = 3, explanation: str = "Two names for one thing.") -> ReviewFinding:
    sides = [FindingSide(path=POST, line=line, says="It is a Note.")] if line else []
    return ReviewFinding(
        id="F1",
        severity="major",
        kind="consistency",
        components=["Post"],
        change=["Post"],
        explanation=explanation,
        suggestion="Use one.",
        sides=sides,
    )


def test_threads_are_read_with_all_that_says_what_they_are_about(
    conversation: Conversation, discussion: Discussion
) -> None:
    first = conversation.say(POST, 12, "What is this for?", author="bob", start_line=10)
    conversation.reply(first, "I wonder too.")
    resolved = conversation.say(POST, 4, "Fine now.")
    conversation.resolved.add(resolved)
    outdated = conversation.say(POST, 7, "It was wrong here.")
    conversation.outdated.add(outdated)
    conversation.say(POST, None, "Too long.")
    conversation.say(POST, 1, "Not submitted yet.", state="PENDING")
    conversation.comments[2]["user"] = None

    read = discussion.threads()

    assert read.unread == 0
    asked, done, old, whole = read.threads
    assert (asked.place, asked.first_comment) == (f"{POST}:10-12", first)
    assert [(c.author, c.text) for c in asked.comments] == [
        ("bob", "What is this for?"),
        ("ann", "I wonder too."),
    ]
    assert (done.resolved, done.comments[0].author) == (True, "ghost")
    assert (old.outdated, old.line, old.lines) == (True, 7, "@@ -0,0 +1,9 @@\n+# Title")
    assert (whole.line, whole.place, whole.lines) == (None, POST, "")


def test_many_threads_are_read_by_pages_up_to_a_limit_that_is_told(
    conversation: Conversation, discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        conversation.say(POST, 1, f"Comment {number}")
    assert len(discussion.threads().threads) == 120

    monkeypatch.setattr(github_discussion, "MOST_THREADS_READ", 100)
    read = discussion.threads()
    assert (len(read.threads), read.unread) == (100, 20)


def test_of_a_long_thread_the_first_and_the_last_comments_are_read(
    conversation: Conversation, discussion: Discussion
) -> None:
    first = conversation.say(POST, 1, "First" + "!" * 10_000)
    for number in range(50):
        conversation.reply(first, f"Reply {number}")

    (thread,) = discussion.threads().threads

    assert len(thread.comments[0].text) == 4_000
    assert [c.text for c in thread.comments[1:]] == [f"Reply {n}" for n in range(30, 50)]
    assert thread.left_out == 30


def test_an_answer_is_a_reply_to_its_thread_that_is_known_again(
    conversation: Conversation, discussion: Discussion
) -> None:
    first = conversation.say(POST, 1, "Why?")
    discussion.answer([(discussion.threads().threads[0], answer_text("Post", COMMIT))])

    (thread,) = discussion.threads().threads

    assert thread.answers == [COMMIT]
    assert conversation.said(first)[1].endswith(f"`Post` was revised for this: {COMMIT}")


def test_a_thread_that_is_gone_does_not_keep_the_others_from_their_answer(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    conversation.say(POST, 1, "Why?")
    second = conversation.say(POST, 2, "How?")
    threads = discussion.threads().threads
    github.fail("POST", "/replies", Fault(status=404, body={"message": "Not Found"}))

    with pytest.raises(PullRequestError):
        discussion.answer([(thread, answer_text("Post", COMMIT)) for thread in threads])

    assert len(conversation.said(second)) == 2


def test_a_reply_of_another_run_that_came_meanwhile_is_not_repeated(
    conversation: Conversation, discussion: Discussion
) -> None:
    asked = conversation.say(POST, 3, "Change this.")
    later = conversation.say(POST, 4, "And this.")
    thread, other = discussion.threads().threads
    text = answer_text("Post", COMMIT)
    conversation.reply(asked, text, author="octo")

    assert discussion.answer([(thread, text), (other, text)]) == 1
    assert conversation.said(asked) == ["Change this.", text]
    assert conversation.said(later) == ["And this.", text]


def test_of_two_replies_at_the_same_moment_one_stays(
    conversation: Conversation, discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = conversation.say(POST, 3, "Change this.")
    text = answer_text("Post", COMMIT)
    quoted = conversation.reply(asked, f"> {text}", author="octo")
    (thread,) = discussion.threads().threads
    reply = PullRequest.create_review_comment_reply

    def both(pull: PullRequest, comment: int, body: str) -> PullRequestComment:
        conversation.reply(asked, body, author="octo")
        conversation.reply(asked, body, author="somebody else")
        return reply(pull, comment, body)

    monkeypatch.setattr(PullRequest, "create_review_comment_reply", both)
    discussion.answer([(thread, text)])

    said = [(c["user"]["login"], c["body"]) for c in conversation.comments if c["id"] > quoted]
    assert said == [("octo", text), ("somebody else", text)]


def test_findings_that_two_runs_post_at_the_same_moment_stand_on_their_lines_once(
    conversation: Conversation, discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = PullRequest.create_review

    def twice(pull: PullRequest, **review: Any) -> PullRequestReview:
        create(pull, **review)
        return create(pull, **review)

    monkeypatch.setattr(PullRequest, "create_review", twice)
    discussion.post_findings([finding()], PATHS)

    assert len(conversation.comments) == 1


def test_findings_are_posted_once_in_one_review_each_on_its_line(
    conversation: Conversation, discussion: Discussion
) -> None:
    findings = [finding(), finding(99, "Far away."), finding(None, "As a whole.")]

    assert discussion.post_findings(findings, PATHS) == PostedFindings(posted=3)
    moved = finding(5)
    assert discussion.post_findings([moved, *findings[1:]], PATHS) == PostedFindings()

    (review,) = conversation.reviews
    assert review["state"] == "COMMENTED"
    assert "Far away." in review["body"]
    assert "As a whole." in review["body"]
    (comment,) = conversation.comments
    assert (comment["path"], comment["line"]) == (POST, 3)
    assert "**F1**, major, consistency, `Post`: Two names for one thing." in comment["body"]


def test_what_is_new_is_posted_beside_what_was_there(
    conversation: Conversation, discussion: Discussion
) -> None:
    discussion.post_findings([finding()], PATHS)
    discussion.post_findings([finding(), finding(4, "Another.")], PATHS)

    assert [c["line"] for c in conversation.comments] == [3, 4]


def test_lines_that_github_does_not_take_are_said_in_the_body(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    refusal = {"message": "Unprocessable Entity", "errors": ["Line could not be resolved"]}
    github.fail("POST", "/reviews", Fault(status=422, body=refusal))

    assert discussion.post_findings([finding()], PATHS).posted == 1

    assert conversation.comments == []
    assert "Two names for one thing." in conversation.reviews[0]["body"]


def test_a_lost_answer_does_not_double_the_review(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    github.fail("POST", "/reviews", Fault(status=502, after_effect=True))

    with pytest.raises(PullRequestUnavailableError):
        discussion.post_findings([finding(), finding(None, "As a whole.")], PATHS)
    discussion.post_findings([finding(), finding(None, "As a whole.")], PATHS)

    assert (len(conversation.reviews), len(conversation.comments)) == (1, 1)


def test_so_many_comments_that_nothing_can_be_told_apart_post_nothing(
    conversation: Conversation, discussion: Discussion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(github_discussion, "MOST_COMMENTS_READ", 150)
    for number in range(151):
        conversation.say(POST, 1, f"Comment {number}")

    with pytest.raises(PullRequestError, match="more than 150 review comments"):
        discussion.post_findings([finding()], PATHS)

    assert conversation.reviews == []


def test_a_token_that_may_not_read_or_write_is_told_which_access_it_needs(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    refused = "Resource not accessible by personal access token"
    forbidden = {
        "data": {"repository": {"pullRequest": None}},
        "errors": [{"type": "FORBIDDEN", "path": ["repository"], "message": refused}],
    }
    github.fail("POST", "/graphql", Fault(status=200, body=forbidden))
    with pytest.raises(PullRequestError, match="write access to contents and pull requests"):
        discussion.threads()

    scopes = {
        "type": "INSUFFICIENT_SCOPES",
        "message": "Your token has not been granted the required scopes.",
    }
    github.fail("POST", "/graphql", Fault(status=200, body={"errors": [scopes]}))
    with pytest.raises(PullRequestError, match="a classic token with the scope repo"):
        discussion.threads()

    github.fail("POST", "/reviews", Fault(status=403, body={"message": refused}))
    with pytest.raises(PullRequestError, match="write access to contents and pull requests"):
        discussion.post_findings([finding()], PATHS)


def test_a_rate_limit_of_the_query_api_may_pass(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    limited = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
    github.fail("POST", "/graphql", Fault(status=200, body=limited))

    with pytest.raises(PullRequestUnavailableError, match="rate limit"):
        discussion.threads()


def test_a_review_that_the_user_has_begun_is_named(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    pending = "user_id can only have one pending review per pull request"
    github.fail("POST", "/replies", Fault(status=422, body={"errors": [{"message": pending}]}))
    conversation.say(POST, 1, "Why?")

    with pytest.raises(PullRequestError, match="Submit or discard the review"):
        discussion.answer([(discussion.threads().threads[0], "Because.")])


def test_an_answer_that_is_not_githubs_is_said(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    github.fail("POST", "/graphql", Fault(status=200, body={"hello": "world"}))

    with pytest.raises(PullRequestError, match="not GitHub's API"):
        discussion.threads()


def test_without_an_open_pull_request_there_is_nothing_to_discuss(
    github: FakeGitHub, conversation: Conversation, discussion: Discussion
) -> None:
    github.close(SLUG, 1)

    with pytest.raises(NotFoundError, match="has no open pull request on acme/blog"):
        discussion.threads()
