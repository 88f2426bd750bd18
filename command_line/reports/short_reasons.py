"""A reason in one line of a screen: what tells least of it goes first."""

from __future__ import annotations

import re

from design_sessions.wording import counted, first_sentence, one_line

_LEAD = re.compile(r"^(?:Still not valid after \d+ revisions?|Same problems twice in a row): ")
"""Before the problems of a draft: how it came to be given up."""
_ENDPOINT = re.compile(r"^The model endpoint(?: https?://\S+)? answered ")
"""Before what a call was answered."""
_PROBLEM = re.compile(r"(?:^|; )line \d+: ")
_ADDRESS = re.compile(r" https?://\S+?(?=[:,;.]? |$)")
_PATH = re.compile(r"(?<![\w/.])(?:[\w.-]+/){2,}(?=[\w.-]+\.\w)")
_DETAIL = re.compile(r" (?P<detail>\([^()]*\)\.?)$")


def short_reason(reason: str) -> str:
    """The reason without what a person can do without: of a draft's problems the first, without
    how to fix it; no addresses, and of paths the last part.

    ``Still not valid after 3 revisions: line 5: The section "Purpose" is empty: write it. ...`` is
    ``section "Purpose" is empty``.
    """
    text = one_line(reason)
    problems = [each for each in _PROBLEM.split(_LEAD.sub("", text)) if each]
    if _LEAD.match(text) and problems:
        said = first_sentence(problems[0]).partition(": ")[0].removeprefix("The ").rstrip(".")
        more = len(problems) - 1
        text = f"{said}; {counted(more, 'more problem')}" if more else said
    return _PATH.sub("…/", _ADDRESS.sub("", _ENDPOINT.sub("", text)))


def cut_to(text: str, room: int) -> str:
    """The text in at most so many columns; a detail in brackets at its end keeps half of them."""
    if len(text) <= room:
        return text
    found = _DETAIL.search(text)
    if found is None or found.start() < room // 2:
        return _cut(text, room)
    detail = _cut(found["detail"], room // 2)
    return f"{_cut(text[: found.start()], room - len(detail) - 1)} {detail}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
