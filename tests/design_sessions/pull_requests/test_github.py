"""Against a GitHub API server, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from design_sessions.errors import (
    CredentialsError,
    InputError,
    PullRequestError,
    PullRequestUnavailableError,
)
from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.github import GitHubPullRequests
from design_sessions.pull_requests.interface import PublishedPullRequest
from design_sessions.pull_requests.marked_block import BODY_LIMIT
from tests.support.github_server import READ_ONLY_TOKEN, VALID_TOKEN, FakeGitHub, Fault

Connect = Callable[..., GitHubPullRequests]
BRANCH = "docs-context-components-design-session-for-blog"


def publish(
    pull_requests: GitHubPullRequests, *, body: str = "The body", base: str | None = None
) -> PublishedPullRequest:
    description = PullRequestDescription(title="Add designs", context="Shop.Blog", summary=body)
    return pull_requests.open_or_update(branch=BRANCH, base=base, description=description)


def block(summary: str) -> str:
    return f"<!-- context-design: Shop.Blog -->\n{summary}\n<!-- /context-design -->"


def test_a_pull_request_is_opened_into_the_default_branch(
    github: FakeGitHub, connect: Connect
) -> None:
    github.add_repository("acme/shop", default_branch="trunk")

    published = publish(connect("acme/shop"))

    assert published.created
    assert published.reference is not None
    assert published.reference.number == 1
    assert published.reference.url == f"{github.base_url}/acme/shop/pull/1"
    (pull,) = github.pulls("acme/shop")
    assert (pull["head"]["ref"], pull["base"]["ref"]) == (BRANCH, "trunk")
    assert (pull["title"], pull["body"]) == ("Add designs", block("The body"))


def test_a_given_base_is_used(github: FakeGitHub, connect: Connect) -> None:
    publish(connect(), base="develop")

    assert github.pulls("acme/blog")[0]["base"]["ref"] == "develop"


def test_an_open_pull_request_is_updated_and_never_doubled(
    github: FakeGitHub, connect: Connect
) -> None:
    publish(connect(), body="old")

    published = publish(connect(), body="new")

    assert not published.created
    (pull,) = github.pulls("acme/blog")
    assert pull["body"] == block("new")


def test_an_open_pull_request_with_another_base_is_taken_as_it_is(
    github: FakeGitHub, connect: Connect
) -> None:
    publish(connect(), base="develop")

    publish(connect(), base="main", body="new")

    (pull,) = github.pulls("acme/blog")
    assert (pull["base"]["ref"], pull["body"]) == ("develop", block("new"))


def test_what_has_not_changed_is_not_written(github: FakeGitHub, connect: Connect) -> None:
    publish(connect())
    publish(connect())

    assert [request.method for request in github.writes()] == ["POST"]


def test_after_a_closed_one_a_new_pull_request_is_opened(
    github: FakeGitHub, connect: Connect
) -> None:
    publish(connect())
    github.close("acme/blog", 1)

    assert publish(connect()).created
    assert len(github.pulls("acme/blog")) == 2


def test_a_lost_answer_is_made_good_by_looking_again(github: FakeGitHub, connect: Connect) -> None:
    github.fail("POST", "/pulls", Fault(delay=1.5, after_effect=True))

    published = publish(connect(timeout=1))

    assert published.reference is not None
    assert published.reference.number == 1
    assert len(github.pulls("acme/blog")) == 1


def test_an_error_after_the_creation_is_made_good_by_looking_again(
    github: FakeGitHub, connect: Connect
) -> None:
    github.fail("POST", "/pulls", Fault(status=502, after_effect=True))

    assert publish(connect()).reference is not None
    assert len(github.pulls("acme/blog")) == 1


def test_an_error_before_the_creation_may_pass(github: FakeGitHub, connect: Connect) -> None:
    github.fail("POST", "/pulls", Fault(status=500))

    with pytest.raises(PullRequestUnavailableError, match="500"):
        publish(connect())

    assert publish(connect()).created


def test_already_exists_but_not_listed_yet_may_pass(github: FakeGitHub, connect: Connect) -> None:
    exists = {
        "message": "Validation Failed",
        "errors": [{"message": f"A pull request already exists for acme:{BRANCH}."}],
    }
    github.fail("POST", "/pulls", Fault(status=422, body=exists))

    with pytest.raises(PullRequestUnavailableError, match="does not list it yet"):
        publish(connect())


def test_two_workers_at_once_open_one_pull_request(github: FakeGitHub, connect: Connect) -> None:
    publish(connect(), body="from the first")
    github.hide_once("acme/blog", 1)

    published = publish(connect(), body="from the second")

    assert not published.created
    (pull,) = github.pulls("acme/blog")
    assert pull["body"] == block("from the second")


def test_a_refusal_carries_the_reason_and_is_final(github: FakeGitHub, connect: Connect) -> None:
    refusal = {
        "message": "Validation Failed",
        "errors": [{"message": "No commits between a and b"}],
    }
    github.fail("POST", "/pulls", Fault(status=422, body=refusal))

    with pytest.raises(PullRequestError, match="No commits between a and b") as caught:
        publish(connect())

    assert not caught.value.retryable


def test_a_body_that_is_too_long_is_cut_to_what_github_takes(
    github: FakeGitHub, connect: Connect
) -> None:
    assert publish(connect(), body="line\n" * BODY_LIMIT).created

    (pull,) = github.pulls("acme/blog")
    assert len(pull["body"]) <= BODY_LIMIT
    assert pull["body"].endswith("the branch has everything.*\n<!-- /context-design -->")


def test_what_people_wrote_in_a_pull_request_stays(github: FakeGitHub, connect: Connect) -> None:
    publish(connect(), body="old")
    (pull,) = github.pulls("acme/blog")
    # As GitHub's editor sends it.
    block_there = pull["body"].replace("\n", "\r\n")
    pull |= {"title": "Ann's title", "body": f"Please read.\r\n\r\n{block_there}\r\nFixes #7\r\n"}

    publish(connect(), body="new")

    assert pull["title"] == "Ann's title"
    assert pull["body"] == f"Please read.\r\n\r\n{block('new')}\r\nFixes #7\r\n"


@pytest.mark.parametrize("theirs", ["What Ann wrote.", "# Ann's\n\n<!-- a comment -->\n"])
def test_a_pull_request_that_a_person_opened_keeps_their_text(
    theirs: str, github: FakeGitHub, connect: Connect
) -> None:
    publish(connect())
    (pull,) = github.pulls("acme/blog")
    pull |= {"title": "Ann's title", "body": theirs}

    publish(connect(), body="ours")
    publish(connect(), body="ours again")

    assert pull["title"] == "Ann's title"
    assert pull["body"] == f"{theirs.rstrip()}\n\n{block('ours again')}"


def test_a_body_of_theirs_without_room_for_ours_stays(github: FakeGitHub, connect: Connect) -> None:
    publish(connect())
    (pull,) = github.pulls("acme/blog")
    pull["body"] = "x" * BODY_LIMIT

    publish(connect(), body="new")

    assert pull["body"] == "x" * BODY_LIMIT


def test_a_description_tells_whose_the_branch_is(github: FakeGitHub, connect: Connect) -> None:
    publish(connect())
    assert connect().of_branch(BRANCH).contexts == {"Shop.Blog"}

    github.pulls("acme/blog")[0]["body"] = "What Ann wrote."
    assert connect().of_branch(BRANCH).contexts == set()


def test_a_renamed_repository_is_found_with_its_pull_request(
    github: FakeGitHub, connect: Connect
) -> None:
    publish(connect())
    github.rename("acme/blog", "umbrella/blog")

    published = publish(connect("acme/blog"), body="new")

    assert not published.created
    (pull,) = github.pulls("umbrella/blog")
    assert pull["body"] == block("new")


def test_a_branch_without_a_pull_request_is_neither_closed_nor_merged(connect: Connect) -> None:
    assert not connect().of_branch(BRANCH).closed


def test_a_branch_is_finished_when_its_only_pull_request_was_closed(
    github: FakeGitHub, connect: Connect
) -> None:
    publish(connect())
    assert not connect().of_branch(BRANCH).closed

    github.close("acme/blog", 1)
    assert connect().of_branch(BRANCH).closed

    publish(connect())
    assert not connect().of_branch(BRANCH).closed


def test_access_is_checked_without_writing(github: FakeGitHub, connect: Connect) -> None:
    connect().check_access()

    assert github.requests
    assert not github.writes()


@pytest.mark.parametrize("call", ["check_access", "publish", "of_branch"])
def test_a_refused_token_is_a_matter_of_credentials(connect: Connect, call: str) -> None:
    pull_requests = connect(token="an-expired-token")
    calls: dict[str, Callable[[], object]] = {
        "check_access": pull_requests.check_access,
        "publish": lambda: publish(pull_requests),
        "of_branch": lambda: pull_requests.of_branch(BRANCH),
    }

    with pytest.raises(CredentialsError, match="Bad credentials") as caught:
        calls[call]()

    assert "an-expired-token" not in str(caught.value)


def test_an_unknown_repository_says_what_to_check(connect: Connect) -> None:
    with pytest.raises(PullRequestError, match="acme/nothing") as caught:
        connect("acme/nothing").check_access()

    assert "GITHUB_TOKEN" in caught.value.remedy
    assert not caught.value.retryable


def test_a_user_without_write_access_is_found_out_before_anything_is_spent(
    connect: Connect,
) -> None:
    with pytest.raises(PullRequestError, match="may not write to acme/blog"):
        connect(token=READ_ONLY_TOKEN).check_access()


def test_an_archived_repository_is_found_out(github: FakeGitHub, connect: Connect) -> None:
    github.add_repository("acme/old", archived=True)

    with pytest.raises(PullRequestError, match="archived"):
        connect("acme/old").check_access()


@pytest.mark.parametrize(
    ("scopes", "private", "enough"),
    [
        ("repo, read:org", True, True),
        ("public_repo", False, True),
        ("public_repo", True, False),
        ("read:org", False, False),
        ("", False, False),
    ],
)
def test_a_classic_token_needs_its_scope(
    github: FakeGitHub, connect: Connect, scopes: str, private: bool, enough: bool
) -> None:
    github.add_repository("acme/site", private=private)
    github.scopes = scopes

    if enough:
        connect("acme/site").check_access()
    else:
        with pytest.raises(PullRequestError, match="may not open pull requests"):
            connect("acme/site").check_access()


@pytest.mark.parametrize(
    ("fault", "at_least", "at_most"),
    [
        (Fault(status=429, headers={"Retry-After": "7"}), 7, 7),
        (Fault(status=403, headers={"Retry-After": "30"}), 30, 30),
        (
            Fault(status=403, body={"message": "You have exceeded a secondary rate limit."}),
            60,
            60,
        ),
        (
            Fault(
                status=403,
                body={"message": "API rate limit exceeded"},
                headers={
                    "X-RateLimit-Remaining": "0",
                    "X-RateLimit-Reset": str(int(time.time()) + 600),
                },
            ),
            1,
            600,
        ),
    ],
)
def test_a_rate_limit_says_when_to_come_back(
    github: FakeGitHub, connect: Connect, fault: Fault, at_least: float, at_most: float
) -> None:
    github.fail("GET", "/acme/blog", fault)

    with pytest.raises(PullRequestUnavailableError) as caught:
        connect().check_access()

    assert caught.value.retry_after is not None
    assert at_least <= caught.value.retry_after <= at_most


def test_a_forbidden_request_that_is_no_rate_limit_is_final(
    github: FakeGitHub, connect: Connect
) -> None:
    message = {"message": "Resource protected by organization SAML enforcement."}
    github.fail("GET", "/acme/blog", Fault(status=403, body=message))

    with pytest.raises(PullRequestError, match="SAML") as caught:
        connect().check_access()

    assert not caught.value.retryable


def test_nothing_is_retried_here(github: FakeGitHub, connect: Connect) -> None:
    github.fail("GET", "/acme/blog", Fault(status=503), times=5)

    with pytest.raises(PullRequestUnavailableError):
        connect().check_access()

    assert len(github.requests) == 1


def test_a_silent_server_may_pass(github: FakeGitHub, connect: Connect) -> None:
    github.fail("GET", "/acme/blog", Fault(delay=1.5))

    with pytest.raises(PullRequestUnavailableError, match="in time"):
        connect(timeout=1).check_access()


def test_an_unreachable_server_may_pass() -> None:
    pull_requests = GitHubPullRequests(
        "acme/blog", token=VALID_TOKEN, base_url="http://127.0.0.1:1"
    )
    with pytest.raises(PullRequestUnavailableError, match="cannot be reached"):
        pull_requests.check_access()


@pytest.mark.parametrize(
    ("status", "page"), [(200, "<html>Welcome</html>"), (200, "{broken"), (307, ""), (303, "")]
)
def test_a_server_that_is_not_github_is_named(
    github: FakeGitHub, connect: Connect, status: int, page: str
) -> None:
    away = {"location": "http://elsewhere.invalid/"} if status > 300 else {}
    github.fail("GET", "/acme/blog", Fault(status=status, body=page, headers=away), times=9)

    with pytest.raises(PullRequestError, match="GITHUB_BASE_URL"):
        connect().check_access()


@pytest.mark.parametrize("base_url", ["git.example.com", "ssh://git.example.com", ""])
def test_a_base_url_that_is_no_address_is_bad_input(base_url: str) -> None:
    with pytest.raises(InputError, match="GITHUB_BASE_URL"):
        GitHubPullRequests("acme/blog", token=VALID_TOKEN, base_url=base_url)


def test_links_are_made_without_a_request(github: FakeGitHub, connect: Connect) -> None:
    links = connect().links("docs/a b", "main")

    assert links.branch == f"{github.base_url}/acme/blog/tree/docs/a%20b"
    assert links.compare == f"{github.base_url}/acme/blog/compare/main...docs/a%20b"
    assert links.file_prefix == f"{github.base_url}/acme/blog/blob/docs/a%20b/"
    assert not github.requests


def test_an_answer_that_repeats_the_token_does_not_spread_it(
    github: FakeGitHub, connect: Connect
) -> None:
    refusal = {"message": f"Bad thing for token {VALID_TOKEN}"}
    github.fail("POST", "/pulls", Fault(status=422, body=refusal))

    with pytest.raises(PullRequestError) as raised:
        publish(connect())

    assert "Bad thing for token ***" in str(raised.value)
    assert raised.value.__cause__ is None
