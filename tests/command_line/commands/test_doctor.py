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


@pytest.mark.parametrize(
    ("settings", "passed", "said"),
    [
        ({"AWS_BEARER_TOKEN_BEDROCK": "a-token"}, None, "Amazon Bedrock has no models API"),
        ({"AWS_REGION": ""}, False, "AWS_REGION is not set"),
        ({}, False, "No AWS credentials were found"),
    ],
)
def test_models_of_a_cloud_are_checked_as_far_as_nothing_is_spent(
    client: Command,
    environment: dict[str, str],
    settings: dict[str, str],
    passed: bool | None,
    said: str,
    tmp_path: Path,
) -> None:
    environment |= {
        "DESIGN_PROVIDER": "bedrock",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        **settings,
    }

    checks = json.loads(client("doctor", "--json").out)

    models = [each for each in checks if each["name"] in ("design model", "review model")]
    assert [each["passed"] for each in models] == [passed, passed]
    assert all(said in each["detail"] for each in models)
