"""As much of GraphQL as a query of ours needs: the fields that it asks for, no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(r'"[^"]*"|\$?\w+|[{}()\[\]:,!]')


class QueryRefusedError(Exception):
    """The query asks for what there is not."""


@dataclass(frozen=True)
class Selected:
    """One field of a selection."""

    name: str
    alias: str
    arguments: dict[str, Any] = field(default_factory=dict)
    selection: list[Selected] = field(default_factory=list)


def selection_of(query: str, variables: Mapping[str, Any]) -> list[Selected]:
    """The outermost fields of a query or mutation."""
    tokens = iter(_TOKEN.findall(query))
    for token in tokens:
        if token == "{":
            return _selection(_Tokens(list(tokens)), variables)
    raise QueryRefusedError("A query attribute must be specified and must be a string.")


def answered(selection: Sequence[Selected], known: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for of an object, whose fields are values or functions of their arguments."""
    return {each.alias: _value(each, known) for each in selection}


def connection(items: Sequence[Any], most: int = 100) -> Callable[..., dict[str, Any]]:
    """A list that is read by pages; a page without a length, or with a longer one, is refused."""

    def page(first: int = 0, last: int = 0, after: str | None = None) -> dict[str, Any]:
        if not 1 <= (first or last) <= most:
            raise QueryRefusedError(f"`first` or `last` has to be from 1 to {most}.")
        start = int(after or 0) if first else max(0, len(items) - last)
        shown = items[start : start + first] if first else items[start:]
        end = start + len(shown)
        return {
            "totalCount": len(items),
            "pageInfo": {"hasNextPage": end < len(items), "endCursor": str(end)},
            "nodes": list(shown),
        }

    return page


def _value(asked: Selected, known: Mapping[str, Any]) -> Any:
    if asked.name not in known:
        raise QueryRefusedError(f"Field '{asked.name}' doesn't exist")
    value = known[asked.name]
    if callable(value):
        value = value(**asked.arguments)
    if isinstance(value, list):
        return [answered(asked.selection, each) for each in value]
    return answered(asked.selection, value) if isinstance(value, dict) else value


class _Tokens:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> str:
        return self._tokens[self._next]

    def take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1]

    def until(self, end: str) -> Iterator[str]:
        while (token := self.take()) != end:
            yield token


def _selection(tokens: _Tokens, variables: Mapping[str, Any]) -> list[Selected]:
    found: list[Selected] = []
    while tokens.peek() != "}":
        alias = name = tokens.take()
        if tokens.peek() == ":":
            tokens.take()
            name = tokens.take()
        arguments: dict[str, Any] = {}
        if tokens.peek() == "(":
            tokens.take()
            given = [token for token in tokens.until(")") if token not in {":", ","}]
            arguments = {
                key: variables.get(value[1:]) if value.startswith("$") else int(value)
                for key, value in zip(given[::2], given[1::2], strict=True)
            }
        inner: list[Selected] = []
        if tokens.peek() == "{":
            tokens.take()
            inner = _selection(tokens, variables)
        found.append(Selected(name, alias, arguments, inner))
    tokens.take()
    return found
