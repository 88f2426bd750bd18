"""The bundled example as a fresh git repository with its own origin."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from design_sessions.context_document.model import ContextDesign
from design_sessions.context_document.reading import read_context
from design_sessions.errors import InputError
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.snapshot import Snapshot

EXAMPLE = Path(__file__).resolve().parent / "examples" / "tool_library"
CONTEXT = "ToolLibrary.Lending"
_AUTHOR = [
    *("-c", "user.name=Context design sessions"),
    *("-c", "user.email=demo@example.invalid"),
    *("-c", "commit.gpgSign=false"),
]


class Example(NamedTuple):
    """A checkout, its bare origin, and the context to design."""

    checkout: Path
    origin: Path
    context: ContextDesign


def make_example(directory: Path) -> Example:
    """Copy the example below ``directory``, commit it and push it to a bare origin beside it.

    Raises:
        InputError: the example is missing.
    """
    if not EXAMPLE.is_dir():
        raise InputError(f"The bundled example {EXAMPLE} is missing.", "Clone the project again.")
    checkout = directory / EXAMPLE.name
    origin = directory / f"{EXAMPLE.name}.git"
    shutil.copytree(EXAMPLE, checkout)
    origin.mkdir()
    git = GitCommand(checkout, remote_url=str(origin))
    for arguments in (
        ("init", "--quiet", "--bare", "--initial-branch=main", str(origin)),
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        (*_AUTHOR, "commit", "--quiet", "--message=Context documents"),
        ("remote", "add", "origin", str(origin)),
        ("push", "--quiet", "origin", "main"),
    ):
        git.run(*arguments, action="make the example's repository")
    head = git.run("rev-parse", "HEAD", action="read the example's commit").text
    snapshot = Snapshot(checkout / ".git", head)
    return Example(checkout, origin, read_context(snapshot, CONTEXT))
