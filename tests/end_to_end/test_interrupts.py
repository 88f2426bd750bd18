"""Ctrl-C at any moment ends a command with one sentence at most and exit code 130."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import client_environment
from tests.support.processes import ROOT
from tests.support.repositories import CONTEXT, TestRepository

CLIENT = str(ROOT / "client.py")


def interrupted(
    arguments: list[str],
    wait: Callable[[subprocess.Popen[str]], None],
    environment: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Exit code and output of a command that gets Ctrl-C after ``wait`` has returned."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        wait(process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    return process.returncode, said


def test_during_the_imports_there_is_nothing_to_say() -> None:
    def until_imports_are_under_way(process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        while "click" not in process.stderr.readline():
            continue

    code, said = interrupted(["-X", "importtime", CLIENT, "status"], until_imports_are_under_way)
    assert code == 130
    assert [line for line in said.splitlines() if not line.startswith("import time")] == []


async def test_while_a_session_is_begun_the_way_back_to_it_is_said(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    begun = repository.origin / "begun"
    hook = repository.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\ntouch begun\nsleep 3\n")
    hook.chmod(0o755)

    def until_the_branch_is_made(_: subprocess.Popen[str]) -> None:
        while not begun.exists():
            time.sleep(0.02)

    async with make_product() as (product, _):
        code, said = await asyncio.to_thread(
            interrupted,
            [CLIENT, "start", "--repo", str(repository.checkout), "--context", CONTEXT],
            until_the_branch_is_made,
            client_environment(product),
        )
        hook.unlink()
        await product.until_complete()
    assert code == 130
    assert "If the session has started, it keeps running" in said
    assert "Traceback" not in said
    assert "exception" not in said
