"""Checkouts whose files and configuration want to run programs with the keys of who looks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.environment import without_our_settings
from tests.support.processes import ROOT
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    context_document,
    git,
    make_checkout,
)

KEY = "sk-ant-hush-hush"
CLIENT = [sys.executable, str(ROOT / "client.py")]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A checkout with a context; beside it ``evil``, which notes that it ran, and its variables."""
    checkout = tmp_path / "shop"
    document = checkout / CONTEXT_PATH
    document.parent.mkdir(parents=True)
    document.write_text(context_document({"Post": "schema"}))
    make_checkout(checkout)
    evil = tmp_path / "evil"
    evil.write_text(f'#!/bin/sh\nenv >> {tmp_path}/ran\nexec "${{0%/*}}/real" "$@"\n')
    evil.chmod(0o755)
    return checkout


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """The environment of a client that has a key."""
    identity = {
        f"GIT_{role}_{part}": "ada@example.com"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    return (
        without_our_settings()
        | identity
        | {
            "ANTHROPIC_API_KEY": KEY,
            "DESIGN_DATA_DIR": str(tmp_path / "data"),
        }
    )


def run(checkout: Path, variables: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command that stands in the checkout."""
    ended = subprocess.run(
        [*CLIENT, *arguments],
        cwd=checkout,
        env=variables,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def components(checkout: Path, variables: dict[str, str], *more: str) -> tuple[int, str]:
    return run(checkout, variables, "components", "--repo", ".", "--context", CONTEXT, *more)


def test_an_env_file_of_the_working_directory_runs_nothing(
    shop: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    (shop / ".env").write_text("GIT_PYTHON_GIT_EXECUTABLE=../evil\nDESIGN_EFFORT=nonsense\n")
    del variables["DESIGN_ENV_FILE"]
    code, output = components(shop, variables)
    assert (code, "Post" in output) == (0, True), output
    assert not (tmp_path / "ran").exists()


def test_a_partial_clone_fetches_nothing_when_it_is_only_read(
    shop: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(shop), "shop.git")
    git(tmp_path / "shop.git", "config", "uploadpack.allowFilter", "true")
    url = f"file://{tmp_path}/shop.git"
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", url, "partial")
    git(tmp_path / "partial", "config", "remote.origin.uploadpack", str(tmp_path / "evil"))
    code, output = components(tmp_path / "partial", variables, "--base", "HEAD")
    assert (code, "A partial clone has to have what is read" in output) == (2, True), output
    assert not (tmp_path / "ran").exists()


def test_a_work_tree_elsewhere_changes_nothing(shop: Path, variables: dict[str, str]) -> None:
    git(shop, "config", "core.worktree", "/etc")
    code, output = components(shop, variables)
    assert (code, "Post" in output) == (0, True), output


def test_validation_checks_and_init_follow_no_symbolic_link(
    shop: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("## hush-hush\n[hush-hush]\n")
    designs = shop / "docs/design/shop/blog"
    designs.mkdir()
    (designs / "post.md").symlink_to(secret)
    (shop / "docs/elsewhere").symlink_to(tmp_path)
    (shop / "context-design.toml").symlink_to(secret)
    (tmp_path / "outside.md").write_text("# Shop.Blog.Post\n")

    for path in ("docs/design", "docs/design/shop/blog/post.md", "docs/elsewhere/outside.md"):
        code, output = run(shop, variables, "validate", path)
        assert "hush" not in output
        if path == "docs/design":
            assert "1 document" in output
        else:
            assert (code, "left out: it is a symbolic link" in output) == (0, True), output
    code, output = run(shop, variables, "check")
    assert (code, "missing_design" in output, "hush" in output) == (1, True, False), output
    code, output = run(shop, variables, "init", "--force")
    assert (code, "is a symbolic link" in output) == (2, True)
    assert "hush-hush" in secret.read_text()


@pytest.mark.slow
def test_a_command_that_is_ended_leaves_no_git_behind(
    shop: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    # A pipe that nobody writes to: git waits for ever when it opens it.
    os.mkfifo(tmp_path / "pipe")
    with (shop / ".git" / "config").open("a") as configuration:
        configuration.write(f"[include]\n\tpath = {tmp_path}/pipe\n")
    with subprocess.Popen(
        [*CLIENT, "components", "--repo", ".", "--context", CONTEXT], cwd=shop, env=variables
    ) as client:
        deadline = time.monotonic() + 60
        while not (children := _children_of(client.pid)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        client.send_signal(signal.SIGTERM)
        assert client.wait(60) == -signal.SIGTERM
    while any(map(_runs, children)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children_of(process_id: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(process_id), "git"], capture_output=True, text=True)
    return [int(word) for word in found.stdout.split()]


def _runs(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
