from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line.mcp_server import start_tool
from design_sessions.errors import HandWrittenError
from tests.command_line.conftest import ACME, Command
from tests.command_line.mcp_server.conftest import Call
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A repository whose context lists two components."""
    document = context_document({"Post": "schema", "Feed": "genserver"})
    return make_repository(tmp_path / "git", {CONTEXT_PATH: document})


def test_a_dry_run_says_what_would_be_designed_and_what_it_may_cost(
    client: Command, call: Call, repository: TestRepository
) -> None:
    path = str(repository.checkout)

    found = call(
        "start_session",
        context=CONTEXT,
        repository=path,
        only=["Feed"],
        max_cost=3,
        max_turns=4,
        dry_run=True,
    ).content

    options = ("--only", "Feed", "--max-cost", "3", "--max-turns", "4", "--dry-run", "--json")
    assert found == json.loads(client("start", CONTEXT, "--repo", path, *options, *ACME).out)
    assert found["started"] is False
    assert found["states"] == {"Shop.Blog.Post": "left", "Shop.Blog.Feed": "new"}
    assert "hard limit $3.00 (--max-cost)" in found["cost"]
    assert found["limits"]["max_turns"] == 4


def test_without_a_worker_nothing_is_started(
    client: Command, call: Call, repository: TestRepository
) -> None:
    path = str(repository.checkout)

    refused = call("start_session", context=CONTEXT, repository=path)

    assert refused.failed
    assert client("start", CONTEXT, "--repo", path, *ACME).err == f"Error: {refused.texts[0]}\n"


def test_what_a_terminal_would_ask_is_refused_with_the_parameter_that_confirms_it(
    call: Call, repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise HandWrittenError("Would replace post.md.", "Give --yes to replace it.")

    monkeypatch.setattr(start_tool, "start_session", refuse)

    refused = call("start_session", context=CONTEXT, repository=str(repository.checkout))

    assert refused.failed
    assert refused.texts == [
        "Would replace post.md. Give --yes to replace it. Ask a person first; `yes: true` confirms "
        "it."
    ]
