"""A command whose reader has seen enough, as in ``client.py status | head -1``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import atexit, os, sys
from command_line.app import main
atexit.register(os.write, 2, b"The interpreter tears itself down.")
main()
"""


def with_closed_reader(*arguments: str, stderr_too: bool = False) -> tuple[int, str]:
    """The exit code and standard error of ``client.py`` with nobody at its standard output."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            stdout=writer,
            stderr=writer if stderr_too else subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            text=True,
            timeout=60,
        )
    finally:
        os.close(writer)
    return ended.returncode, ended.stderr or ""


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("list",), ("status", "--json"), ("watch",)],
)
def test_every_command_ends_quietly_with_141_as_other_programs_do(
    session: UUID, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    environment["DESIGN_ACCOUNT"] = "acme"

    code, said = with_closed_reader(*arguments)

    assert code == 141
    assert [line for line in said.splitlines() if not line.startswith("Note: No Temporal")] == []


def test_nobody_left_to_tell_an_error_to_is_as_quiet() -> None:
    assert with_closed_reader("status", stderr_too=True) == (141, "")


@pytest.mark.parametrize("arguments", [("watch",), ("log", "--follow")])
def test_what_waits_for_more_ends_when_its_reader_goes_although_nothing_happens(
    session: UUID, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    environment["DESIGN_ACCOUNT"] = "acme"
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        try:
            if "watch" in arguments:
                # The last that there is to say of a session that nothing works on.
                next(line for line in watching.stdout if "No Temporal server" in line)
            watching.stdout.close()
            assert watching.wait(timeout=30) == 141
            assert watching.stderr.read() == ""
        finally:
            watching.kill()


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_without_an_output_a_command_does_its_work_all_the_same(redirection: str) -> None:
    command = f'exec "{sys.executable}" client.py list --json {redirection}'

    ended = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=os.environ, capture_output=True, text=True
    )

    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_an_output_that_is_full_is_no_defect() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "client.py", "list", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ,
            text=True,
        )

    assert ended.returncode == 2
    assert ended.stderr.startswith("Error: Cannot write the output: No space left on device.")
