"""Exit codes of every command, and the one place where errors become one line and a code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import TYPE_CHECKING

import click

from command_line.output import say, say_text
from design_sessions.errors import DesignSessionError
from design_sessions.repository.git.processes import kill_all

if TYPE_CHECKING:
    from pydantic import ValidationError

    from design_sessions.status import SessionStatusView

DONE_OR_RUNNING = 0
FAILED = 1
BAD_INPUT = 2
NEEDS_PERSON = 3
INTERRUPTED = 130
READER_GONE = 141
"""What a shell shows for a program that SIGPIPE has ended. Nobody read the whole answer, so none of
the other codes would be true."""

_NOT_OURS_TO_WRITE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR}
)
"""A directory that is read-only, full or not a directory: the user can fix it; not a bug."""


def exit_code_of_session(view: SessionStatusView) -> int:
    """The exit code of a report about this session."""
    if view.status in ("failed", "cancelled"):
        return FAILED
    return NEEDS_PERSON if view.status == "active" and view.attention else DONE_OR_RUNNING


def run_command(
    command: click.Command,
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a command and return its exit code.

    Its settings are read from ``environment``, which becomes the click context's object. Without
    ``environment`` or ``arguments``, the process's own are used.

    A user's mistake, or a missing prerequisite, is reported as one line on standard error. A
    traceback is shown only for a bug, and only when ``DESIGN_DEBUG`` is set. When the reader closes
    the pipe, as ``head`` does, the command ends silently.
    """
    _open_closed_streams()
    try:
        return _run(command, arguments, environment)
    except BrokenPipeError:
        return READER_GONE
    except SystemExit as error:
        # click and rich exit with 1 on a closed pipe; click exits with 0 after shell completion.
        # The exception must stop here: the SDK's threads may panic during interpreter shutdown.
        return error.code if isinstance(error.code, int) and error.code != 1 else READER_GONE


def _open_closed_streams() -> None:
    """Let a command that was started without an output (``>&-``) write to the null device."""
    # Both stay open until the process ends.
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _run(
    command: click.Command, arguments: Sequence[str] | None, environment: Mapping[str, str] | None
) -> int:
    try:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is signal.SIG_DFL:
                    signal.signal(number, _end_with_children)
        result = command.main(
            args=None if arguments is None else list(arguments),
            prog_name=None if arguments is None else command.name,
            standalone_mode=False,
            obj=environment,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        say_text(error.format_message())
        return BAD_INPUT
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else command.name
        return _complain(error.format_message(), f"See {path} --help.", BAD_INPUT)
    except click.ClickException as error:
        return _complain(error.format_message(), "", BAD_INPUT)
    except DesignSessionError as error:
        return _complain(error.message, error.remedy, BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        if error.errno not in _NOT_OURS_TO_WRITE:
            return _unexpected(error)
        if error.filename is None:
            return _complain(
                f"Cannot write the output: {error.strerror}.", "Free some space.", BAD_INPUT
            )
        return _complain(
            f"{error.filename}: {error.strerror}.",
            "Fix its permissions or free some space. To use another data directory, set "
            "--data-dir or DESIGN_DATA_DIR.",
            BAD_INPUT,
        )
    except Exception as error:
        # Loading these takes longer than the help of a command may take.
        from pydantic import ValidationError
        from temporalio.service import RPCError

        if isinstance(error, ValidationError):
            return _complain(_invalid_setting(error), "Fix it and try again.", BAD_INPUT)
        if isinstance(error, RPCError):
            return _complain(f"The Temporal server refused: {error.message}.", "", BAD_INPUT)
        return _unexpected(error)
    return result if isinstance(result, int) else DONE_OR_RUNNING


def _end_with_children(number: int, frame: FrameType | None) -> None:
    """End by this signal; git's processes, which have sessions of their own, end too."""
    kill_all()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _unexpected(error: Exception) -> int:
    if os.environ.get("DESIGN_DEBUG"):
        traceback.print_exc()
    return _complain(
        f"Unexpected {type(error).__name__}: {error}.",
        "Please report it. DESIGN_DEBUG=1 shows where it happened.",
        FAILED,
    )


def complain(error: DesignSessionError) -> None:
    """Print one line on standard error that says what is wrong, and continue."""
    _complain(error.message, error.remedy, BAD_INPUT)


def _complain(message: str, remedy: str, code: int) -> int:
    line = " ".join(f"Error: {message} {remedy}".split())
    say(line, err=True)
    return code


def _invalid_setting(error: ValidationError) -> str:
    parts = [
        f"{'.'.join(str(part) for part in item['loc']) or error.title}: "
        f"{item['msg'].removeprefix('Value error, ')}"
        for item in error.errors()[:3]
    ]
    return f"{'; '.join(parts)}."
