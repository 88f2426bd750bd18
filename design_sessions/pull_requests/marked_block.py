"""The part of a pull request's body that is ours, between two comments; all else is a person's."""

from __future__ import annotations

import re

BODY_LIMIT = 65_536
"""Characters that GitHub takes as the body of a pull request; one more is refused with 422."""

_CUT_NOTE = "*This description was cut to fit a pull request; the branch has everything.*"
_NOT_OF_A_NAME = re.compile(r"[^\w.]")
_LEAST_ROOM = 300
"""Characters for the marks and the note that something was cut."""
_END = "<!-- /context-design -->"
_BLOCK = re.compile(
    rf"^<!-- context-design: (?P<context>\S+) -->[ \t\r]*$.*^{re.escape(_END)}[ \t]*(?=\r?$)",
    re.MULTILINE | re.DOTALL,
)


def marked(context: str, text: str, *, room: int = BODY_LIMIT) -> str:
    """Our block: ``text`` between its marks, cut at a line so that all fits into ``room``.

    Args:
        context: module of the context whose session wrote the text.
        text: Markdown, without the marks.
        room: characters.
    """
    module = _NOT_OF_A_NAME.sub("_", context)
    begin = f"<!-- context-design: {module} -->"
    left = room - len(f"{begin}\n\n{_END}") - 1
    if len(text) > left:
        lines = leading(text.split("\n"), left - len(_CUT_NOTE) - 2)
        text = "\n".join([*lines, "", _CUT_NOTE])
    return f"{begin}\n{text.rstrip()}\n{_END}"


def context_of(body: str) -> str | None:
    """Whose session wrote the block of a body; None for a body without one."""
    found = _BLOCK.search(body)
    return found["context"] if found else None


def with_block(body: str, context: str, text: str) -> str:
    """A body with our block renewed, or added at the end; what stands outside it is kept.

    A body without room for it stays as it is.
    """
    found = _BLOCK.search(body)
    before, after = (body[: found.start()], body[found.end() :]) if found else (body, "")
    if before.strip() and not found:
        before = f"{before.rstrip()}\n\n"
    room = BODY_LIMIT - len(before) - len(after)
    if room < _LEAST_ROOM:
        return body
    return before + marked(context, text, room=room) + after


def leading(lines: list[str], room: int) -> list[str]:
    """The first lines that fit into ``room`` characters."""
    used = 0
    for index, line in enumerate(lines):
        used += len(line) + 1
        if used > room:
            return lines[:index]
    return lines
