from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.support.environment import without_our_settings

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 150.0


@pytest.mark.slow
def test_on_a_terminal_it_steers_and_stays_until_enter(tmp_path: Path) -> None:
    environment = without_our_settings() | {"DESIGN_DATA_DIR": str(tmp_path), "COLUMNS": "100"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "client.py"), "demo"],
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as demo:
        os.close(theirs)
        said = until("Enter stops the demo", ours)
        looked = subprocess.run(
            [sys.executable, str(ROOT / "client.py"), "worker", "status", "--demo"],
            env=environment,
            capture_output=True,
            text=True,
        )
        os.write(ours, b"\n")
        code = demo.wait(PATIENCE)
    os.close(ours)

    assert code == 0
    assert "OverdueReport has failed. The demo now decides as you would:" in said
    assert "Needs a person" in said
    end = said.rpartition("The session is complete.")[2].splitlines()
    assert len(end) <= 11
    assert "running in the foreground" in looked.stdout


def until(text: str, terminal: int) -> str:
    said, deadline = "", time.monotonic() + PATIENCE
    while text not in said:
        assert time.monotonic() < deadline, said
        said += os.read(terminal, 65_536).decode(errors="replace")
    return said


def test_before_the_first_demo_nothing_can_be_looked_at(client: Command) -> None:
    ended = client("status", "--demo")

    assert ended.code == 2
    assert "No demo has run here. Run one: python client.py demo" in ended.err
