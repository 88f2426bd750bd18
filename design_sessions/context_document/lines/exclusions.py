"""Words by which a text says that what it names is no component of the context."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"^later\b|\b(?:deprecated|dropped|elsewhere|except|excluding|instead of|never|no longer"
    r"|not(?! (?:just|only))|obsolete|out of scope|outside|removed|without)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:\s*\([^()]*\))?,?\s*(?:belongs to|does not belong"
    r"|(?:is |was |has been |will be )?(?:dropped|gone|obsolete|outside|part of another|removed"
    r"|(?:never|no longer|not)(?: yet)? (?:a component|here|included|listed|needed|of|ours|part"
    r"|in (?:the|this)|used)))\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:deprecated|dropped|excluded|later|obsolete|out of scope|removed)\b"
    r"|.*\bnot (?:here|in|included|listed|of|ours|part|yet)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?]\s")


def is_excluded(name: str, text: str) -> bool:
    """Whether a text takes the name out: ``Not in the list: Clerk``, ``Clerk is no longer here``.

    A text that only may mean it counts too.
    """
    before, _, behind = text.partition(name)
    sentence = _SENTENCE_END.split(before)[-1]
    return _BEFORE.search(sentence) is not None or _BEHIND.match(behind) is not None


def excludes(heading: str) -> bool:
    """Whether a heading such as ``Not in this context`` or ``Removed`` takes out what is below."""
    return _HEADING.match(heading.strip()) is not None
