from __future__ import annotations

import json
from pathlib import Path

import git
import pytest

from tests.command_line.conftest import Command

CONTEXT = """# Blog

## Purpose

Posts.

## Components

### Tag

| field | value |
| ----- | ----- |
| type | schema |

A label.

### Post

| field | value |
| ----- | ----- |
| type | schema |
| priority | 5 |

What is written.
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a context of two components, one of them designed already."""
    root = tmp_path / "my_app"
    designs = root / "docs" / "design" / "my_app"
    (designs / "blog").mkdir(parents=True)
    (designs / "blog.md").write_text(CONTEXT)
    (designs / "blog" / "tag.md").write_text("# MyApp.Blog.Tag\n\n## Purpose\n\nTBD\n")
    made = git.Repo.init(root, initial_branch="main")
    made.git.add(all=True)
    made.index.commit("Documents")
    return root


def test_components_are_listed_in_the_order_of_a_session(client: Command, repository: Path) -> None:
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog", "--json")

    found = json.loads(ended.out)
    assert ended.code == 0
    assert (found["context"], found["context_path"], found["layout"]) == (
        "MyApp.Blog",
        "docs/design/my_app/blog.md",
        "docs/design",
    )
    assert [(c["name"], c["type"], c["priority"], c["exists"]) for c in found["components"]] == [
        ("Post", "schema", 5, False),
        ("Tag", "schema", 0, True),
    ]


def test_a_context_that_is_not_there_is_answered_with_those_that_are(
    client: Command, repository: Path
) -> None:
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blgo")

    assert ended.code == 2
    assert "Context component not found" in ended.err
    assert "MyApp.Blog" in ended.err


def test_a_repository_that_is_not_there_is_bad_input(client: Command, tmp_path: Path) -> None:
    ended = client("components", "--repo", str(tmp_path / "no"), "--context", "MyApp.Blog")

    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_the_documents_own_word_for_a_type_is_shown_beside_the_known_one(
    client: Command, repository: Path
) -> None:
    document = repository / "docs" / "design" / "my_app" / "blog.md"
    document.write_text(
        CONTEXT.replace("| type | schema |\n| priority", "| type | tool |\n| priority")
    )
    made = git.Repo(repository)
    made.git.add(all=True)
    made.index.commit("Another type")
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog")
    assert ended.code == 0
    assert "other (tool)" in ended.out
    assert '"tool" is read as other' in " ".join(ended.out.split())
