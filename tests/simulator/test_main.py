"""``python -m simulator`` as a process."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import anthropic
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


def test_an_option_replaces_one_limit_of_the_faults_file(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text("[limits]\nrequests_per_minute = 7\noutput_tokens_per_minute = 9000\n")
    arguments = ("--port", "0", "--faults", str(path), "--requests-per-minute", "1")
    with process(*arguments) as (_, line):
        address = line.split()[-1]
        client = anthropic.Anthropic(api_key="key", base_url=address, max_retries=0)
        ask = partial(
            client.messages.with_raw_response.create,
            model="claude-opus-5",
            max_tokens=9,
            messages=[{"role": "user", "content": "Hello"}],
        )
        answer = ask()
        assert answer.headers["anthropic-ratelimit-requests-limit"] == "1"
        assert answer.headers["anthropic-ratelimit-output-tokens-limit"] == "9000"
        with pytest.raises(anthropic.RateLimitError):
            ask()
        client.close()
        counts = httpx2.get(f"{address}/simulator").json()["rate_limits"]
    assert counts == {"accepted": 1, "refused": 1, "sent_during_retry_after": 0}
