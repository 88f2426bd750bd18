from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.support.repositories import CONTEXT_PATH, context_document, make_repository


@pytest.mark.parametrize("refusing", [False, True], ids=["no-hook", "refusing-hook"])
def test_push_is_only_said_to_be_allowed_as_far_as_can_be_told(
    client: Command, tmp_path: Path, refusing: bool
) -> None:
    made = make_repository(tmp_path, {CONTEXT_PATH: context_document({"Post": "schema"})})
    if refusing:
        hook = made.origin / "hooks" / "pre-receive"
        hook.write_text("#!/bin/sh\nexit 1\n")
        hook.chmod(0o755)

    ended = client("doctor", "--repo", str(made.checkout), "--json")

    (check,) = [each for each in json.loads(ended.out) if each["name"] == "push"]
    assert check["passed"]
    assert check["detail"] == (
        "allowed, but not tried; the remote's hooks and branch rules are checked when start "
        "creates the branch"
    )
    assert made.git("branch", "--format=%(refname:short)", at=made.origin) == "main"


def test_before_the_first_worker_there_is_no_database_and_no_session_is_looked_for(
    client: Command,
) -> None:
    ended = client("doctor", "--json")

    (check,) = [each for each in json.loads(ended.out) if each["name"] == "database"]
    assert not check["passed"]
    assert check["detail"].startswith("There is no database at ")
    assert "worker.py --dev" in check["detail"]
    assert "Session not found" not in ended.out


def settings_check(client: Command, directory: Path, settings: str) -> tuple[bool, str]:
    """What ``doctor`` says of the settings of a project with one context."""
    files = {
        CONTEXT_PATH: context_document({"Post": "schema"}),
        "context-design.toml": settings,
        "rules/typing.md": '---\ncomponent_type: "shema"\n---\nText.\n',
    }
    made = make_repository(directory, files)
    ended = client("doctor", "--repo", str(made.checkout), "--json")
    (check,) = [each for each in json.loads(ended.out) if each["name"] == "project settings"]
    return check["passed"], check["detail"]


def test_a_layout_without_the_contexts_does_not_pass(client: Command, tmp_path: Path) -> None:
    passed, detail = settings_check(client, tmp_path, '[documents]\nlayout = "nowhere"\n')

    assert not passed
    assert detail.startswith('context-design.toml:2: [documents] layout is "nowhere"')
    assert 'Set layout = "docs/design"' in detail


def test_an_unknown_effort_does_not_pass(client: Command, tmp_path: Path) -> None:
    passed, detail = settings_check(client, tmp_path, '[models]\neffort = "insane"\n')

    assert not passed
    assert "expected one of low, medium, high, xhigh, max" in detail


def test_rules_that_reach_nobody_are_told(client: Command, tmp_path: Path) -> None:
    passed, detail = settings_check(client, tmp_path, '[documents]\nlayout = "docs/design"\n')

    assert passed
    assert detail.startswith("documents.layout = docs/design; rules/typing.md:2: ")


def test_a_directory_of_rules_that_is_not_there_is_told(client: Command, tmp_path: Path) -> None:
    passed, detail = settings_check(client, tmp_path, '[documents]\nrules = "nowhere"\n')

    assert passed
    assert 'context-design.toml:2: [documents] rules is "nowhere"' in detail


def test_the_database_of_the_users_application_is_said_to_be_left_alone(
    client: Command, environment: dict[str, str], migrated_database_url: str
) -> None:
    def said() -> list[dict[str, str]]:
        return [
            each
            for each in json.loads(client("doctor", "--json").out)
            if each["name"] in ("database", "DATABASE_URL")
        ]

    environment["DATABASE_URL"] = "ecto://postgres:hush@localhost/clinic_dev"

    database, theirs = said()
    assert database["passed"]
    assert migrated_database_url in database["detail"]
    assert "left alone" in theirs["detail"]
    assert "hush" not in str(theirs)

    environment["DESIGN_DATABASE_URL"] = migrated_database_url
    assert [each["name"] for each in said()] == ["database"]
