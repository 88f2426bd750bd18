"""The tools that a request offers, found by what they are for rather than by exact names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_PATH_NAMES = ("path", "file")
_START_NAMES = ("start", "offset", "line")
_DOCUMENT_NAMES = ("document", "design", "markdown", "content", "text")


@dataclass(frozen=True)
class Tool:
    """One tool of the request."""

    name: str
    schema: dict[str, Any]

    def argument(self, words: tuple[str, ...], default: str = "") -> str:
        """The argument whose name contains one of the words, the first words first."""
        names = self.schema.get("properties") or {}
        return next((name for word in words for name in names if word in name), default)

    def call(self, **known: Any) -> tuple[str, dict[str, Any]]:
        """A call: the known arguments, and something plausible for every other required one."""
        properties = self.schema.get("properties") or {}
        required = self.schema.get("required") or []
        return self.name, known | {
            name: _plausible(name, properties.get(name, {}))
            for name in required
            if name not in known
        }


@dataclass(frozen=True)
class Tools:
    """The tools by purpose; None where the request has none for it."""

    read: Tool | None
    submit: Tool | None

    def reading(self, path: str, start_line: int = 1) -> tuple[str, dict[str, Any]]:
        """A call that reads a file from a line on."""
        assert self.read is not None
        known: dict[str, Any] = {self.read.argument(_PATH_NAMES, "path"): path}
        start = self.read.argument(_START_NAMES)
        if start and start_line > 1:
            known[start] = start_line
        return self.read.call(**known)

    def path_read(self, arguments: dict[str, Any]) -> str | None:
        """The path in the arguments of an earlier read."""
        value = arguments.get(self.read.argument(_PATH_NAMES, "path")) if self.read else None
        return value if isinstance(value, str) else None

    def submitting_design(self, document: str) -> tuple[str, dict[str, Any]]:
        """A call that submits a document."""
        assert self.submit is not None
        return self.submit.call(**{self.submit.argument(_DOCUMENT_NAMES, "document"): document})


def tools_of(offered: list[dict[str, Any]]) -> Tools:
    """Find the tools of a request by purpose."""

    def named(word: str) -> Tool | None:
        return next(
            (
                Tool(tool["name"], tool.get("input_schema") or {})
                for tool in offered
                if word in tool["name"].lower()
            ),
            None,
        )

    return Tools(read=named("read"), submit=named("submit"))


def _plausible(name: str, schema: dict[str, Any]) -> Any:
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type", "string")
    if "null" in kind or any(part.get("type") == "null" for part in schema.get("anyOf") or []):
        return None
    simple: dict[str, Any] = {"array": [], "object": {}, "integer": 1, "number": 1, "boolean": True}
    return simple.get(str(kind), f"The {name.replace('_', ' ')} follows from the design.")
