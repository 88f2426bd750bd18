from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hosting.registered_workers import (
    WORKERS,
    RegisteredWorker,
    Registration,
    find_workers,
    usable_worker,
)

WORKER = RegisteredWorker(
    pid=1,
    since=datetime(2026, 1, 1, tzinfo=UTC),
    background=True,
    embedded=True,
    address="127.0.0.1:7233",
    namespace="default",
    ui=None,
    task_queue="context-design",
    database="sqlite:///x",
    log="/x/worker.log",
    idle_timeout=60.0,
    settings_digest="abc",
)


@pytest.fixture
def registration(tmp_path: Path) -> Registration:
    (tmp_path / WORKERS).mkdir()
    return Registration(tmp_path)


def test_a_worker_is_found_until_it_is_removed(registration: Registration, tmp_path: Path) -> None:
    before = find_workers(tmp_path)
    registration.publish(WORKER)
    (found,) = find_workers(tmp_path)
    registration.remove()

    assert before == find_workers(tmp_path) == []
    assert found.worker == WORKER
    assert found.has_ended()


def test_a_worker_that_stops_is_shown_and_given_no_work(
    registration: Registration, tmp_path: Path
) -> None:
    registration.publish(WORKER)
    usable = usable_worker(tmp_path, "context-design")

    registration.retire()

    (found,) = find_workers(tmp_path)
    assert usable is not None
    assert not usable.has_ended()
    assert found.stopping
    assert usable_worker(tmp_path, "context-design") is None
    registration.remove()


def test_a_worker_of_another_queue_or_server_is_given_no_work(
    registration: Registration, tmp_path: Path
) -> None:
    other = Registration(tmp_path)
    registration.publish(WORKER)
    other.publish(WORKER.model_copy(update={"embedded": False, "task_queue": "mine"}))

    assert usable_worker(tmp_path, "mine") is None
    assert len(find_workers(tmp_path)) == 2
    registration.remove()
    other.remove()


def test_a_killed_worker_is_forgotten(registration: Registration, tmp_path: Path) -> None:
    registration.publish(WORKER)
    assert registration._descriptor is not None
    os.close(registration._descriptor)  # as the kernel does when a process dies

    assert find_workers(tmp_path) == []
    assert list((tmp_path / WORKERS).iterdir()) == []


def test_a_worker_learns_that_a_command_is_about_to_use_it(
    registration: Registration, tmp_path: Path
) -> None:
    registration.publish(WORKER)
    before = registration.last_use()

    find_workers(tmp_path)[0].mark_used()

    assert registration.last_use() != before
    registration.remove()


def test_only_the_user_can_read_where_a_worker_runs(
    registration: Registration, tmp_path: Path
) -> None:
    registration.publish(WORKER)

    (entry,) = (tmp_path / WORKERS).iterdir()
    assert entry.stat().st_mode & 0o777 == 0o600
    registration.remove()
