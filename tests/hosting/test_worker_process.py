"""The process of a worker."""

from __future__ import annotations

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from design_sessions.settings import Settings
from hosting import worker_process
from hosting.worker_process import WorkerOptions


def test_a_worker_says_that_it_has_stopped_when_the_last_command_has_ended(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    told: list[str] = []

    def notify() -> None:
        time.sleep(0.1)
        told.append("command ended")

    async def run(*_: object) -> int:
        asyncio.get_running_loop().run_in_executor(None, notify)
        return 0

    monkeypatch.setattr(worker_process, "write_privately", lambda: None)
    monkeypatch.setattr(worker_process, "_run", run)
    with capture_logs() as logged:
        assert worker_process.run(Settings(environment=environment), WorkerOptions()) == 0
        told += [event["event"] for event in logged]
    assert told == ["command ended", "worker stopped"]
