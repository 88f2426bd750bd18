"""Names that a sentence may say are used: for notes only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sessions.context_document.lines.enumerated_names import (
    ONLY_NAMES,
    UsedName,
    names_behind,
)
from design_sessions.context_document.lines.names import MODULE

_CLAUSE = re.compile(
    rf"(?:^(?:(?:[Ii]t|[Tt]his (?:component|module)|(?:The )?{MODULE}) )?|,\s+(?:and |then )*"
    r"|\b(?:and|but|then) )(?:also )?"
    r"(?i:asks|broadcasts|checks|consults|dispatches|emits|enqueues|fetches|forwards|gets|hands"
    r"|informs|listens|loads|looks|notifies|passes|pulls|pushes|reads|receives|reports|sends"
    r"|starts|tells|triggers|writes)"
    r"(?:(?: (?!(?:as|by|for|if|no|not|nothing|that|when)\b)[a-z]+){0,2}?"
    r" (?:at|from|into|to|with))?"
    rf"(?: (?:all|an?|each|every|its|the))? (?={MODULE})"
)
_POINTED_AT = re.compile(
    rf"(?:{MODULE}(?: \([^()]*\))?)?\s*(?:<[-=]+|[\u2190\u21d0])\s*(?P<names>.*)"
)
_BRACKETED = re.compile(r"[\[({](?P<names>[^\[\](){}]*)[\])}](?=\W*(?:$|\s))")


def doubtful_names(sentence: str, *, is_about_use: bool) -> Iterator[tuple[UsedName, ...]]:
    """The names of each part of a sentence that is not clear enough to be read.

    These are names at the tail of an arrow (``<- Post``), names alone in brackets (``[Post]``) and,
    beside what was read, those behind further verbs (``reads Post and uses Tag``).

    Args:
        sentence: plain text.
        is_about_use: whether something was read in it.
    """
    for form in (_POINTED_AT, _BRACKETED):
        found = form.match(sentence)
        if found is not None and ONLY_NAMES.fullmatch(found["names"]):
            yield tuple(names_behind(found["names"])[0])
    for clause in _CLAUSE.finditer(sentence) if is_about_use else ():
        names, _ = names_behind(sentence[clause.end() :])
        if names:
            yield tuple(names)
