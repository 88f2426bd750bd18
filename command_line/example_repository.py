"""The bundled example as a fresh git repository with its own origin."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import git

from design_sessions.context_document.model import ContextDesign
from design_sessions.context_document.reading import read_context
from design_sessions.errors import InputError
from design_sessions.repository.reading.snapshot import Snapshot

EXAMPLE = Path(__file__).resolve().parent / "examples" / "tool_library"
CONTEXT = "ToolLibrary.Lending"
_AUTHOR = git.Actor("Context design sessions", "demo@example.invalid")


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
    git.Repo.init(origin, bare=True, initial_branch="main")
    repository = git.Repo.init(checkout, initial_branch="main")
    repository.git.add(all=True)
    commit = repository.index.commit("Context documents", author=_AUTHOR, committer=_AUTHOR)
    repository.create_remote("origin", str(origin)).push("main").raise_if_error()
    snapshot = Snapshot(Path(repository.common_dir), commit.hexsha)
    return Example(checkout, origin, read_context(snapshot, CONTEXT))
