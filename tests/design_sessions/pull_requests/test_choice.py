"""Which code host a remote gets."""

from __future__ import annotations

from typing import Any

import pytest

from design_sessions.errors import InputError
from design_sessions.pull_requests import PullRequests, pull_requests_for
from design_sessions.pull_requests.github import GitHubPullRequests
from design_sessions.pull_requests.local import LocalPullRequests
from design_sessions.settings import Settings


def _choose(remote_url: str, **settings: Any) -> PullRequests:
    defaults = {"github_token": None, "github_base_url": "https://api.github.com"}
    return pull_requests_for(
        Settings(**{"github_repository": None, **defaults, **settings}), remote_url
    )


def test_a_github_remote_with_a_token_gets_github() -> None:
    assert isinstance(_choose("git@github.com:acme/blog", github_token="t"), GitHubPullRequests)


def test_a_remote_on_the_configured_server_gets_github() -> None:
    chosen = _choose(
        "https://git.example.com/acme/blog.git",
        github_token="t",
        github_base_url="https://git.example.com/api/v3",
    )

    assert isinstance(chosen, GitHubPullRequests)
    assert chosen.links("topic", "main").branch == "https://git.example.com/acme/blog/tree/topic"


def test_a_named_repository_gets_github_whatever_the_remote_is() -> None:
    chosen = _choose("/srv/git/blog.git", github_token="t", github_repository="acme/blog")

    assert isinstance(chosen, GitHubPullRequests)


def test_a_github_remote_without_a_token_stays_local_and_says_why() -> None:
    chosen = _choose("https://github.com/acme/blog.git")

    assert isinstance(chosen, LocalPullRequests)
    assert chosen.note is not None
    assert "GITHUB_TOKEN" in chosen.note


@pytest.mark.parametrize("remote_url", ["/srv/git/blog.git", "https://gitlab.com/acme/blog.git"])
def test_any_other_remote_stays_local_without_a_word(remote_url: str) -> None:
    chosen = _choose(remote_url, github_token="t")

    assert isinstance(chosen, LocalPullRequests)
    assert chosen.note is None


def test_a_repository_of_another_form_is_bad_input() -> None:
    with pytest.raises(InputError, match="DESIGN_GITHUB_REPOSITORY"):
        _choose("/srv/git/blog.git", github_token="t", github_repository="blog")
