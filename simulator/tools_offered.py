"""The tools that a request offers, found by what they are for rather than by exact names."""

from __future__ import annotations

from typing import Any, NamedTuple

ToolUse = tuple[str, dict[str, Any]]
"""The name of a tool and the arguments to call it with."""


class Tools(NamedTuple):
    """The definitions of the tools by purpose; None where the request has none for it.

    A file is read, and a design is submitted, by the first required argument of its tool.
    """

    read: dict[str, Any] | None
    submit: dict[str, Any] | None

    def reading(self, path: str, start_line: int = 1) -> ToolUse:
        """The call that reads a file from a line on."""
        assert self.read is not None
        arguments = {_first_argument(self.read): path}
        start = next((name for name in _schema(self.read)["properties"] if "start" in name), None)
        return _use(
            self.read, arguments | ({start: start_line} if start_line > 1 and start else {})
        )

    def path_read(self, name: str, arguments: dict[str, Any]) -> str | None:
        """The path that an earlier call read, None for a call of another tool."""
        if self.read is None or self.read["name"] != name:
            return None
        return str(arguments.get(_first_argument(self.read)))

    def submitting(self, **arguments: Any) -> ToolUse:
        """The call that submits these arguments; ``document`` stands for the first required."""
        assert self.submit is not None
        if "document" in arguments:
            arguments = {_first_argument(self.submit): arguments["document"]}
        return _use(self.submit, arguments)


def tools_of(offered: list[dict[str, Any]]) -> Tools:
    """Find the tools of a request by purpose."""

    def named(word: str) -> dict[str, Any] | None:
        return next((tool for tool in offered if word in tool["name"].lower()), None)

    return Tools(read=named("read"), submit=named("submit"))


def _schema(tool: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {}, "required": [], **(tool.get("input_schema") or {})}


def _first_argument(tool: dict[str, Any]) -> str:
    schema = _schema(tool)
    return next(iter([*schema["required"], *schema["properties"]]), "path")


def _use(tool: dict[str, Any], known: dict[str, Any]) -> ToolUse:
    # Strict tools may list optional arguments as required ones that may be null.
    return tool["name"], dict.fromkeys(_schema(tool)["required"]) | known
