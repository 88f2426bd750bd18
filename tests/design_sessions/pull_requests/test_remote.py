from __future__ import annotations

import pytest

from design_sessions.errors import InputError
from design_sessions.pull_requests.remote import (
    checked_slug,
    github_hosts,
    parse_remote,
    web_address,
)


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/acme/blog",
        "https://github.com/acme/blog.git",
        "https://token@github.com/acme/blog.git/",
        "http://github.com:8080/acme/blog.git",
        "ssh://git@github.com/acme/blog.git",
        "ssh://git@github.com:22/acme/blog.git",
        "git@github.com:acme/blog.git",
        "github.com:acme/blog",
        "git@GitHub.com:/acme/blog.git",
    ],
)
def test_owner_and_name_are_read_from_every_kind_of_address(address: str) -> None:
    repository = parse_remote(address)

    assert repository is not None
    assert (repository.host, repository.slug) == ("github.com", "acme/blog")


def test_a_name_may_have_dots() -> None:
    repository = parse_remote("git@github.com:acme/blog.github.io.git")

    assert repository is not None
    assert repository.slug == "acme/blog.github.io"


@pytest.mark.parametrize(
    "address",
    [
        "/srv/git/blog.git",
        "file:///srv/git/acme/blog.git",
        "https://github.com/blog",
        "https://github.com/",
        "relative/path",
        "https://github.com/acme/..",
    ],
)
def test_what_names_no_repository_on_a_host_gives_none(address: str) -> None:
    assert parse_remote(address) is None


def test_a_github_server_is_known_by_its_host() -> None:
    assert "git.example.com" in github_hosts("https://git.example.com/api/v3")
    assert "acme.ghe.com" in github_hosts("https://api.acme.ghe.com")
    assert "github.com" in github_hosts("https://api.github.com")


@pytest.mark.parametrize(
    ("base_url", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://git.example.com/api/v3", "https://git.example.com"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ],
)
def test_people_see_the_api_s_repositories_at_its_web_address(base_url: str, web: str) -> None:
    assert web_address(base_url) == web


def test_a_repository_that_is_not_owner_and_name_is_refused() -> None:
    with pytest.raises(InputError, match="owner/name"):
        checked_slug("https://github.com/acme/blog")
