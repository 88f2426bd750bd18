"""Searching the text files of one commit, within limits of time and size."""

from __future__ import annotations

from pydantic import BaseModel

from design_sessions.context_document.model import LARGEST_SEARCHED
from design_sessions.errors import InputError
from design_sessions.repository.git.command import GitCommand
from design_sessions.unprintable import is_printable

SEARCH_LIMIT = 10.0
"""Seconds, after which a pattern is called too costly."""
LINE_LIMIT = 300
"""Characters of a line that are given back."""
PATTERN_LIMIT = 1_000
"""Characters of a pattern."""
_LONGEST_LINE = 8_192
_GAVE_UP = "_match failed"
"""In git's words where PCRE gave up on a pattern that backtracks too much."""
_NO_PERL_EXPRESSIONS = "Perl-compatible regex"


class Match(BaseModel, frozen=True):
    """One line that matches: path from the root, line from 1, text cut to 300 characters."""

    path: str
    line: int
    text: str


def search(
    git: GitCommand,
    commit: str,
    pattern: str,
    *,
    prefix: str = "",
    max_results: int = 100,
) -> list[Match]:
    """The first ``max_results`` matching lines of regular text files, by path and line.

    Files of more than :data:`LARGEST_SEARCHED` bytes are not searched.

    Args:
        git: the repository.
        commit: where to search.
        pattern: a Perl-compatible regular expression; an invalid one, or one that is too large, is
            searched for literally.
        prefix: a directory or file from the root; empty for all.
        max_results: how many lines at most.

    Raises:
        InputError: the pattern is empty, longer than :data:`PATTERN_LIMIT`, too costly, or invalid
            and not found literally; or the search took longer than :data:`SEARCH_LIMIT`.
    """
    if not pattern or len(pattern) > PATTERN_LIMIT or "\n" in pattern or "\0" in pattern:
        raise InputError(
            f"A search pattern is one line of 1 to {PATTERN_LIMIT} characters.",
            "Give another pattern.",
        )
    dialects = ["--perl-regexp", "--fixed-strings"]
    why_literally = ""
    if max_results < 1:
        return []
    while True:
        dialect = dialects.pop(0)
        matches, refusal = _grep(git, commit, pattern, dialect, prefix, max_results)
        if not refusal and (matches or not why_literally):
            return matches
        if not refusal:
            raise InputError(
                f"The pattern {pattern!r} is no regular expression that can be searched for "
                f"({why_literally}), and no line has it as plain text.",
                "Give another pattern.",
            )
        if _GAVE_UP in refusal:
            raise InputError(
                f"The pattern {pattern!r} takes too many steps on a line of these files.",
                "Use a simpler pattern.",
            )
        if not dialects:
            raise InputError(f"Cannot search for {pattern!r}: {refusal}.", "Give another pattern.")
        if _NO_PERL_EXPRESSIONS in refusal:
            # Builds of git without PCRE exist; the POSIX dialect covers most of what is asked.
            dialects.insert(0, "--extended-regexp")
        else:
            why_literally = refusal


def _grep(
    git: GitCommand,
    commit: str,
    pattern: str,
    dialect: str,
    prefix: str,
    max_results: int,
) -> tuple[list[Match], str]:
    """Matches, and git's words where it refuses the pattern."""
    # git reads a whole file into memory, but calls one above this size binary.
    arguments = ["-c", f"core.bigFileThreshold={LARGEST_SEARCHED}"]
    arguments += ["grep", "-n", "-I", "-z", "--full-name", "--no-recurse-submodules", dialect]
    arguments += ["-e", pattern, commit, "--"]
    arguments += [f":(top,literal){prefix}"] if prefix else []
    matches: list[Match] = []
    with git.stream(*arguments, time_limit=SEARCH_LIMIT) as output:
        for line in output.lines(_LONGEST_LINE):
            match = _parse(line, commit)
            if match is not None:
                matches.append(match)
            if len(matches) >= max_results:
                return matches, ""
        status, words = output.finish()
        if output.out_of_time:
            raise InputError(
                f"The search for {pattern!r} took longer than {SEARCH_LIMIT:g} seconds.",
                "Use a simpler pattern, or a directory to search in.",
            )
    if status > 1:
        return [], words.strip().removeprefix("fatal: ") or "git gave no reason"
    return matches, ""


def _parse(line: bytes, commit: str) -> Match | None:
    name, _, rest = line.partition(b"\0")
    number, _, text = rest.partition(b"\0")
    try:
        whole = name.decode("utf-8")
    except UnicodeDecodeError:
        return None
    path = whole.removeprefix(f"{commit}:")
    if path == whole:
        return None  # The rest of a name with a line end.
    if not number.isdigit() or not is_printable(path):
        return None
    shown = text.decode("utf-8", "replace").rstrip("\r")
    if len(shown) > LINE_LIMIT:
        shown = f"{shown[:LINE_LIMIT]}…"
    return Match(path=path, line=int(number), text=shown)
