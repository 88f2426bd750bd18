"""``python -m simulator`` as a process."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its ready line."""
    command = [sys.executable, "-m", "simulator", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield running, running.stdout.readline()
        finally:
            running.kill()


def test_it_says_where_it_is_ready_and_stops_on_a_signal(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "answers.jsonl"
    with process("--port", "0", "--log", str(log)) as (running, line):
        address = line.split()[-1]
        assert "ready" in line
        assert httpx2.get(address).status_code == 200
        running.send_signal(signal.SIGTERM)
        running.wait(5)
    assert log.read_text() == ""


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "simulator", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert ended.returncode == 2
    assert "Choose another --port" in ended.stderr


@pytest.mark.parametrize("content", ["[", '[{"kind": "gremlin"}]'])
def test_a_wrong_faults_file_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "faults.json"
    path.write_text(content)
    command = [sys.executable, "-m", "simulator", "--port", "0", "--faults", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
