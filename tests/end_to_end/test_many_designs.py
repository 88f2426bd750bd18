"""Many designs that are ready at once reach the branch in few pushes."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.hooks import CountedPushes, HeldPush
from tests.support.ledgers import answered_turns, finished_turns
from tests.support.product import until_pending
from tests.support.repositories import CONTEXT, CONTEXT_PATH, context_document, make_repository
from workflows.workflow_ids import component_workflow_id

COUNT = 30
FEW = 4
"""Thirty designs pushed one by one take thirty pushes, and by committers apart hundreds."""


@pytest.mark.slow
async def test_thirty_designs_ready_at_once_are_one_commit_each_and_few_pushes(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    names = [f"Part{number:02d}" for number in range(COUNT)]
    repository = make_repository(
        tmp_path / "many", {CONTEXT_PATH: context_document(dict.fromkeys(names, "schema"))}
    )
    async with make_product(of=repository) as (product, simulator):
        push = HeldPush(repository.origin, subject="Design .*")
        await product.start(limits={"max_parallel": COUNT}, review=False)
        pushes = CountedPushes(repository.origin)
        # While the first push is held, all the other designs get ready.
        await asyncio.to_thread(push.wait_until_held)
        for name in names:
            child = component_workflow_id(product.id, f"{CONTEXT}.{name}", 1)
            await until_pending(product.client, child, "commit_design")
        push.let_go()
        view = await product.until_complete()
        assert Counter(c.state for c in view.components) == {"complete": COUNT}
        assert answered_turns(simulator) == Counter(finished_turns(product))
    assert sorted(repository.commits()) == [f"Design Shop.Blog.{name}" for name in names]
    assert pushes.count() <= FEW
    for name in names:
        path = f"docs/design/shop/blog/{name.lower()}.md"
        assert repository.read(path).startswith(f"# Shop.Blog.{name}\n")
