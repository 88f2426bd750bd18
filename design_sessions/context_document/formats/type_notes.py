"""Notes about words behind names that may be meant as types and mean none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from design_sessions.context_document.lines.names import NamedText
from design_sessions.context_document.lines.type_words import stated_type, type_and_text
from design_sessions.context_document.model import Report
from design_sessions.markdown import shown

_ONE_WORD = re.compile(r"[a-z][a-z_]+")
_FEW_WORDS = re.compile(r"(?:an? )?[a-z][a-z_-]*(?: [a-z][a-z_-]*){1,2}")
_FEW = 2
_NO_NOUN = re.compile(r"(?:an? )?(?:[a-z_-]*(?<!s)s|[a-z_-]+ing|[a-z_-]+ed)\b")
_IN_A_PHRASE = frozenset(
    {
        *("all", "and", "are", "at", "by", "for", "from", "how", "in", "is", "it", "of", "on"),
        *("or", "that", "the", "to", "what", "when", "where", "which", "who", "with"),
    }
)


def report_words(
    named: Sequence[tuple[int, NamedText]], report: Report, *, in_headings: bool = False
) -> None:
    """Say of words behind names that they are no types, where others have their types there.

    Args:
        named: names that stand beside each other, with their lines.
        report: takes the notes.
        in_headings: whether they are headings, which no description of one word ends.
    """
    untyped = [(line, each) for line, each in named if each.kind is None and each.text]
    has_types = any(stated_type(each.text) is not None for _, each in untyped)
    has_bare_types = any(type_and_text(each.text)[1] != each.text for _, each in untyped)
    for line, each in untyped:
        if in_headings and _is_short(each.text):
            report.add(line, _is_description(each))
            continue
        if not has_types:
            continue
        if stated_type(each.text) is None and _may_be_type(each.text, has_bare_types):
            report.add(line, _is_description(each))


def _is_description(named: NamedText) -> str:
    return f"{shown(named.text)} behind {named.name} is read as its description, not as a type."


def _is_short(text: str) -> bool:
    """A few words that are no sentence: ``controller``, ``Phoenix channel``."""
    words = text.lower().split()
    is_type = stated_type(text) is not None
    is_phrase = not _IN_A_PHRASE.isdisjoint(words) or words[:1] in (["a"], ["an"])
    return not is_type and not is_phrase and 0 < len(words) <= _FEW


def _may_be_type(text: str, is_phrase_possible: bool) -> bool:
    """One word, or a few that are no sentence: ``cron thing``, unlike ``gathers posts``."""
    if _ONE_WORD.fullmatch(text) is not None:
        return True
    if not is_phrase_possible or _FEW_WORDS.fullmatch(text) is None or _NO_NOUN.match(text):
        return False
    return _IN_A_PHRASE.isdisjoint(text.split())
