from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.support.repositories import CONTEXT_PATH, context_document, make_repository


@pytest.fixture(autouse=True)
def in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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
    assert check["detail"] == "not checked: there is none yet; the first worker makes it"
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


def documents(client: Command, *arguments: str) -> dict[str, tuple[bool | None, str]]:
    """What ``doctor`` says of the documents about the project."""
    return {
        each["name"]: (each["passed"], each["detail"])
        for each in json.loads(client("doctor", *arguments, "--json").out)
        if each["name"] in ("executive_summary", "user_stories", "repository")
    }


def test_documents_about_the_project_are_named_in_the_repository_where_one_stands(
    client: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        CONTEXT_PATH: context_document({"Post": "schema"}),
        "docs/user_stories/001_reading.md": "# Reading\n",
        "docs/user_stories/002_writing.md": "# Writing\n",
    }
    made = make_repository(tmp_path, files)
    monkeypatch.chdir(made.checkout / "docs")

    found = documents(client)

    assert found["repository"][0]
    assert found["executive_summary"] == (
        None,
        "not found, and not needed; agents are pointed to docs/executive_summary.md if it is there",
    )
    assert found["user_stories"] == (
        True,
        "agents are pointed to docs/user_stories/001_reading.md, docs/user_stories/002_writing.md",
    )


def test_outside_of_a_repository_none_is_checked(client: Command) -> None:
    assert documents(client) == {
        "repository": (None, "not checked: you stand in none; name one with --repo")
    }


def test_what_the_first_start_makes_is_no_failure(client: Command) -> None:
    found = {each["name"]: each for each in json.loads(client("doctor", "--json").out)}

    for name in ("database", "Temporal server", "worker"):
        assert found[name]["passed"] is None, found[name]
    assert "start starts one here" in found["Temporal server"]["detail"]


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
