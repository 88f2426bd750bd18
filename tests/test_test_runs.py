"""A run of the tests ends, and as failed, whatever one of them does to its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
HARMLESS = "def test_one(): pass\ndef test_two(): pass\n"
CRASHES = """
import os, signal
def test_before(): pass
def test_crashes(): os.kill(os.getpid(), signal.SIGSEGV)
def test_after(): pass
"""
# PyDLL keeps the interpreter's lock.
HANGS = """
import ctypes, signal
def test_hangs_in_native_code():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    ctypes.PyDLL(None).sleep(600)
"""
HANGS_WHEN_IMPORTED = "import ctypes\nctypes.PyDLL(None).sleep(600)\n"
LIMITED = """
from tests.support.run_limit import end_process_after
def pytest_configure(config): end_process_after(8, config)
"""


@pytest.mark.parametrize(
    ("test", "seen"),
    [
        (CRASHES, "crashed while running 'test_3.py::test_crashes'"),
        (HANGS, "crashed while running 'test_3.py::test_hangs_in_native_code'"),
    ],
    ids=["crash", "native hang"],
)
def test_a_lost_process_fails_the_run_and_nothing_waits_for_it(
    tmp_path: Path, test: str, seen: str
) -> None:
    for number in range(6):
        (tmp_path / f"test_{number}.py").write_text(test if number == 3 else HARMLESS)

    ended = _run(tmp_path, "-o", "timeout=2", "-o", "faulthandler_timeout=4")

    assert ended.returncode == 1
    assert seen in ended.stdout


def test_a_run_that_hangs_outside_of_any_test_ends(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(LIMITED)
    (tmp_path / "test_0.py").write_text(HARMLESS)
    (tmp_path / "test_1.py").write_text(HANGS_WHEN_IMPORTED)

    ended = _run(tmp_path)

    assert ended.returncode == 1
    assert "Timeout (0:00:08)!" in ended.stderr
    assert "test_1.py" in ended.stderr


def _run(directory: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """As ``make test`` runs the tests, but for the number of processes."""
    project = ("-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider")
    distribution = ("--numprocesses", "2", "--dist", "loadfile")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *project, *distribution, *options, str(directory)],
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=100,
    )
