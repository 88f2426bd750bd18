"""Commands without a worker start one, with real processes and the simulator."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_line.example_repository import make_example
from command_line.processes import Processes
from hosting.endpoints import server_is_running
from hosting.registered_workers import find_workers
from tests.support.environment import without_our_settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
FAULTS = [{"kind": "refusal", "component": "Loan", "until_guidance": True}]
CONTEXT = "ToolLibrary.Lending"


class Person:
    """Somebody in their checkout, with a key and the simulator behind it."""

    def __init__(self, directory: Path, endpoint: str) -> None:
        self.checkout = make_example(directory).checkout
        self.data = directory / "data"
        self.environment = without_our_settings() | {
            "ANTHROPIC_BASE_URL": endpoint,
            "ANTHROPIC_API_KEY": "a-key-for-the-simulator",
            "DESIGN_DATA_DIR": str(self.data),
            "TEMPORAL_CONFIG_FILE": os.devnull,
        }

    def begin(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Run a command without waiting for its end."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "client.py"), *arguments],
            cwd=self.checkout,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        """Exit code, output and errors of a command."""
        process = self.begin(*arguments, **settings)
        out, err = process.communicate(timeout=100)
        return process.returncode, out, err

    def workers(self) -> list[dict[str, Any]]:
        """What ``worker status`` says of those that run."""
        workers: list[dict[str, Any]] = json.loads(self.run("worker", "status", "--json")[1])[
            "workers"
        ]
        return workers


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps(FAULTS))
    with Processes(tmp_path, without_our_settings() | {"PYTHONPATH": str(ROOT)}) as processes:
        endpoint = processes.start(
            "simulator",
            [sys.executable, "-m", "simulator", "--port", "0", "--faults", str(faults)],
            ready=r"ready at (?P<url>http://\S+)",
        )["url"]
        somebody = Person(tmp_path, endpoint)
        yield somebody
        assert somebody.run("worker", "stop")[0] == 0
    assert not server_is_running(somebody.data)
    assert find_workers(somebody.data) == []


def test_two_starts_at_once_start_one_worker_which_is_shown_and_stopped(person: Person) -> None:
    both = [person.begin("start", CONTEXT), person.begin("start", "ToolLibrary.Catalogue")]
    said = [process.communicate(timeout=100) for process in both]
    shown = person.run("worker", "status")
    (worker,) = person.workers()
    stopped = person.run("worker", "stop")
    again = person.run("worker", "stop")

    assert [process.returncode for process in both] == [0, 0], said
    told = [err for _, err in said if err]
    assert len(told) == 1
    assert told[0].startswith("Started a worker in the background; it ends after 30 minutes")
    assert str(person.data / "worker.log") in told[0]
    assert worker["background"]
    for fact in (worker["address"], worker["ui"], worker["database"], worker["log"]):
        assert fact in shown[1]
    assert f"process {worker['pid']}" in shown[1]
    assert CONTEXT in shown[1]
    assert stopped[0] == again[0] == 0
    assert "1 worker stopped, the embedded Temporal server too" in stopped[1]
    assert again[1].startswith("No worker runs")


def test_a_worker_ends_while_a_session_waits_and_the_decision_starts_the_next(
    person: Person,
) -> None:
    waiting = person.run("start", CONTEXT, "--watch", DESIGN_WORKER_IDLE_TIMEOUT="1")
    until_ended(person.data)
    status = person.run("status")
    retried = person.run("retry", "Loan", "--guidance", "Keep it short.")
    ended = person.run("watch")

    assert waiting[0] == status[0] == 3, waiting
    assert status[2] == ""
    assert retried == (0, "Retrying Loan.\n", retried[2])
    assert retried[2].startswith("Started a worker in the background")
    assert ended[0] == 0, ended


def test_a_worker_without_work_is_replaced_when_the_key_is_another(person: Person) -> None:
    assert person.run("start", CONTEXT, "--watch")[0] == 3
    (first,) = person.workers()
    same = person.run("recheck")
    replaced = person.run("recheck", ANTHROPIC_API_KEY="another-key")
    (second,) = person.workers()
    keyless = person.run("recheck", ANTHROPIC_API_KEY="")
    (third,) = person.workers()

    assert (same[0], same[2]) == (0, "")
    assert "other settings; starting another" in replaced[2]
    assert first["pid"] != second["pid"] == third["pid"]
    assert (keyless[0], keyless[2]) == (0, "")


def test_no_worker_is_started_for_what_cannot_run(person: Person) -> None:
    keyless = person.run("start", CONTEXT, ANTHROPIC_API_KEY="")
    misspelt = person.run("start", "ToolLibrary.Landing")
    nothing = person.run("start", CONTEXT, DESIGN_TEMPORAL_BINARY="/no/such/command")

    assert keyless[0] == misspelt[0] == nothing[0] == 2
    assert "has no key for the model. Set ANTHROPIC_API_KEY" in keyless[2]
    assert "Context component not found" in misspelt[2]
    assert "/no/such/command" in nothing[2]
    assert nothing[2].count("\n") == 1
    assert person.workers() == []


def until_ended(data: Path) -> None:
    deadline = time.monotonic() + 60
    while find_workers(data) or server_is_running(data):
        assert time.monotonic() < deadline
        time.sleep(0.1)
