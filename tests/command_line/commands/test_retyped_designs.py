"""A design that was made for another type than the one that is listed now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.support.repositories import commit_all, make_checkout

CONTEXT = "# MyApp.Blog\n\n## Purpose\n\nPosts.\n\n## Components\n\n- Post (schema)\n- Feed ({})\n"
DESIGN = """# MyApp.Blog.Feed
{}
## Purpose

Gathers the newest posts.

## Public API

```elixir
@spec start_link(keyword()) :: GenServer.on_start()
```

## Execution Flow

### Start

1. Reads the newest posts.
"""
NOTE = (
    "docs/design/my_app/blog.md:10: Feed is listed as task and was designed as genserver: its "
    "design is kept. `python client.py start MyApp.Blog --regenerate --only Feed` designs it as "
    "task."
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the valid design of a genserver, which does not say its type."""
    root = tmp_path / "my_app"
    (root / "docs/design/my_app/blog").mkdir(parents=True)
    (root / "docs/design/my_app/blog.md").write_text(CONTEXT.format("genserver"))
    (root / "docs/design/my_app/blog/feed.md").write_text(DESIGN.format(""))
    make_checkout(root)
    return root


def retype(repository: Path, message: str | None = "Feed is a task") -> None:
    """List Feed as a task; without a message not committed."""
    (repository / "docs/design/my_app/blog.md").write_text(CONTEXT.format("task"))
    if message is not None:
        commit_all(repository, message)


def said(client: Command, repository: Path, *asked: str) -> str:
    ended = client(*asked, "MyApp.Blog", "--repo", str(repository))
    assert ended.code in (0, 1), ended.err
    return " ".join(ended.out.split())


def test_a_kept_design_of_another_type_is_noted_with_what_to_do(
    client: Command, repository: Path
) -> None:
    assert "designed as" not in said(client, repository, "components")
    retype(repository)
    assert NOTE in said(client, repository, "components")
    assert NOTE in said(client, repository, "start", "--dry-run")
    listed = json.loads(said(client, repository, "components", "--json"))
    assert [note["message"] for note in listed["diagnostics"]] == [NOTE.partition(": ")[2]]
    assert "designed as" not in said(client, repository, "start", "--dry-run", "--regenerate")


def test_a_type_that_is_not_committed_yet_is_noted_too(client: Command, repository: Path) -> None:
    retype(repository, message=None)
    assert NOTE in said(client, repository, "components")


def test_a_design_that_was_changed_after_its_type_is_not_doubted(
    client: Command, repository: Path
) -> None:
    retype(repository)
    design = repository / "docs/design/my_app/blog/feed.md"
    design.write_text(design.read_text().replace("newest", "latest"))
    commit_all(repository, "Feed as a task")
    assert "designed as" not in said(client, repository, "components")


def test_a_design_that_says_another_type_is_revised_and_contradicts_the_list(
    client: Command, repository: Path
) -> None:
    design = repository / "docs/design/my_app/blog/feed.md"
    design.write_text(DESIGN.format("\n**Type**: genserver\n"))
    retype(repository)
    note = "Feed is listed as task and was designed as genserver: its design is revised."
    assert note in said(client, repository, "components")
    assert note in said(client, repository, "start", "--dry-run")
    assert 'type_mismatch: The design of Feed says the type "genserver"' in said(
        client, repository, "check"
    )
