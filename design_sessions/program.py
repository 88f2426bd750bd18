"""What this program is called where it runs, for the commands that it prints.

Installed, it is ``context-design``. In a checkout, ``client.py`` and ``worker.py`` at its top are
the same program, and work without being installed.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

VERSION = "0.1.0"
INSTALLED = "context-design"
_CHECKOUT = Path(__file__).resolve().parents[1]
_IS_INSTALLED = (
    Path(sys.argv[0]).name.startswith(INSTALLED) or not (_CHECKOUT / "client.py").is_file()
)


def _is_called_elsewhere() -> bool:
    """Whether a person has called ``client.py`` by its path, from another directory."""
    if Path(sys.argv[0]).name != "client.py":
        return False
    try:
        return Path.cwd() != _CHECKOUT
    except FileNotFoundError:
        return True


def _words(script: str) -> list[str]:
    """How a script at the top of the checkout is called from here, in words that can be pasted."""
    if _is_called_elsewhere():
        return [sys.executable, str(_CHECKOUT / script)]
    return ["python", script]


def _installed_words() -> list[str]:
    """The command by its name if that is found, else by its path."""
    if Path(sys.argv[0]).name == INSTALLED and shutil.which(INSTALLED) is None:
        return [str(Path(sys.argv[0]).absolute())]
    return [INSTALLED]


def is_installed() -> bool:
    """Whether it runs as the installed command, and not from a checkout."""
    return _IS_INSTALLED


def client_words(*arguments: str) -> list[str]:
    """The words of a command, such as ``client_words("status", "Blog")``."""
    return [*(_installed_words() if _IS_INSTALLED else _words("client.py")), *arguments]


def worker_words(*options: str) -> list[str]:
    """The words of the command that runs a worker."""
    if _IS_INSTALLED:
        return [*_installed_words(), "worker", *options]
    return [*_words("worker.py"), *options]


def client(*arguments: str) -> str:
    """A command, ready to paste."""
    return shlex.join(client_words(*arguments))


def worker(*options: str) -> str:
    """The command that runs a worker, ready to paste."""
    return shlex.join(worker_words(*options))


def as_called_here(words: list[str]) -> list[str]:
    """A command that another process has written, in the words that work here."""
    for other in ([INSTALLED], ["python", "client.py"]):
        if words[: len(other)] == other:
            return client_words(*words[len(other) :])
    return words
