"""The type that a text begins with: ``schema for posts``, ``a task, run each night``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from design_sessions.components import ComponentType, normal_type

_CONTEXTS = (ComponentType.CONTEXT, ComponentType.COORDINATION_CONTEXT)
_ARTICLES = frozenset({"a", "an", "the"})
_BEFORE_A_TYPE = frozenset(
    {"all", "background", "both", "core", "ecto", "embedded", "main", "mix", "oban", "simple"}
)
"""Words before a type that change nothing about it; ``reads`` would."""
_AFTER_A_TYPE = frozenset(
    {
        *("at", "behind", "by", "for", "from", "in", "of", "on", "that", "to", "under", "used"),
        *("via", "where", "which", "whose", "with", "without"),
    }
)
"""Words by which a type ends what something is: ``tasks for posts``, unlike ``task queue``."""
_DASHES = "-\u2013\u2014"
_ENDS = ".,;:!"
_ARROW = re.compile(r"[-=]+>|[\u2192\u21d2\u27f6]")
_OTHER = ComponentType.OTHER.value
"""A type too where nothing but punctuation follows: ``other: what it does``."""
_GLOSSARY_LINE = re.compile(r"[A-Z][A-Za-z0-9_.]*:\s")


def begins_with_type(text: str) -> bool:
    """Whether a description says at once what type it is about: ``schema for posts``."""
    words = [re.sub(r"\W", "", word) for word in text.split(maxsplit=3)[:3]]
    words = words[1:] if words and words[0].lower() in _ARTICLES else words
    is_about = any(_is_type_word(word) or word.lower() == "processes" for word in words[:2])
    return is_about or stated_type(text) is not None


def stated_type(text: str) -> str | None:
    """The type that a description begins with, in the singular and otherwise as it is written.

    ``schemas of the blog`` states ``schema``; ``task queue``, ``reads schemas`` and ``schemas and
    tasks`` state none.
    """
    return type_and_text(text)[0]


def type_and_text(text: str) -> tuple[str | None, str]:
    """The type that a description begins with, and what it says beyond that.

    ``schema: what is sold`` is a ``schema`` with the description ``what is sold``. Where the type
    is part of a phrase (``schema of the blog``), that is kept whole; so is a text without a type.
    """
    words = text.split(maxsplit=5)[:5]
    skipped = 0
    for each in (_ARTICLES, _BEFORE_A_TYPE):
        skipped += skipped < len(words) and words[skipped].lower() in each
    for length in (2, 1):
        typed = words[skipped : skipped + length]
        ends_before = any(word[-1] in _ENDS for word in typed[:-1])
        if not typed or ends_before or any(word[0] in "([" for word in typed[1:]):
            continue
        written = " ".join(typed)
        kind = written.rstrip(_ENDS)
        end = skipped + len(typed)
        following = words[end] if len(words) > end else ""
        is_type = _is_type_word(kind.replace(" ", "")) or (
            kind == _OTHER and (written[-1] in _ENDS or following[:1] in _DASHES)
        )
        if is_type and _ends_a_type(written[-1], following):
            is_phrase = written[-1] not in _ENDS and following.lower() in _AFTER_A_TYPE
            return singular(kind), text if is_phrase else _behind(text, end)
    return None, text


def is_glossary(lines: Sequence[str]) -> bool:
    """Whether each line is ``Name: text``, and one at least begins its text with a type."""
    if len(lines) < 2 or not all(_GLOSSARY_LINE.match(line) for line in lines):
        return False
    return any(begins_with_type(line.partition(":")[2]) for line in lines)


def _behind(text: str, words: int) -> str:
    parts = text.split(maxsplit=words)
    rest = parts[words] if len(parts) > words else ""
    return rest if _ARROW.match(rest) else rest.lstrip(f"{_DASHES} ")


def _ends_a_type(last: str, following: str) -> bool:
    if not following or last in ".;:!":
        return True
    if last == ",":
        return not _is_type_word(following.rstrip(_ENDS))
    return following[0] in f"([{_DASHES}=\u2192\u21d2" or following.lower() in _AFTER_A_TYPE


def _is_type_word(word: str) -> bool:
    """Whether a word means a known type; contexts are left out, which a text only speaks of."""
    return normal_type(singular(word)) not in (ComponentType.OTHER, *_CONTEXTS)


def singular(word: str) -> str:
    """A plural in the singular, by its ending; any other word as it is."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
