"""The tools that a request offers, found by what they are for rather than by exact names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_PATH_NAMES = ("path", "file", "filename")
_START_NAMES = ("start", "offset", "line")
_DOCUMENT_NAMES = ("document", "design", "markdown", "content", "text")


@dataclass(frozen=True)
class Tool:
    """One tool of the request."""

    name: str
    schema: dict[str, Any]

    @property
    def properties(self) -> dict[str, Any]:
        """The schemas of its arguments by name."""
        properties = self.schema.get("properties")
        return properties if isinstance(properties, dict) else {}

    def argument(self, words: tuple[str, ...]) -> str | None:
        """The argument whose name is one of the words, or else contains one."""
        names = list(self.properties)
        for word in words:
            if word in names:
                return word
        return next((name for name in names for word in words if word in name), None)

    def filled(self, known: dict[str, Any]) -> dict[str, Any]:
        """Arguments: the known ones, and something plausible for every other required one."""
        values = dict(known)
        for name in self.schema.get("required") or []:
            if name not in values:
                values[name] = plausible_value(name, self.properties.get(name, {}))
        return values


@dataclass(frozen=True)
class Tools:
    """The tools by purpose; None where the request has none for it."""

    read: Tool | None = None
    list_files: Tool | None = None
    search: Tool | None = None
    submit: Tool | None = None

    def reading(self, path: str, start_line: int | None = None) -> dict[str, Any]:
        """Arguments that read a file, from a line on if one is given."""
        if self.read is None:
            return {}
        known: dict[str, Any] = {self.read.argument(_PATH_NAMES) or "path": path}
        start = self.read.argument(_START_NAMES)
        if start is not None and start_line is not None:
            known[start] = start_line
        return self._nullable(self.read, known)

    def path_read(self, arguments: dict[str, Any]) -> str | None:
        """The path in the arguments of an earlier read."""
        name = self.read.argument(_PATH_NAMES) if self.read else None
        value = arguments.get(name or "path")
        return value if isinstance(value, str) else None

    def searching(self, text: str) -> dict[str, Any]:
        """Arguments that search for a text."""
        if self.search is None:
            return {}
        name = self.search.argument(("pattern", "query", "text", "regex")) or "pattern"
        return self._nullable(self.search, {name: text})

    def listing(self, prefix: str) -> dict[str, Any]:
        """Arguments that list the files below a directory."""
        if self.list_files is None:
            return {}
        name = self.list_files.argument(("prefix", "path", "directory"))
        return self._nullable(self.list_files, {name: prefix} if name else {})

    def submitting(self, document: str) -> dict[str, Any]:
        """Arguments that submit a document."""
        if self.submit is None:
            return {}
        return self.submit.filled({self.submit.argument(_DOCUMENT_NAMES) or "document": document})

    @staticmethod
    def _nullable(tool: Tool, known: dict[str, Any]) -> dict[str, Any]:
        # Strict tools list optional arguments as required ones that may be null.
        for name in tool.schema.get("required") or []:
            if name not in known and _allows_null(tool.properties.get(name, {})):
                known[name] = None
        return tool.filled(known)


def tools_of(offered: list[dict[str, Any]]) -> Tools:
    """Sort the tools of a request by purpose."""
    tools = [Tool(tool["name"], tool.get("input_schema") or {}) for tool in offered]

    def named(*words: str) -> Tool | None:
        return next((tool for tool in tools for word in words if word in tool.name.lower()), None)

    return Tools(
        submit=named("submit"),
        read=named("read"),
        list_files=named("list"),
        search=named("search", "grep"),
    )


def plausible_value(name: str, schema: dict[str, Any]) -> Any:
    """A value that fits a schema, for an argument whose purpose is unknown."""
    if schema.get("enum"):
        return schema["enum"][0]
    if _allows_null(schema):
        return None
    kind = schema.get("type", "string")
    if kind == "object":
        properties = schema.get("properties") or {}
        return {key: plausible_value(key, properties.get(key, {})) for key in properties}
    simple: dict[str, Any] = {"array": [], "integer": 1, "number": 1, "boolean": True}
    return simple.get(str(kind), f"The {name.replace('_', ' ')} follows from the design.")


def _allows_null(schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if isinstance(kind, list) and "null" in kind:
        return True
    return any(part.get("type") == "null" for part in schema.get("anyOf") or [])
