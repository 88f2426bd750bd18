"""Commands against a worker, its embedded server and the simulator, all as real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from command_line.example_repository import Example, make_example
from command_line.processes import Processes
from hosting.endpoints import read_endpoints, server_is_running
from hosting.ports import free_port
from tests.support.environment import without_our_settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FAULTS = [
    {"kind": "refusal", "component": "Loan", "until_guidance": True},
    {"kind": "never_valid", "component": "OverdueReport"},
]


class Ended(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float


class Stage:
    """A data directory with a worker, and a client that uses it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.example: Example = make_example(directory)
        self.environment = without_our_settings() | {
            "DESIGN_DATA_DIR": str(self.data),
            "DESIGN_USER": "ada@example.com",
            "TEMPORAL_CONFIG_FILE": os.devnull,
            "PYTHONPATH": str(ROOT),
        }
        self.processes = Processes(directory, self.environment)

    def start(self) -> None:
        faults = self.directory / "faults.json"
        faults.write_text(json.dumps(FAULTS))
        endpoint = self.processes.start(
            "simulator",
            [sys.executable, "-m", "simulator", "--port", "0", "--faults", str(faults)],
            ready=r"ready at (?P<url>http://\S+)",
        )["url"]
        self.processes.environment |= {
            "ANTHROPIC_BASE_URL": endpoint,
            "ANTHROPIC_API_KEY": "a-key",
        }
        port = free_port()
        ui_port = free_port(taken={port})
        self.start_worker("--temporal-port", str(port), "--ui-port", str(ui_port))

    def start_worker(self, *options: str) -> dict[str, Any]:
        """Start a worker; what its ready line says."""
        command = [sys.executable, str(ROOT / "worker.py"), "--dev", *options]
        line = self.processes.start("worker", command, ready=r"\{.*worker ready.*\}")[0]
        self.worker: dict[str, Any] = json.loads(line)
        return self.worker

    def kill_worker(self) -> None:
        """End the worker with SIGKILL; its server lives on."""
        os.kill(self.worker["pid"], signal.SIGKILL)

    def client(self, *arguments: str) -> Ended:
        begun = time.monotonic()
        ended = subprocess.run(
            [sys.executable, str(ROOT / "client.py"), *arguments],
            capture_output=True,
            text=True,
            timeout=100,
            env=self.environment,
            cwd=self.directory,
        )
        seconds = time.monotonic() - begun
        return Ended(ended.returncode, ended.stdout, ended.stderr, seconds)

    def start_session(self, *options: str) -> Ended:
        return self.client(
            *("start", "--repo", str(self.example.checkout), "--context", "ToolLibrary.Lending"),
            *options,
        )


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("stage"))
    with made.processes:
        made.start()
        yield made
    assert not server_is_running(made.data)


def test_a_session_is_started_watched_decided_on_and_completed(stage: Stage) -> None:
    waiting = stage.start_session("--watch")
    assert waiting.code == 3, waiting.err
    assert "needs a person" in waiting.out
    assert "docs/design/tool_library/lending/loan.md" in waiting.out

    again = stage.start_session("--json", "--branch", "other", "--max-cost", "3", "--base", "main")
    assert again.code == 0
    assert again.err.endswith("ignored: --branch, --max-cost.\n")
    session = json.loads(again.out)
    assert session["already_running"] is True
    assert {f["component"] for f in session["attention"]["failed"]} == {"Loan", "OverdueReport"}

    status = stage.client("status")
    assert status.code == 3
    for command in ("retry", "accept", "skip", "recheck", "log"):
        assert f"client.py {command} ToolLibrary.Lending" in status.out
    assert "refus" in stage.client("log", "Loan").out
    assert "^" in stage.client("show", "OverdueReport", "--draft").out

    unknown = stage.client("retry", "Lona")
    assert (unknown.code, unknown.err.count("\n")) == (2, 1)
    assert "Loan" in unknown.err
    pointless = stage.client("skip", "Reservation", "--reason", "late")
    assert pointless.code == 2
    assert "OverdueReport" in pointless.err

    assert stage.client("retry", "Loan", "--guidance", "Keep it short.").code == 0
    several = ("Reservation", "OverdueReport")
    misspelt = stage.client("skip", session["id"], *several, "Nobody", "--reason", "later")
    assert (misspelt.code, misspelt.out) == (2, "")
    assert "No component 'Nobody'" in misspelt.err
    skipped = stage.client("skip", session["id"], *several, "--reason", "later")
    assert skipped.code == 2
    assert skipped.out == "Skipped OverdueReport.\n"
    assert "Reservation" in skipped.err
    assert skipped.err.count("\n") == 1
    ended = stage.client("watch", "--json")

    view = json.loads(ended.out.splitlines()[-1])
    assert ended.code == 0, view
    states = {component["name"]: component["state"] for component in view["components"]}
    assert (states["Loan"], states["OverdueReport"]) == ("complete", "skipped")
    assert "# ToolLibrary.Lending.Loan" in stage.client("show", "Loan").out
    assert "# Design Review" in stage.client("show", "review").out
    late = stage.client("retry", session["id"], "Loan")
    assert late.code == 2
    assert "not running" in late.err


def test_a_cancelled_session_ends_as_cancelled(stage: Stage) -> None:
    assert stage.start_session("--project", "other", "--branch", "other").code == 0

    assert stage.client("cancel", "--project", "other").code == 0

    ended = stage.client("status", "--project", "other", "--json")
    view = json.loads(ended.out)
    assert (ended.code, view["status"]) == (1, "cancelled")
    assert not {c["state"] for c in view["components"]} & {"running"}


def test_the_context_of_another_repository_needs_a_project_of_its_own(
    stage: Stage, tmp_path: Path
) -> None:
    assert stage.start_session("--project", "shared", "--branch", "shared").code == 0
    other = make_example(tmp_path)

    refused = stage.client(
        *("start", "--repo", str(other.checkout), "--context", "ToolLibrary.Lending"),
        *("--project", "shared"),
    )

    assert refused.code == 2
    assert "--project" in refused.err
    assert stage.client("cancel", "--project", "shared").code == 0


def test_bad_input_starts_nothing(stage: Stage) -> None:
    missing = stage.client("start", "--repo", str(stage.example.checkout), "--context", "No.Such")
    nowhere = stage.client("start", "--repo", "/no/such/place", "--context", "X.Y")

    assert (missing.code, nowhere.code) == (2, 2)
    assert "Context component not found" in missing.err
    assert "Traceback" not in missing.err + nowhere.err
    assert "No.Such" not in stage.client("list").out


def test_a_killed_worker_leaves_its_server_and_its_sessions_to_the_next_and_costs_nothing(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    with stage.processes:
        stage.start()
        server = read_endpoints(stage.data)
        assert stage.start_session("--watch").code == 3
        before = json.loads(stage.client("status", "--json").out)
        stage.kill_worker()

        cancelled = stage.client("cancel")
        after = json.loads(stage.client("status", "--json").out)

        assert server is not None
        assert server == read_endpoints(stage.data)
        stopped = stage.client("worker", "stop")
    assert not server_is_running(stage.data)
    assert cancelled.code == 0, cancelled.err
    assert "Started a worker in the background" in cancelled.err
    assert stopped.code == 0
    assert "1 worker stopped, the embedded Temporal server too" in stopped.out
    assert after["status"] == "cancelled"
    assert after["usage"] == before["usage"]
