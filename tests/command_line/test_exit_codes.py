from __future__ import annotations

from uuid import UUID

import click
import pytest

from command_line.exit_codes import exit_code_of_session, run_command
from command_line.options import Invocation, common_options
from design_sessions.errors import CredentialsError, InputError
from design_sessions.status import Attention
from tests.support.stores import view_of


def command_that(error: BaseException) -> click.Command:
    @click.command("fails")
    def fails() -> None:
        raise error

    return fails


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (InputError("No repository.\nReally.", "Give one."), 2, "No repository. Really. Give one."),
        (CredentialsError("No key.", "Set it."), 2, "No key. Set it."),
        (click.UsageError("No such option: --x"), 2, "No such option: --x See fails --help."),
        (
            PermissionError(13, "Permission denied", "/data/x.lock"),
            2,
            "/data/x.lock: Permission denied. Fix its permissions",
        ),
        (FileNotFoundError(2, "No such file", "/x"), 1, "Unexpected FileNotFoundError: "),
        (ZeroDivisionError("oops"), 1, "Unexpected ZeroDivisionError: oops."),
    ],
)
def test_every_error_is_one_line_and_a_code(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(command_that(error), []) == code

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"Error: {line}")
    assert captured.err.count("\n") == 1


def test_a_setting_that_cannot_be_read_is_bad_input(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command("reads")
    @common_options()
    def reads(invocation: Invocation) -> None:
        """Read the settings, as every command does."""

    assert run_command(reads, [], {"DESIGN_MODEL_CONCURRENCY": "many"}) == 2
    assert "DESIGN_MODEL_CONCURRENCY" in capsys.readouterr().err


def test_ctrl_c_is_130() -> None:
    assert run_command(command_that(KeyboardInterrupt()), []) == 130


@pytest.mark.parametrize(
    ("status", "attention", "code"),
    [
        ("active", False, 0),
        ("active", True, 3),
        ("complete", False, 0),
        ("failed", True, 1),
        ("cancelled", False, 1),
    ],
)
def test_the_exit_code_follows_the_session(status: str, attention: bool, code: int) -> None:
    needs = Attention(step="Finalize", kind="pull_request", reason="403", since="2026-01-01")
    view = view_of(UUID(int=1)).model_copy(
        update={"status": status, "attention": needs if attention else None}
    )

    assert exit_code_of_session(view) == code
