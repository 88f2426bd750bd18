from __future__ import annotations

from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.local import LocalPullRequests

DESCRIPTION = PullRequestDescription(title="Add Ann's designs", body="The body.")


def test_title_and_body_are_kept_with_the_way_on() -> None:
    published = LocalPullRequests("/srv/git/my blog.git").open_or_update(
        branch="topic", base="main", description=DESCRIPTION
    )

    assert published.reference is None
    assert published.text == "Add Ann's designs\n\nThe body."
    assert published.next_steps == [
        "git fetch '/srv/git/my blog.git' topic",
        "git log -p HEAD..FETCH_HEAD",
        "git merge FETCH_HEAD",
    ]


def test_for_github_without_a_token_the_gh_command_is_shown() -> None:
    host = LocalPullRequests(
        "git@github.com:acme/blog.git", github_repository="acme/blog", note="no token"
    )

    published = host.open_or_update(branch="topic", base="main", description=DESCRIPTION)

    assert host.note == "no token"
    assert published.next_steps == [
        "gh pr create --repo acme/blog --head topic --base main "
        "--title 'Add Ann'\"'\"'s designs' --body-file pull-request.md"
    ]
