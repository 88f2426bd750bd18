from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.interface import PublishedPullRequest
from design_sessions.pull_requests.local import LocalPullRequests
from tests.support.repositories import TestRepository, make_repository

DESCRIPTION = PullRequestDescription(
    title="Add Ann's designs", context="Shop.Blog", summary="The body."
)


def published(remote_url: object, checkout: object = None) -> PublishedPullRequest:
    host = LocalPullRequests(str(remote_url), checkout=None if checkout is None else str(checkout))
    return host.open_or_update(branch="topic", base="main", description=DESCRIPTION)


def paste(commands: list[str], elsewhere: Path) -> None:
    """Run them as somebody who stands in another directory."""
    for command in commands:
        subprocess.run(command, shell=True, cwd=elsewhere, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A checkout, whose path has a space, of a remote with a design on the branch ``topic``."""
    made = make_repository(tmp_path / "my work", {"README.md": "Shop.\n"})
    made.git("push", "-q", "origin", "main:topic")
    made.commit("post.md", "# Post\n", branch="topic")
    return made


def test_title_and_body_are_kept_with_the_way_on() -> None:
    result = published("/srv/git/my blog.git")

    assert result.reference is None
    assert result.text == f"Add Ann's designs\n\n{DESCRIPTION.body}"
    assert result.next_steps == [
        "git fetch '/srv/git/my blog.git' topic",
        "git log -p HEAD..FETCH_HEAD",
        "git merge FETCH_HEAD",
    ]
    assert result.run_where == "in your checkout"


def test_the_commands_name_a_checkout_that_is_known() -> None:
    result = published("https://git.example.com/blog.git", "/home/ann/my blog")

    assert result.next_steps == [
        "git -C '/home/ann/my blog' fetch origin topic",
        "git -C '/home/ann/my blog' log -p HEAD..FETCH_HEAD",
        "git -C '/home/ann/my blog' merge FETCH_HEAD",
    ]
    assert result.run_where is None


def test_pasted_anywhere_they_bring_the_designs_into_the_checkout(
    repository: TestRepository, tmp_path: Path
) -> None:
    result = published(repository.origin, repository.checkout)
    assert not (repository.checkout / "post.md").exists()

    paste(result.next_steps, tmp_path)

    assert (repository.checkout / "post.md").exists()


def test_a_repository_without_a_remote_has_the_branch_already(
    repository: TestRepository, tmp_path: Path
) -> None:
    repository.git("branch", "topic", "origin/topic")
    repository.git("remote", "remove", "origin")
    result = published(repository.checkout, repository.checkout)

    paste(result.next_steps, tmp_path)

    there = shlex.quote(str(repository.checkout))
    assert result.next_steps == [
        f"git -C {there} log -p HEAD..topic",
        f"git -C {there} merge topic",
    ]
    assert (repository.checkout / "post.md").exists()


def test_a_bare_repository_is_no_checkout(repository: TestRepository) -> None:
    result = published(repository.origin, repository.origin)

    assert result.next_steps[0] == f"git fetch {shlex.quote(str(repository.origin))} topic"
    assert result.run_where == "in your checkout"


def test_for_github_without_a_token_the_gh_command_is_shown() -> None:
    host = LocalPullRequests(
        "git@github.com:acme/blog.git", github_repository="acme/blog", note="no token"
    )

    result = host.open_or_update(branch="topic", base="main", description=DESCRIPTION)

    assert host.note == "no token"
    assert result.run_where is None
    assert result.next_steps == [
        "gh pr create --repo acme/blog --head topic --base main "
        "--title 'Add Ann'\"'\"'s designs' --body-file pull-request.md"
    ]
