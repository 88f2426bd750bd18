"""Text of models and repositories made harmless in Markdown that a page shows; pure.

The measure is what GitHub makes of a comment. What is shown must be what was written: no HTML, no
link or image, no mention that notifies a person, no ``fixes #12`` that closes an issue, no
character that ends a table cell.
"""

from __future__ import annotations

import re

from design_sessions.unprintable import UNPRINTABLE

ZERO_WIDTH_SPACE = "&#8203;"
"""Breaks what GitHub would link (``@name``, ``#12``, an address) without changing how it looks."""

_CONTROL = re.compile(rf"{UNPRINTABLE.pattern}|\r")
_MARKDOWN = re.compile(r"([\\`*_\[\]|~!])")
_CODE_SPAN = re.compile(r"`([^`|\\]+)`")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.:/-]+")
_RULE_OR_UNDERLINE = re.compile(r"^(?:[-=*_]\s*)+$")


def inline(text: str, limit: int = 300) -> str:
    """One line of text, at most ``limit`` characters of it, safe in a table cell or a list item."""
    return _escape_keeping_code(_shorten(" ".join(_CONTROL.sub(" ", text).split()), limit))


def code(text: str, limit: int = 300) -> str:
    """A module or path as a code span; anything that could end one is shown as plain text."""
    return (
        f"`{text}`" if len(text) <= limit and _PLAIN_NAME.fullmatch(text) else inline(text, limit)
    )


def quote(text: str, limit: int = 8_000) -> list[str]:
    """Several lines of text, at most ``limit`` characters of it, as the lines of a block quote."""
    return [f"> {_line(line)}".rstrip() for line in _shorten(text.strip(), limit).splitlines()]


def fence_around(text: str, at_least: int = 1) -> str:
    """Backticks that nothing in the text can close, for a code span or a code block."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(at_least, longest + 1)


def _line(line: str) -> str:
    plain = _CONTROL.sub(" ", line).strip()
    escaped = _escape_keeping_code(plain)
    if plain.startswith("#") or _RULE_OR_UNDERLINE.match(plain):
        return "\\" + escaped if not escaped.startswith("\\") else escaped
    return escaped


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _escape_keeping_code(text: str) -> str:
    parts: list[str] = []
    end = 0
    for span in _CODE_SPAN.finditer(text):
        parts += [_escape(text[end : span.start()]), span.group(0)]
        end = span.end()
    parts.append(_escape(text[end:]))
    return "".join(parts)


def _escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKDOWN.sub(r"\\\1", text)
    # Before the others: their zero-width spaces have a # and digits of their own.
    text = re.sub(r"#(?=\d)", f"#{ZERO_WIDTH_SPACE}", text)
    text = re.sub(r"@(?=[\w-])", f"@{ZERO_WIDTH_SPACE}", text)
    text = re.sub(r"\b(GH-)(?=\d)", rf"\1{ZERO_WIDTH_SPACE}", text, flags=re.IGNORECASE)
    text = text.replace("://", f":{ZERO_WIDTH_SPACE}//")
    return re.sub(r"\b(www)\.", rf"\1{ZERO_WIDTH_SPACE}.", text, flags=re.IGNORECASE)
