"""The shapes of what functions return, as coarse as callers match on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from design_sessions.contradictions.reading.elixir_source import split_top, top_position

Shape = Literal["{:ok, _}", ":ok", "list", "{:error, _}", "bare"]

_MOST_ALIASES = 5
_ANYTHING: frozenset[Shape] = frozenset({"{:ok, _}", ":ok", "list", "{:error, _}", "bare"})
_LABEL = re.compile(r"[a-z_]\w*\s*::\s*")
_LOCAL = re.compile(r"(?P<name>[a-z_]\w*)(?:\(.*\))?", re.DOTALL)
_REMOTE = re.compile(r"[A-Z][\w.]*\.(?P<name>[a-z_]\w*)(?:\(.*\))?", re.DOTALL)
_SCALARS = frozenset(
    {
        *("binary", "bitstring", "boolean", "byte", "float", "fun", "function", "integer", "map"),
        *("mfa", "module", "neg_integer", "node", "non_neg_integer", "number", "pid", "port"),
        *("pos_integer", "reference", "struct", "t", "timeout"),
    }
)
_LISTS = frozenset({"list", "nonempty_list"})
_LIST_OR_BARE = frozenset({"charlist", "iodata", "iolist", "keyword"})
_NOTHING = frozenset({"no_return", "none", "nil"})


@dataclass(frozen=True)
class Returns:
    """The alternatives of a spec, each with the shapes that it may have."""

    text: str
    alternatives: tuple[frozenset[Shape], ...]

    @property
    def may_be(self) -> frozenset[Shape]:
        """Every shape that one of the alternatives may have."""
        return frozenset().union(*self.alternatives)

    @property
    def surely(self) -> frozenset[Shape]:
        """The shapes of the alternatives that have only one."""
        return frozenset(shape for each in self.alternatives if len(each) == 1 for shape in each)


def read_returns(text: str, aliases: Mapping[str, str]) -> Returns:
    """What stands behind ``::`` in a spec.

    Args:
        text: such as ``{:ok, t()} | {:error, term()}``; a ``when`` may follow.
        aliases: the document's own types by name.
    """
    guard = top_position(text, " when ")
    text = " ".join((text[:guard] if guard >= 0 else text).split())
    return Returns(text, tuple(_alternatives(text, aliases, 0)))


def _alternatives(text: str, aliases: Mapping[str, str], depth: int) -> list[frozenset[Shape]]:
    found: list[frozenset[Shape]] = []
    for part in split_top(text, "|"):
        part = _LABEL.sub("", part, count=1) if _LABEL.match(part) else part
        if part.startswith("(") and part.endswith(")"):
            part = part[1:-1].strip()
            found += _alternatives(part, aliases, depth + 1) if depth < _MOST_ALIASES else []
            continue
        local = _LOCAL.fullmatch(part)
        alias = aliases.get(local["name"]) if local is not None else None
        if alias is not None and depth < _MOST_ALIASES:
            found += _alternatives(alias, aliases, depth + 1)
        elif (shapes := _shapes(part)) is not None:
            found.append(shapes)
    return found


def _shapes(part: str) -> frozenset[Shape] | None:
    """The shapes of one alternative; None for one that is no value of its own."""
    if part.startswith(("{:ok,", "{:ok ,")):
        return frozenset({"{:ok, _}"})
    if part == ":error" or part.startswith("{:error"):
        return frozenset({"{:error, _}"})
    if part == ":ok":
        return frozenset({":ok"})
    if part.startswith("["):
        return frozenset({"list"})
    if part.startswith(("%", ":", "{", "<<")) or part in ("true", "false") or part[:1].isdigit():
        return frozenset({"bare"})
    local, remote = _LOCAL.fullmatch(part), _REMOTE.fullmatch(part)
    name = local["name"] if local is not None else remote["name"] if remote is not None else ""
    if local is not None and name in _NOTHING:
        return None
    if local is not None and name == "atom":
        return frozenset({"bare", ":ok", "{:error, _}"})
    if local is not None and name in _LISTS:
        return frozenset({"list"})
    if (local is not None and name in _LIST_OR_BARE) or part.startswith(("Keyword.", "Enum")):
        return frozenset({"list", "bare"})
    if name == "t" or (local is not None and name in _SCALARS):
        return frozenset({"bare"})
    return _ANYTHING
