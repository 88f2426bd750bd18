from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.command_line.mcp_server.conftest import Call
from tests.support.repositories import CONTEXT, TestRepository, context_document, make_repository

SETTINGS = '[documents]\nlayout = "notes"\n'


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A repository with two contexts, whose layout is its own."""
    return make_repository(
        tmp_path / "git",
        {
            "notes/shop/blog.md": context_document({"Post": "schema", "Feed": "genserver"}),
            "notes/shop/cart.md": context_document({"Item": "schema"}, title="Shop.Cart"),
            "docs/design/old.md": context_document({"Old": "schema"}, title="Old"),
            "context-design.toml": SETTINGS,
        },
    )


def test_contexts_are_those_that_the_projects_settings_have_found(
    call: Call, repository: TestRepository
) -> None:
    found = call("list_contexts", repository=str(repository.checkout)).content

    assert found["contexts"] == [
        {"context": "Shop.Blog", "context_path": "notes/shop/blog.md"},
        {"context": "Shop.Cart", "context_path": "notes/shop/cart.md"},
    ]
    assert found["commit"] == repository.git("rev-parse", "HEAD")


def test_the_repository_is_the_one_in_which_the_server_runs(
    call: Call, repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.checkout / "notes")

    assert len(call("list_contexts").content["contexts"]) == 2


def test_components_are_reported_as_by_the_command(
    client: Command, call: Call, repository: TestRepository
) -> None:
    path = str(repository.checkout)

    found = call("list_components", context=CONTEXT, repository=path)

    assert found.content == json.loads(client("components", CONTEXT, "--repo", path, "--json").out)
    assert found.json() == found.content
    assert [each["name"] for each in found.content["components"]] == ["Feed", "Post"]


def test_designs_are_validated_as_by_the_command(
    client: Command, call: Call, repository: TestRepository, tmp_path: Path
) -> None:
    design = repository.checkout / "notes" / "shop" / "blog" / "post.md"
    design.parent.mkdir()
    design.write_text("# Shop.Blog.Post\n")
    readme = repository.checkout / "README.md"
    readme.write_text("Hello\n")

    found = call("validate_designs", paths=[str(design), str(readme)]).content

    assert found["failed"] is True
    assert found["files"] == json.loads(client("validate", str(design), "--json").out)
    assert [each["path"] for each in found["left_out"]] == [str(readme)]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert call("validate_designs", paths=[str(pipe)]).texts == [
        f"{pipe} is a pipe. Give a design file, or a directory."
    ]


def test_contradictions_are_found_as_by_the_command(
    client: Command, call: Call, repository: TestRepository
) -> None:
    path = str(repository.checkout)

    found = call("check", context=CONTEXT, repository=path).content

    command = client("check", "--context", CONTEXT, "--repo", path, "--json")
    assert found["failed"] is (command.code == 1) is True
    assert found["contexts"] == [json.loads(command.out)]
    assert len(call("check", repository=path, all=True).content["contexts"]) == 2
    assert "Name one" in call("check", repository=path).texts[0]
