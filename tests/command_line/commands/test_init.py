from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import parse_project_settings
from tests.command_line.conftest import Command
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    git,
    make_repository,
)


@pytest.fixture
def shop(tmp_path: Path) -> TestRepository:
    """A repository with a context of a known type and one of its own."""
    document = context_document({"Post": "schema", "Search": "MCP Tool"})
    return make_repository(tmp_path, {CONTEXT_PATH: document, "rules/style.md": "Be plain.\n"})


def test_a_first_file_is_written_from_what_is_there(client: Command, shop: TestRepository) -> None:
    ended = client("init", "--repo", str(shop.checkout))

    assert ended.code == 0, ended.err
    assert "Found 1 context in docs/design (1), project module Shop (1)." in ended.out
    assert "Your own types, designed as other: MCP Tool (1)." in ended.out
    assert "Rules: rules (1)." in ended.out
    assert "In force: nothing yet." in ended.out
    assert "components --repo" in ended.out
    text = (shop.checkout / "context-design.toml").read_text()
    assert '#"MCP Tool" = "other"' in text
    assert '#name = "shop"' in text
    assert parse_project_settings(text.encode()) == ProjectSettings()


def test_rules_elsewhere_are_found_by_the_file_as_it_is_written(
    client: Command, tmp_path: Path
) -> None:
    document = context_document({"Post": "schema"})
    shop = make_repository(tmp_path, {CONTEXT_PATH: document, "docs/rules/style.md": "Be plain.\n"})

    ended = client("init", "--repo", str(shop.checkout))

    assert "In force: documents.rules = docs/rules." in ended.out
    text = (shop.checkout / "context-design.toml").read_text()
    assert '\nrules = "docs/rules"\n' in text


def test_a_file_that_is_there_is_replaced_only_when_asked_for(
    client: Command, shop: TestRepository
) -> None:
    file = shop.checkout / "context-design.toml"
    file.write_text('[project]\nname = "mine"\n')

    refused = client("init", "--repo", str(shop.checkout))
    assert refused.code == 2
    assert "already exists" in refused.err
    assert file.read_text() == '[project]\nname = "mine"\n'

    assert client("init", "--repo", str(shop.checkout), "--force").code == 0
    assert "mine" not in file.read_text()


def test_what_has_no_work_tree_is_bad_input(client: Command, shop: TestRepository) -> None:
    ended = client("init", "--repo", str(shop.origin))
    assert ended.code == 2
    assert "has no work tree" in ended.err
    assert list(shop.origin.glob("*.toml")) == []


def test_a_repository_without_contexts_gets_a_file_too(client: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    git(tmp_path / "empty", "init", "-q")
    ended = client("init", "--repo", str(tmp_path / "empty"))
    assert ended.code == 0
    assert "Found no context document" in ended.out
