"""The agent's three read-only tools over one commit.

They never raise for a wrong call of the model: the result says what is wrong.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from design_sessions.agent.tool_inputs import read_input
from design_sessions.context_document.model import LARGEST_FILE, LARGEST_SEARCHED, FileReader
from design_sessions.errors import DesignSessionError, RepositoryUnavailableError

READ_FILE = "read_file"
LIST_FILES = "list_files"
SEARCH = "search"

MAX_CHARACTERS = 60_000
"""The most of a file that one result holds."""
MAX_ENTRIES = 400
MAX_MATCHES = 100
_MAX_MATCH_LINE = 300
_MAX_PATTERN = 500


class Match(Protocol):
    """One line found by a search."""

    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def text(self) -> str: ...


class RepositorySnapshot(FileReader, Protocol):
    """The files of a repository at one commit, which can be searched too."""

    def search(
        self, pattern: str, path_prefix: str = "", max_results: int = MAX_MATCHES
    ) -> Sequence[Match]: ...


class ToolAnswer(BaseModel):
    """What a tool call is answered with."""

    text: str
    is_error: bool = False


class ReadFile(BaseModel):
    """The input of ``read_file``."""

    model_config = ConfigDict(strict=True)
    path: str = Field(description="Path from the root of the repository.")
    start_line: int | None = Field(default=None, ge=1, description="First line; default 1.")
    end_line: int | None = Field(default=None, ge=1, description="Last line; default the end.")


class ListFiles(BaseModel):
    """The input of ``list_files``."""

    model_config = ConfigDict(strict=True)
    path: str | None = Field(default=None, description="A folder; default the whole tree.")


class Search(BaseModel):
    """The input of ``search``."""

    model_config = ConfigDict(strict=True)
    pattern: str = Field(
        min_length=1,
        max_length=_MAX_PATTERN,
        description=f"A regular expression, at most {_MAX_PATTERN} characters. What is not one is "
        "searched for as it stands.",
    )
    path: str | None = Field(default=None, description="A folder or file to search in.")


class _RefusedError(Exception):
    """A call that cannot be executed, in words for the model."""


def run_read_tool(snapshot: RepositorySnapshot, name: str, arguments: object) -> ToolAnswer:
    """Execute one call of a read-only tool.

    Deterministic for a snapshot: the result is computed again after a crash.

    Raises:
        RepositoryUnavailableError: the repository did not answer; the model gets no result.
    """
    problem = read_call_problem(name, arguments)
    if problem is not None:
        return ToolAnswer(text=problem, is_error=True)
    model, run = _READ_TOOLS[name]
    try:
        return ToolAnswer(text=run(snapshot, read_input(model, arguments)))
    except _RefusedError as error:
        return ToolAnswer(text=str(error), is_error=True)
    except RepositoryUnavailableError:
        raise
    except DesignSessionError as error:
        return ToolAnswer(text=str(error), is_error=True)


def read_call_problem(name: str, arguments: object) -> str | None:
    """Why a call is none of a read-only tool, in words for the model; None when it is one."""
    if name not in _READ_TOOLS:
        return f"There is no tool named {name!r}."
    try:
        read_input(_READ_TOOLS[name][0], arguments)
    except ValidationError as error:
        return f"Wrong input: {describe_problems(error)}"
    return None


def describe_problems(error: ValidationError) -> str:
    """The places and reasons of a validation error on one line."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'input'}: {problem['msg']}"
        for problem in error.errors()[:10]
    )


def _read_file(snapshot: RepositorySnapshot, call: ReadFile) -> str:
    path = _inside(call.path)
    content = snapshot.read_bytes(path)
    if content is None:
        raise _RefusedError(
            f"There is no file {path!r} at this commit. Use list_files to see the files."
        )
    if b"\0" in content:
        raise _RefusedError(f"{path!r} is not a text file.")
    lines = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    total = len(lines)
    if total == 0:
        return f"File: {path} (lines 0-0 of 0)\n"
    is_cut = len(content) >= LARGEST_FILE
    of_total = f"the first {total}, what follows cannot be read" if is_cut else f"{total}"
    first = call.start_line or 1
    last = min(call.end_line or total, total)
    if first > total or last < first:
        raise _RefusedError(
            f"{path!r} has {total} lines; lines {first} to {last} are out of range."
            if not is_cut
            else f"Only the first {total} lines of {path!r} can be read."
        )
    shown: list[str] = []
    size = 0
    for line in lines[first - 1 : last]:
        text = _cut(line, MAX_CHARACTERS)
        if shown and size + len(text) > MAX_CHARACTERS:
            break
        shown.append(text)
        size += len(text) + 1
    reached = first + len(shown) - 1
    body = "\n".join([f"File: {path} (lines {first}-{reached} of {of_total})", *shown])
    if reached < total:
        body += (
            f"\n[Lines {reached + 1} to {total} are not shown. Continue with "
            f"start_line={reached + 1}.]"
        )
    elif is_cut:
        body += (
            f"\n[The file has more than {LARGEST_FILE} bytes. What follows cannot be read; search "
            f"finds single lines in it, unless it has more than {LARGEST_SEARCHED} bytes.]"
        )
    return body


def _list_files(snapshot: RepositorySnapshot, call: ListFiles) -> str:
    prefix = _inside(call.path) if call.path not in (None, "", ".", "/", "./") else ""
    files = [
        path
        for path in snapshot.list_files(prefix)
        if not prefix or path == prefix or path.startswith(f"{prefix}/")
    ]
    if not files:
        raise _RefusedError(f"There are no files under {prefix!r} at this commit.")
    head = "\n".join(files[:MAX_ENTRIES])
    if len(files) <= MAX_ENTRIES:
        return head
    return (
        f"{head}\n[{MAX_ENTRIES} of {len(files)} files are shown. List a subfolder to see the "
        "others.]"
    )


def _search(snapshot: RepositorySnapshot, call: Search) -> str:
    prefix = _inside(call.path) if call.path not in (None, "", ".", "/", "./") else ""
    found = snapshot.search(call.pattern, prefix, MAX_MATCHES + 1)
    if not found:
        return "No matches."
    lines = [
        f"{match.path}:{match.line}: {_cut(match.text, _MAX_MATCH_LINE)}"
        for match in found[:MAX_MATCHES]
    ]
    if len(found) > MAX_MATCHES:
        lines.append(
            f"[The first {MAX_MATCHES} matches are shown; there are more. Narrow the pattern or "
            "the path.]"
        )
    return "\n".join(lines)


_READ_TOOLS: dict[str, tuple[type[BaseModel], Callable[[RepositorySnapshot, Any], str]]] = {
    READ_FILE: (ReadFile, _read_file),
    LIST_FILES: (ListFiles, _list_files),
    SEARCH: (Search, _search),
}


def _cut(line: str, limit: int) -> str:
    if len(line) <= limit:
        return line
    return f"{line[:limit]} [{len(line) - limit} more characters of this line are left out]"


def _inside(path: str | None) -> str:
    """``path`` relative to the root of the repository."""
    normal = posixpath.normpath((path or "").strip().lstrip("/"))
    if normal == ".." or normal.startswith("../") or "\0" in normal:
        raise _RefusedError(f"{path!r} is outside the repository and cannot be read.")
    if normal == ".":
        raise _RefusedError("Name a file by its path from the root of the repository.")
    return normal
