"""What one request says about the conversation it belongs to.

Everything is read off the request, as a model would read it. The patterns are wide, so that other
wordings of the same prompts are understood too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.message_checks import content_blocks
from simulator.requests import MessagesRequest
from simulator.tools_offered import Tools, tools_of

MODULE = r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*"
PATH = r"[\w.@+-]+(?:/[\w.@+-]+)*\.md\b"
_PATH = re.compile(PATH)
_COMPONENT = re.compile(
    rf"^\W*component(?:\s+module)?\W*?:\W*(?P<module>{MODULE})[`*]*(?:\s*\((?P<type>[\w ]+)\))?",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = r"^\W*{name}\W*?:[\s*`]*(?P<value>[^\n]+)$"
_GUIDANCE = re.compile(r"^guidance\b[^:\n]*:\s*(?P<text>.+?)(?=\n\s*\n|\Z)", re.I | re.S | re.M)
_QUOTED = re.compile(r"[\"'`“](?:## )?([A-Z][\w /-]{1,40})[\"'`”]")
_REFUSAL = re.compile(r"\bnot (?:yet )?valid\b|\binvalid\b|\brefused\b|\bis missing\b", re.I)
_READ_ON = re.compile(r"start_?line\W{1,4}(?P<line>\d+)", re.I)


@dataclass(frozen=True)
class ToolCall:
    """A tool call of an earlier answer with what came back."""

    name: str
    arguments: dict[str, Any]
    result: str
    is_error: bool

    @property
    def refused(self) -> bool:
        """Whether a submission came back, marked as an error or in words."""
        return self.is_error or _REFUSAL.search(self.result) is not None

    @property
    def read_on(self) -> int | None:
        """The line that the result says to read on from."""
        if self.is_error:
            return None
        notes = _READ_ON.findall(self.result[-400:])
        return int(notes[-1]) if notes else None


@dataclass(frozen=True)
class Conversation:
    """The conversation up to the answer that is asked for."""

    system: str
    opening: str
    tools: Tools
    calls: list[ToolCall]
    idle_ends: int
    answers: int
    later_texts: list[str] = field(default_factory=list)
    """What the user side wrote after the opening message."""
    later_texts_since_draft: list[str] = field(default_factory=list)
    """Those that came with the result of the last submission, or after it."""
    component_header: str | None = None

    @property
    def review(self) -> bool:
        """Whether the answer belongs to a review."""
        submit = self.tools.submit
        return submit is not None and "review" in submit.name

    @property
    def submissions(self) -> list[ToolCall]:
        """Calls of the submit tool, oldest first."""
        submit = self.tools.submit
        return [call for call in self.calls if submit and call.name == submit.name]

    @property
    def reads(self) -> list[ToolCall]:
        """Calls of the read tool, oldest first."""
        read = self.tools.read
        return [call for call in self.calls if read and call.name == read.name]

    @property
    def module(self) -> str | None:
        """The module to design."""
        match = _COMPONENT.search(self.opening)
        found = match.group("module") if match else None
        header = self.component_header
        if header and (found is None or header.endswith(f".{found}")):
            return header
        return found

    @property
    def component_type(self) -> str:
        """The component's type, ``other`` where the request does not say it."""
        match = _COMPONENT.search(self.opening)
        if match and match.group("type"):
            return match.group("type").strip().lower().replace(" ", "_")
        return (self.value_of("type") or "other").strip("`* .").lower().replace(" ", "_")

    @property
    def guidance(self) -> list[str]:
        """What a person asked for, one line each, without repetition."""
        found: list[str] = []
        for text in [self.opening, *self.later_texts]:
            for match in _GUIDANCE.finditer(text):
                line = " ".join(match.group("text").split())[:400].strip(" #`")
                if line and line not in found:
                    found.append(line)
        return found

    @staticmethod
    def quoted_as_missing(refusal: str) -> list[str]:
        """Section names that a refused draft's problems call missing."""
        lines = [line for line in refusal.splitlines() if "missing" in line.lower()]
        return [name for line in lines for name in _QUOTED.findall(line)]

    def value_of(self, name: str) -> str | None:
        """The rest of the opening's line ``name: ...``."""
        match = re.search(_FIELD.format(name=name), self.opening, re.I | re.M)
        return match.group("value").strip() if match else None

    @property
    def context_path(self) -> str | None:
        """The path of the context's design document."""
        for line in self.opening.splitlines():
            found = _PATH.search(line)
            if found and "context" in line.lower():
                return found.group()
        found = _PATH.search(self.opening)
        return found.group() if found else None

    def text_read(self, path: str) -> str:
        """All that was read of a file, in the order of reading."""
        parts = [
            without_line_numbers(call.result)
            for call in self.reads
            if not call.is_error and self.tools.path_read(call.arguments) == path
        ]
        return "\n".join(parts)

    def unread_rest(self, path: str) -> int | None:
        """The line to read on from: 1 for an unread file, None for one read to its end."""
        calls = [call for call in self.reads if self.tools.path_read(call.arguments) == path]
        return calls[-1].read_on if calls else 1


def paths_in(text: str) -> list[str]:
    """The Markdown paths in a text, in order, each once."""
    return list(dict.fromkeys(_PATH.findall(text)))


def without_line_numbers(text: str) -> str:
    """A file as it is, from a listing that may number its lines."""
    numbered = re.compile(r"^\s*\d+(?:\t|: ?|\s?\| ?|→)")
    lines = text.splitlines()
    hits = sum(1 for line in lines if numbered.match(line))
    if hits * 2 <= len(lines):
        return text
    return "\n".join(numbered.sub("", line, count=1) for line in lines)


def read_conversation(request: MessagesRequest, component: str | None) -> Conversation:
    """Understand a request.

    Args:
        component: the value of the ``X-Design-Component`` header.
    """
    opening, *later = request.messages
    asked: dict[str, dict[str, Any]] = {}
    calls: list[ToolCall] = []
    texts: list[str] = []
    since_draft: list[str] = []
    idle_ends = 0
    tools = tools_of(request.tools)
    for message in later:
        blocks = content_blocks(message)
        if message["role"] == "assistant":
            used = [block for block in blocks if block["type"] == "tool_use"]
            asked = {block["id"]: block for block in used}
            idle_ends += not used
            if tools.submit and any(block["name"] == tools.submit.name for block in used):
                since_draft = []
            continue
        for block in blocks:
            if block["type"] == "tool_result":
                call = asked[block["tool_use_id"]]
                result = _plain(block.get("content"))
                failed = bool(block.get("is_error"))
                calls.append(ToolCall(call["name"], call["input"], result, failed))
        if text := _plain(blocks):
            texts.append(text)
            since_draft.append(text)
    return Conversation(
        system=_plain(request.system),
        opening=_plain(opening["content"]),
        tools=tools,
        calls=calls,
        idle_ends=idle_ends,
        answers=sum(1 for message in later if message["role"] == "assistant"),
        later_texts=texts,
        later_texts_since_draft=since_draft,
        component_header=component,
    )


def _plain(content: object) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    texts = [block.get("text", "") for block in content if block.get("type") == "text"]
    return "\n\n".join(texts)
