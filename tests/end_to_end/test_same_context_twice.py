"""One context has one running session."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.end_to_end.conftest import COMPONENTS, ProductMaker
from tests.support.client_commands import run_client
from tests.support.processes import ROOT, process_environment
from tests.support.product import Product
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)


async def test_started_twice_at_once_a_context_has_one_session(
    make_product: ProductMaker, repository: TestRepository, tmp_path: Path
) -> None:
    async with make_product(latency=0.5) as (product, simulator):
        arguments = ("start", "--repo", str(repository.checkout), "--context", CONTEXT, "--json")
        both = await asyncio.gather(
            *(_client(product, tmp_path, *arguments) for _ in range(2)),
        )
        assert [code for code, _, _ in both] == [0, 0], both
        started = sorted((json.loads(out) for _, out, _ in both), key=_already_running)
        assert [_already_running(each) for each in started] == [False, True]
        assert started[0]["session_id"] == started[1]["session_id"]

        again = await run_client(product, *arguments[:-1])
        assert again.code == 0
        assert "has a running session" in again.out
        assert f"watch {product.id}" in again.out

        await product.until_complete()
        assert len(repository.commits()) == len(COMPONENTS) + 1
        sessions = {c["session"] for c in simulator.read_log("message")}
        assert len(sessions) == len(COMPONENTS) + 1


async def test_a_running_session_of_another_repository_is_not_joined(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    other = make_repository(tmp_path / "other", {CONTEXT_PATH: context_document(COMPONENTS)})
    async with make_product(latency=2.0) as (product, _):
        await product.start(review=False)
        refused = await run_client(
            product, "start", "--repo", str(other.checkout), "--context", CONTEXT
        )
        assert refused.code == 2
        assert "is already running for another repository" in refused.err
        assert str(product.repository.origin) in refused.err
        assert "--project" in refused.err
        assert len(other.git("branch", at=other.origin).splitlines()) == 1
        await product.handle.cancel()


async def _client(product: Product, directory: Path, *arguments: str) -> tuple[int, str, str]:
    """Run ``client.py`` as a process."""
    environment = process_environment(
        product.settings, product.client.service_client.config.target_host
    )
    environment |= {"DESIGN_PROJECT": product.scope.project or "", "DESIGN_USER": "ann@example.com"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "client.py"),
        *arguments,
        cwd=directory,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), 90)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return process.returncode or 0, out.decode(), err.decode()


def _already_running(started: dict[str, Any]) -> bool:
    return bool(started["already_running"])
