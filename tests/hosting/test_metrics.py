"""Where a worker serves metrics, and that it says why it cannot."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting import metrics
from hosting.metrics import open_metrics
from hosting.ports import free_port
from tests.support.environment import without_our_settings
from tests.support.processes import ROOT


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("9464", "127.0.0.1:9464"),
        (":9464", "127.0.0.1:9464"),
        ("127.0.0.1:9464", "127.0.0.1:9464"),
        ("localhost:9464", "127.0.0.1:9464"),
        ("0.0.0.0:9464", "0.0.0.0:9464"),
        ("[::1]:9464", "[::1]:9464"),
    ],
)
def test_it_is_loopback_unless_another_host_is_written(written: str, address: str) -> None:
    assert metrics._address(written) == address


@pytest.mark.parametrize("written", ["x", "127.0.0.1", "127.0.0.1:0", "1:70000", "h:1 2", "²"])
def test_what_is_no_address_is_said(written: str) -> None:
    with pytest.raises(InputError, match="DESIGN_METRICS_ADDRESS"):
        open_metrics(Settings(environment={"DESIGN_METRICS_ADDRESS": written}))


@pytest.mark.parametrize("written", ["", "  "])
def test_it_is_closed_unless_set(written: str) -> None:
    assert open_metrics(Settings(environment={"DESIGN_METRICS_ADDRESS": written})) is None


@pytest.mark.slow
def test_a_taken_address_ends_the_worker_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = subprocess.run(
            [sys.executable, str(ROOT / "worker.py"), "--dev", "--data-dir", str(tmp_path / "d")],
            env=without_our_settings()
            | {"DESIGN_METRICS_ADDRESS": address, "TEMPORAL_CONFIG_FILE": os.devnull},
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert ended.returncode == 2
    assert ended.stdout == ""
    (said,) = ended.stderr.splitlines()
    assert f"DESIGN_METRICS_ADDRESS cannot be used: {address}: Address already in use" in said
    assert not (tmp_path / "d").exists()


_SERVE = """
import sys
from design_sessions.settings import Settings
from hosting.metrics import open_metrics
from hosting.temporal_runtime import prepare_runtime
metrics = open_metrics(Settings(environment={"DESIGN_METRICS_ADDRESS": sys.argv[1]}))
assert prepare_runtime() is prepare_runtime()
for number in range(200):
    metrics.count_turn(f"model-{number}", "submitted")
print("serving", file=sys.stderr, flush=True)
sys.stdin.read()
"""


def test_a_model_that_is_one_too_many_gets_no_label_of_its_own() -> None:
    port = free_port()
    serving = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)],
        cwd=ROOT,
        env=without_our_settings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with serving:
        assert serving.stderr is not None
        assert serving.stdin is not None
        assert serving.stderr.readline() == b"serving\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            page = answer.read().decode()
        serving.stdin.close()

    lines = [line for line in page.splitlines() if line.startswith("design_turns_total{")]
    assert len(lines) == 51
    assert 'design_turns_total{model="other",outcome="submitted"} 150' in lines
