"""What a remote may ask of commits: signatures, subjects; and where pushes go."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from design_sessions.repository.mirrors.checkout_configuration import adopt_configuration
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.repository.writing.committer import BranchCommitters
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.push import PushRefusedError, check_push_allowed
from design_sessions.repository.writing.trial_commit import try_commit
from tests.design_sessions.repository.conftest import Person
from tests.design_sessions.repository.writing.committing import BRANCH, design
from tests.support.repositories import git, make_bare

NEW = "docs-new"


@pytest.fixture
def signer(tmp_path: Path, person: Person) -> Path:
    """The person signs with an SSH key, as their checkout alone says; the file of allowed keys."""
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"ann@example.com {key.with_suffix('.pub').read_text()}")
    for name, value in (
        ("commit.gpgsign", "yes"),
        ("gpg.format", "ssh"),
        ("user.signingkey", str(key)),
        ("user.name", "Ann"),
        ("user.email", "ann@example.com"),
    ):
        person.git("config", name, value)
    return allowed


def hook(remote: Path, script: str) -> None:
    path = remote / "hooks" / "pre-receive"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_programs_that_sign_are_the_users_not_the_checkouts(
    mirror: Mirror, person: Person, signer: Path
) -> None:
    person.git("config", "gpg.ssh.program", "./evil")
    person.git("config", "gpg.ssh.defaultKeyCommand", "./evil")
    person.git("config", "--global", "gpg.ssh.defaultKeyCommand", "mine")

    adopt_configuration(mirror, person.checkout)

    listed = git(mirror.directory.path, "config", "--local", "--get-regexp", r"^gpg\.ssh\.")
    assert listed == "gpg.ssh.defaultkeycommand mine"


def test_hooks_of_a_remote_on_disk_run_without_secrets(
    base: str, mirror: Mirror, remote: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    secrets = ("ANTHROPIC_API_KEY", "GITHUB_TOKEN", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY")
    environment |= dict.fromkeys(secrets, "hush-hush")
    hook(remote, f"env > {tmp_path}/seen")

    create_branch(mirror, NEW, base)

    seen = (tmp_path / "seen").read_text()
    assert "PATH=" in seen
    assert "hush-hush" not in seen


def probe(base: str, branch: str = NEW) -> DesignCommit:
    return design(base, "probe", "# Probe\n").model_copy(update={"branch": branch})


def test_commits_are_signed_as_the_checkout_signs(
    base: str,
    mirror: Mirror,
    person: Person,
    remote: Path,
    signer: Path,
    committers: BranchCommitters,
) -> None:
    adopt_configuration(mirror, person.checkout)

    made = committers.commit(mirror.url, design(base, "post", "# Post\n\nÜber.\n"))

    git(remote, "config", "gpg.ssh.allowedSignersFile", str(signer))
    shown = git(
        remote, "log", "-1", "--format=%G?|%an|%ce|%s|%(trailers:key=Design-Session)", BRANCH
    )
    assert shown.startswith("G|Ann|ann@example.com|")
    assert "Design-Session: " in shown
    assert git(remote, "rev-parse", f"{BRANCH}^") == base
    assert git(remote, "rev-parse", BRANCH) == made.commit
    assert committers.commit(mirror.url, design(base, "post", "# Post\n\nÜber.\n")).already_there


def test_a_person_who_stops_signing_is_followed(
    base: str,
    mirror: Mirror,
    person: Person,
    remote: Path,
    signer: Path,
    committers: BranchCommitters,
) -> None:
    adopt_configuration(mirror, person.checkout)
    person.git("config", "commit.gpgsign", "false")
    adopt_configuration(mirror, person.checkout)

    committers.commit(mirror.url, design(base, "post", "# Post\n"))

    assert git(remote, "log", "-1", "--format=%G?|%an", BRANCH) == "N|Ada"


def test_a_key_that_cannot_sign_is_said_before_a_branch_is_made(
    base: str, mirror: Mirror, person: Person, remote: Path, signer: Path
) -> None:
    person.git("config", "user.signingkey", "/nowhere/key")
    adopt_configuration(mirror, person.checkout)

    with pytest.raises(Exception, match="Cannot sign a commit"):
        create_branch(mirror, NEW, base, probe=probe(base))

    assert NEW not in git(remote, "branch")


def test_rules_are_asked_with_a_commit_that_is_removed(
    base: str, mirror: Mirror, remote: Path
) -> None:
    create_branch(mirror, NEW, base, probe=probe(base))

    assert git(remote, "rev-parse", NEW) == base


def test_a_remote_that_refuses_such_commits_gets_no_branch(
    base: str, mirror: Mirror, remote: Path
) -> None:
    hook(
        remote,
        "while read old new ref; do git log --format=%s $new --not --all "
        "| grep -qv '^docs: ' && echo 'subjects begin with docs:' && exit 1; done; exit 0",
    )

    with pytest.raises(PushRefusedError, match="DESIGN_COMMIT_SUBJECT"):
        create_branch(mirror, NEW, base, probe=probe(base))
    assert NEW not in git(remote, "branch")

    fitting = probe(base).model_copy(update={"message": "docs: design"})
    create_branch(mirror, NEW, base, probe=fitting)
    assert git(remote, "rev-parse", NEW) == base


def test_where_branches_never_go_back_the_probe_is_undone(
    base: str, mirror: Mirror, remote: Path
) -> None:
    git(remote, "config", "receive.denyNonFastForwards", "true")

    create_branch(mirror, NEW, base, probe=probe(base))

    assert git(remote, "rev-list", "--count", f"{base}..{NEW}") == "2"
    assert git(remote, "rev-parse", f"{NEW}^{{tree}}") == git(
        remote, "rev-parse", f"{base}^{{tree}}"
    )


def test_a_branch_that_is_there_is_asked_too(base: str, mirror: Mirror, remote: Path) -> None:
    try_commit(mirror, BRANCH, probe(base, BRANCH))
    assert git(remote, "rev-parse", BRANCH) == base

    hook(remote, "echo 'sign your commits'; exit 1")
    with pytest.raises(PushRefusedError, match="sign your commits"):
        try_commit(mirror, BRANCH, probe(base, BRANCH))


@pytest.mark.parametrize("how", ["pushurl", "pushInsteadOf"])
def test_pushes_go_where_git_would_push(
    how: str, base: str, mirror: Mirror, person: Person, remote: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.git"
    make_bare(elsewhere)
    if how == "pushurl":
        person.git("config", "remote.origin.pushurl", "../elsewhere.git")
    else:
        person.git("config", f"url.{elsewhere}.pushInsteadOf", str(remote))

    adopt_configuration(mirror, person.checkout)
    check_push_allowed(mirror, NEW)
    create_branch(mirror, NEW, base)

    assert mirror.push_url == str(elsewhere)
    assert git(elsewhere, "rev-parse", NEW) == base
    assert NEW not in git(remote, "branch")

    name = f"url.{elsewhere}.pushInsteadOf" if how != "pushurl" else "remote.origin.pushurl"
    person.git("config", "--unset", name)
    adopt_configuration(mirror, person.checkout)
    assert mirror.push_url == str(remote)
