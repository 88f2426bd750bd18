"""Repositories and configurations that git itself deals with."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.committer import BranchCommitters
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.push import check_push_allowed
from tests.design_sessions.repository.writing.committing import BRANCH, design
from tests.support.repositories import git


@pytest.mark.parametrize("remote_format", ["sha1", "sha256"])
@pytest.mark.parametrize("default", ["sha1", "sha256"])
def test_a_remote_of_either_hash_is_written_whatever_the_default_is(
    remote_format: str, default: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    remote = tmp_path / "remote.git"
    checkout = tmp_path / "checkout"
    git(tmp_path, "init", "-q", "--bare", f"--object-format={remote_format}", str(remote))
    git(tmp_path, "init", "-q", "-b", "main", f"--object-format={remote_format}", str(checkout))
    (checkout / "README.md").write_text("Read me.\n")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-q", "-m", "Start")
    git(checkout, "push", "-q", str(remote), "HEAD:main")
    environment["GIT_DEFAULT_HASH"] = default
    mirrors = MirrorPool(tmp_path / "data")
    mirror = mirrors.get(str(remote))
    mirror.fetch()
    base = mirror.branch_head("main")
    assert base is not None

    create_branch(mirror, BRANCH, base)
    BranchCommitters(mirrors).commit(mirror.url, design(base, "post", "# Post\n"))

    assert git(remote, "rev-list", "--count", BRANCH) == "2"


def test_a_bare_repository_that_is_named_is_used_where_git_asks_for_that(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    environment["GIT_CONFIG_COUNT"] = "1"
    environment["GIT_CONFIG_KEY_0"] = "safe.bareRepository"
    environment["GIT_CONFIG_VALUE_0"] = "explicit"
    remote = tmp_path / "remote.git"
    checkout = tmp_path / "checkout"
    git(tmp_path, "init", "-q", "-b", "main", str(checkout))
    git(checkout, "commit", "-q", "--allow-empty", "-m", "Start")
    git(tmp_path, "clone", "-q", "--bare", str(checkout), str(remote))

    address = resolve_repository(str(remote))
    base = check_checkout(address)
    assert base == git(checkout, "rev-parse", "HEAD")
    mirror = MirrorPool(tmp_path / "data").get(address.remote_url)
    check_push_allowed(mirror, BRANCH)
    create_branch(mirror, BRANCH, str(base))

    assert mirror.fetch_branch(BRANCH) == base
