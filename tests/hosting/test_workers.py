"""What a worker makes of its SDK."""

from __future__ import annotations

import asyncio
import time
import warnings

import pytest
from structlog.testing import capture_logs

from design_sessions.settings import Settings
from hosting import workers
from hosting.workers import WorkerOptions, ignore_late_cancellations


def test_the_end_of_an_activity_before_its_cancellation_is_no_news() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ignore_late_cancellations()
        warnings.warn_explicit(
            "Cannot find activity to cancel for token b'abc'",
            UserWarning,
            filename="_activity.py",
            lineno=1,
            module="temporalio.worker._activity",
        )


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

    monkeypatch.setattr(workers, "write_privately", lambda: None)
    monkeypatch.setattr(workers, "_run", run)
    with capture_logs() as logged:
        assert workers.run(Settings(environment=environment), WorkerOptions()) == 0
        told += [event["event"] for event in logged]
    assert told == ["command ended", "worker stopped"]
