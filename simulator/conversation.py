"""What one request says about the conversation it belongs to.

Everything is read off the request, as a model would read it. The patterns are wide, so that other
wordings of the same prompts are understood too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.message_checks import content_blocks
from simulator.requests import MessagesRequest
from simulator.tools_offered import Tools, tools_of

MODULE = r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*"
_PATH = re.compile(r"[\w.@+-]+(?:/[\w.@+-]+)*\.md\b")
_DOCUMENT = re.compile(
    r"^<(?P<tag>document[\w-]*)(?P<about>[^>\n]*)>\n(?P<text>.*?)^</(?P=tag)>$", re.M | re.S
)
_ATTRIBUTE = re.compile(r"(?P<name>\w+)=([\"'])(?P<value>.*?)\2")
_COMPONENT = re.compile(
    rf"^\W*component(?:\s+module)?\W*?:\W*(?P<module>{MODULE})[`*]*(?:\s*\((?P<type>[\w ]+)\))?",
    re.IGNORECASE | re.MULTILINE,
)
_CONTEXT = re.compile(rf"^(?=.*context).*?(?P<path>{_PATH.pattern})", re.I | re.M)
_GUIDANCE = re.compile(r"^guidance\b[^:\n]*:\s*(?P<text>.+?)(?=\n\s*\n|\Z)", re.I | re.S | re.M)
_SAID = re.compile(r"^(?P<author>\S+) wrote:\n(?P<text>(?:>.*\n?)+)", re.MULTILINE)
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
        notes = [] if self.is_error else _READ_ON.findall(self.result[-400:])
        return int(notes[-1]) if notes else None


@dataclass(frozen=True)
class Document:
    """A document that the opening message contains, and what its tag says of it."""

    about: dict[str, str]
    text: str


@dataclass(frozen=True)
class Conversation:
    """The conversation up to the answer that is asked for."""

    system: str
    opening: str
    """The first message without the documents in it."""
    documents: list[Document]
    tools: Tools
    calls: list[ToolCall]
    answers: int
    idle_ends: int
    """Answers without a tool call."""
    later_texts: list[str]
    """What the user side wrote after the opening message."""
    asked_since_draft: bool
    """Whether some of it came with the result of the last submission, or after it."""
    component_header: str | None = None

    @cached_property
    def review(self) -> bool:
        """Whether the answer belongs to a review."""
        return self.tools.submit is not None and "review" in self.tools.submit["name"]

    @cached_property
    def submissions(self) -> list[ToolCall]:
        """Calls of the submit tool, oldest first."""
        submit = self.tools.submit
        return [call for call in self.calls if submit and call.name == submit["name"]]

    @property
    def accepted(self) -> bool:
        """Whether nothing is left to do after the last submission."""
        return bool(
            self.submissions and not self.submissions[-1].refused and not self.asked_since_draft
        )

    @cached_property
    def _reads(self) -> dict[str, list[ToolCall]]:
        reads: dict[str, list[ToolCall]] = {}
        for call in self.calls:
            if path := self.tools.path_read(call.name, call.arguments):
                reads.setdefault(path, []).append(call)
        return reads

    def text_read(self, path: str | None) -> str:
        """All that was read of a file, in the order of reading."""
        calls = self._reads.get(path or "", [])
        return "\n".join(call.result for call in calls if not call.is_error)

    def unread_rest(self, path: str) -> int | None:
        """The line to read on from: 1 for an unread file, None for one read to its end."""
        calls = self._reads.get(path)
        return calls[-1].read_on if calls else 1

    @cached_property
    def module(self) -> str | None:
        """The module to design."""
        match = _COMPONENT.search(self.opening)
        return self.component_header or (match["module"] if match else None)

    @property
    def component_type(self) -> str:
        """The component's type, ``other`` where the request does not say it."""
        match = _COMPONENT.search(self.opening)
        words = (match and match["type"]) or self.value_of("type") or "other"
        return words.strip("`* .").lower().replace(" ", "_")

    @cached_property
    def guidance(self) -> list[str]:
        """What a person, or a reviewer in a document, asked for, one line each, without
        repetition."""
        matches = (
            m for text in (self.opening, *self.later_texts) for m in _GUIDANCE.finditer(text)
        )
        asked = [match["text"] for match in matches]
        for document in self.documents:
            for said in _SAID.finditer(document.text):
                asked.append(f"{said['author']}: {said['text'].replace('>', ' ')}")
        lines = (" ".join(text.split())[:400].strip(" #`") for text in asked)
        return list(dict.fromkeys(filter(None, lines)))

    def value_of(self, name: str) -> str | None:
        """The rest of the opening's line ``name: ...``."""
        match = re.search(rf"^\W*{name}\W*?:[\s*`]*(?P<value>[^\n]+)$", self.opening, re.I | re.M)
        return match["value"].strip() if match else None

    @cached_property
    def context_path(self) -> str | None:
        """The path of the context's design document."""
        named = _CONTEXT.search(self.opening)
        found = _PATH.search(self.opening)
        return named["path"] if named else found.group() if found else None


def read_conversation(request: MessagesRequest, component: str | None) -> Conversation:
    """Understand a request.

    Args:
        component: the value of the ``X-Design-Component`` header.
    """
    opening, *later = request.messages
    asked: dict[str, dict[str, Any]] = {}
    calls: list[ToolCall] = []
    texts: list[str] = []
    asked_since_draft = False
    answers = idle_ends = 0
    first = _plain(opening["content"])
    tools = tools_of(request.tools)
    for message in later:
        blocks = content_blocks(message)
        if message["role"] == "assistant":
            asked = {block["id"]: block for block in blocks if block["type"] == "tool_use"}
            answers += 1
            idle_ends += not asked
            if tools.submit and tools.submit["name"] in [c["name"] for c in asked.values()]:
                asked_since_draft = False
            continue
        for block in blocks:
            if block["type"] == "tool_result":
                call = asked[block["tool_use_id"]]
                result = _plain(block.get("content"))
                failed = bool(block.get("is_error"))
                calls.append(ToolCall(call["name"], call["input"], result, failed))
        if text := _plain(blocks):
            texts.append(text)
            asked_since_draft = True
    return Conversation(
        system=_plain(request.system),
        opening=_DOCUMENT.sub("", first),
        documents=[_document(match) for match in _DOCUMENT.finditer(first)],
        tools=tools,
        calls=calls,
        answers=answers,
        idle_ends=idle_ends,
        later_texts=texts,
        asked_since_draft=asked_since_draft,
        component_header=component,
    )


def _document(match: re.Match[str]) -> Document:
    about = {each["name"]: each["value"] for each in _ATTRIBUTE.finditer(match["about"])}
    return Document(about, match["text"])


def _plain(content: object) -> str:
    if not isinstance(content, list):
        return content if isinstance(content, str) else ""
    return "\n\n".join(block.get("text", "") for block in content if block.get("type") == "text")
