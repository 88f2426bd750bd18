"""Exit codes of every command, and the one place where errors become one line and a code."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import TYPE_CHECKING

import click

from command_line.complaints import Complaint, complaint_of
from command_line.output import replace_what_cannot_be_encoded, say, say_text
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.repository.git.processes import kill_all

if TYPE_CHECKING:
    from design_sessions.status import SessionStatusView

DONE_OR_RUNNING = 0
FAILED = 1
BAD_INPUT = 2
NEEDS_PERSON = 3
INTERRUPTED = 130
READER_GONE = 141
"""What a shell shows for a program that SIGPIPE has ended. Nobody read the whole answer, so none of
the other codes would be true."""


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
    replace_what_cannot_be_encoded()
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
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.UsageError as error:
        # One that a shared check raises does not know its command.
        error.ctx = error.ctx or click.Context(command, info_name=command.name)
        return _complain(complaint_of(error))
    except Exception as error:
        complaint = complaint_of(error)
        if complaint.is_bug and os.environ.get("DESIGN_DEBUG"):
            traceback.print_exc()
        return _complain(complaint)
    return result if isinstance(result, int) else DONE_OR_RUNNING


def _end_with_children(number: int, frame: FrameType | None) -> None:
    """End by this signal; git's processes, which have sessions of their own, end too."""
    kill_all()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def complain(error: DesignSessionError) -> None:
    """Print one line on standard error that says what is wrong, and continue."""
    _complain(complaint_of(error))


def _complain(complaint: Complaint) -> int:
    say(f"Error: {complaint.line}", err=True)
    return FAILED if complaint.is_bug else BAD_INPUT


class AnswerPrinter:
    """Prints what a session says to each request as it comes: an answer, or why it is refused."""

    def __init__(self) -> None:
        self.code = DONE_OR_RUNNING
        """The exit code: bad input if anything was refused."""

    def __call__(self, answer: str | InputError) -> None:
        """Print one of them."""
        if isinstance(answer, str):
            say(answer)
        else:
            complain(answer)
            self.code = BAD_INPUT
