"""Bad input to ``start``: one line, exit code 2, and nothing half-made left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import Ended, run_client
from tests.support.product import Product
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

EMPTY_CONTEXT = "docs/design/shop/empty.md"
BINARY = "docs/design/shop/binary.md"
GOOD = {
    CONTEXT_PATH: context_document({"Post": "schema"}),
    EMPTY_CONTEXT: "# Shop.Empty\n\n## Purpose\n\nNothing.\n\n## Components\n\nNone yet.\n",
}


def nothing_was_made(product: Product, repository: TestRepository) -> None:
    """No branch on the origin, no record that is open."""
    assert repository.git("branch", "--format=%(refname:short)", at=repository.origin) == "main"
    assert product.services.store.reports.active_sessions(product.scope) == []


def is_one_line(ended: Ended) -> None:
    """What a person gets for bad input."""
    assert ended.code == 2, ended
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err + ended.out


def _uncommitted(repository: TestRepository) -> None:
    (repository.checkout / CONTEXT_PATH).write_text("# Shop.Blog\n\nchanged\n")


def _not_pushed(repository: TestRepository) -> None:
    (repository.checkout / "new.txt").write_text("new")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Not pushed")


def _refusing_push(repository: TestRepository) -> None:
    hook = repository.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'the branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)


# What the words of the line name, by the options that replace those of a good start.
WRONG_OPTIONS: list[tuple[dict[str, str], str]] = [
    ({"--repo": "/no/such/place"}, "does not exist"),
    ({"--repo": ""}, "No repository given"),
    ({"--context": "Shop.Bolg"}, CONTEXT),
    ({"--context": "docs/none.md"}, "Context component not found"),
    ({"--context": ""}, "The context is empty"),
    ({"--context": "Shop.Empty"}, "No child components found for context"),
    ({"--base": "no-such-branch"}, "no-such-branch"),
    ({"--model": "claude-9"}, "has no model 'claude-9'"),
    ({"--branch": "a..b"}, "is not a valid branch name"),
    ({"--contxt": "x"}, "--contxt"),
    ({"--max-parallel": "many"}, "--max-parallel"),
    ({"--max-cost": "cheap"}, "is not an amount"),
    ({"--on-failure": "panic"}, "--on-failure"),
    ({"--project-module": "no module"}, "no module"),
]


async def test_each_wrong_option_is_one_line_and_leaves_nothing(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    repository = make_repository(tmp_path / "good", GOOD)
    async with make_product(of=repository) as (product, simulator):
        for options, said in WRONG_OPTIONS:
            chosen = {"--repo": str(repository.checkout), "--context": CONTEXT} | options
            words = [word for pair in chosen.items() for word in pair]
            ended = await run_client(product, "start", *words)
            is_one_line(ended)
            assert said in ended.err, (options, ended.err)
        nothing_was_made(product, repository)
        assert simulator.read_log() == []


@pytest.mark.parametrize(
    ("prepare", "said"),
    [(_uncommitted, "not committed"), (_not_pushed, "Push it"), (_refusing_push, "protected")],
)
async def test_a_repository_that_is_not_ready_is_one_line_and_is_left_alone(
    make_product: ProductMaker,
    repository: TestRepository,
    prepare: Callable[[TestRepository], None],
    said: str,
) -> None:
    prepare(repository)
    async with make_product() as (product, simulator):
        ended = await run_client(
            product, "start", "--repo", str(repository.checkout), "--context", CONTEXT
        )
        is_one_line(ended)
        assert said in ended.err
        nothing_was_made(product, repository)
        assert simulator.read_log() == []


async def test_an_empty_repository_is_said(make_product: ProductMaker, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with make_product() as (product, _):
        not_a_repository = await run_client(
            product, "start", "--repo", str(empty), "--context", CONTEXT
        )
        is_one_line(not_a_repository)
        assert "not in a git repository" in not_a_repository.err
        product.repository.git("init", "-q", at=empty)
        ended = await run_client(product, "start", "--repo", str(empty), "--context", CONTEXT)
        is_one_line(ended)
        assert "has no commits" in ended.err


async def test_an_unreadable_document_is_said(make_product: ProductMaker, tmp_path: Path) -> None:
    repository = make_repository(tmp_path / "odd", GOOD)
    (repository.checkout / BINARY).write_bytes(bytes(range(256)) * 40)
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Binary")
    repository.git("push", "-q", "origin", "main")
    async with make_product(of=repository) as (product, _):
        ended = await run_client(
            product, "start", "--repo", str(repository.checkout), "--context", BINARY
        )
        is_one_line(ended)
        assert BINARY in ended.err
        nothing_was_made(product, repository)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ANTHROPIC_API_KEY": None}, "ANTHROPIC_API_KEY"),
        ({"ANTHROPIC_API_KEY": "invalid"}, "ANTHROPIC_API_KEY"),
        ({"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}, "does not answer"),
    ],
)
async def test_a_worker_without_a_usable_model_starts_nothing(
    make_product: ProductMaker, repository: TestRepository, settings: dict[str, str], said: str
) -> None:
    async with make_product(**settings) as (product, _):
        ended = await run_client(
            product, "start", "--repo", str(repository.checkout), "--context", CONTEXT
        )
        is_one_line(ended)
        assert said in ended.err
        nothing_was_made(product, repository)


async def test_decisions_about_what_is_not_there_are_one_line(make_product: ProductMaker) -> None:
    async with make_product([{"component": "Feed", "kind": "refusal"}]) as (product, _):
        is_one_line(await run_client(product, "retry"))
        await product.start(review=False)
        await product.until_attention()
        for words in (
            ("retry", "Fed"),
            ("skip", "Post", "--reason", "x"),
            ("accept", "Feed"),
            ("skip", "Feed"),
            ("recheck", "Feed"),
            ("status", "context-design/default/nowhere/Shop.Blog"),
            ("log", "Fed"),
            ("cancel", "Post"),
        ):
            is_one_line(await run_client(product, *words))
        ended = await run_client(product, "skip", "Feed", "--reason", "enough")
        assert ended.code == 0, ended.err
        assert (await product.until_complete()).components[0].state == "skipped"


@pytest.mark.parametrize("account", ["a" * 955, "é/" * 105, "a" * 1_200])
async def test_names_whose_workflow_ids_temporal_would_refuse_are_refused_at_the_start(
    make_product: ProductMaker, repository: TestRepository, account: str
) -> None:
    async with make_product() as (product, _):
        ended = await run_client(
            product,
            *("start", "--repo", str(repository.origin), "--context", CONTEXT),
            *("--account", account),
        )
        is_one_line(ended)
        assert "1,000" in ended.err
        assert "Shorten the name of the account" in ended.err
        nothing_was_made(product, repository)


async def test_long_names_are_taken_as_long_as_every_id_fits(make_product: ProductMaker) -> None:
    async with make_product() as (product, _):
        product.scope = product.scope.model_copy(update={"account": "a" * 900})
        verdict = await product.start(review=False)
        assert verdict.accepted, verdict.error
        view = await product.until_complete()
        assert {component.state for component in view.components} == {"complete"}
