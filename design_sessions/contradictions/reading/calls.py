"""The functions of other modules that a document calls by the module's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from design_sessions.contradictions.reading.fences import Fence
from design_sessions.contradictions.reading.signatures import FUNCTION_NAME, arguments
from design_sessions.markdown import MarkdownDocument
from design_sessions.wording import one_line

MODULE = r"[A-Z]\w*(?:\.[A-Z]\w*)*"

_CALL = re.compile(
    rf"(?<![\w.@%:/\"'])(?P<module>{MODULE})\.(?P<function>{FUNCTION_NAME})"
    r"(?:/(?P<arity>[0-9]{1,2})(?![\w/]|[-\u2013,|]\s?/?[0-9])|(?P<open>\())",
    re.ASCII,
)
_ANY_ARGUMENTS = frozenset({"args", "arguments", "params"})
"""They stand for any number of arguments."""
_NEAR = 300
"""Characters before and after a call that may say how it is meant."""
_MOST_CALLS = 2_000
"""Of one document that are read."""
_SENTENCE_END = re.compile(r"[.;](?=\s)")
_DENIED = re.compile(
    r"(?:\b(?:not|never|without|unlike|nor|neither|instead\s+of|rather\s+than|avoid\w*|than"
    r"|replac(?:es|ed|ing))\b|n't\b)[^.;,:]{0,60}$"
    # What follows in an enumeration is denied too: not call A.b/1, A.c/1 or A.d/1.
    r"|(?:\b(?:not|never)|n't)\s+(?:\w+ly\s+)?(?:call|use|invoke|need|touch|rely|depend)\w*\b"
    r"[^;:]{0,200}$",
    re.IGNORECASE,
)
_PAST_OR_FUTURE = re.compile(
    r"\b(?:no\s+longer|deprecat\w+|renamed|formerly|previously|obsolete|legacy|planned|superseded"
    r"|future|todo|does(?:\s+not|n't)\s+exist|would|used\s+to|later,|before\s+(?:version\s+)?v?[0-9]"
    r"|(?:will|could|can|may|might)\s+(?:later\s+)?be\s+(?:added|introduced|provided|replaced|removed)"
    r"|(?:was|were|been|being)\s+(?:dropped|deleted|removed|replaced|rejected)"
    r"|considered|decided\s+against|open\s+questions?|should\s+there\s+be)\b",
    re.IGNORECASE,
)
_CALLED_BY = re.compile(
    r"\b(?:called|used|invoked|consumed|reached|triggered|driven|wrapped|shared)\s+(?:\w+\s+){0,3}"
    r"(?:by|from|in|inside|within|through|via)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_DELEGATES = re.compile(r"\bdelegat\w+\b[^.;]{0,40}$", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """A function that is named with its module and the number of its arguments."""

    module: str
    """As it is written."""
    function: str
    arity: int
    line: int
    says: str
    is_counted: bool = False
    """The arity was counted from arguments, instead of being written as ``/2``."""
    is_in_block: bool = False
    """It stands in a block of code."""
    is_own: bool = True
    """The document's own component makes the call, as far as one can tell."""
    is_delegation: bool = False
    """The text says that a function is delegated."""
    delegated_by: tuple[str, int] | None = None
    """The document's function, by name and arity, that is nothing but this call."""

    @property
    def name(self) -> str:
        """``Module.function/2``, with the module as it is written."""
        return f"{self.module}.{self.function}/{self.arity}"


def calls_in_text(document: MarkdownDocument, passed_over: frozenset[int]) -> Iterator[Call]:
    """The calls in sentences, lists and tables.

    Args:
        document: the document.
        passed_over: lines that are code or declare something.
    """
    lines = enumerate(document.lines, start=1)
    readable = ((n, line) for n, line in lines if n not in passed_over and "." in line)
    every = ((n, line, found) for n, line in readable for found in _CALL.finditer(line))
    for number, line, found in islice(every, _MOST_CALLS):
        before, sentence = _around(line, found)
        is_quoted = before.count('"') % 2 == 1
        if is_quoted or _is_no_function(found["function"]) or _DENIED.search(before):
            continue
        if _PAST_OR_FUTURE.search(sentence):
            continue
        is_code = line.count("`", 0, found.start()) % 2 == 1
        arity = _arity(found, line) if found["arity"] or is_code else None
        if arity is not None:
            yield Call(
                module=found["module"],
                function=found["function"],
                arity=arity,
                line=number,
                says=_said(line, found.start()),
                is_counted=found["arity"] is None,
                is_own=_CALLED_BY.search(before) is None,
                is_delegation=_DELEGATES.search(before) is not None,
            )


def calls_in_code(fence: Fence, passed_over: Iterable[int]) -> Iterator[Call]:
    """The calls in a block of code; a call behind ``|>`` has one more argument."""
    skipped = frozenset(passed_over)
    for found in islice(_CALL.finditer(fence.content), _MOST_CALLS):
        number = fence.line + fence.content.count("\n", 0, found.start())
        arity = _arity(found, fence.content)
        if arity is None or number in skipped:
            continue
        begin = fence.content.rfind("\n", 0, found.start()) + 1
        end = fence.content.find("\n", found.end())
        line = fence.content[begin : end if end >= 0 else len(fence.content)]
        if "#" in line[: found.start() - begin]:
            continue
        is_piped = fence.content[: found.start()].rstrip().endswith("|>")
        yield Call(
            module=found["module"],
            function=found["function"],
            arity=arity + (is_piped and found["arity"] is None),
            line=number,
            says=_said(line, found.start() - begin),
            is_counted=found["arity"] is None,
            is_in_block=True,
        )


def _is_no_function(name: str) -> bool:
    """Whether it is the type ``t``, or one of those that macros generate, such as
    ``__changeset__``."""
    return name == "t" or name.startswith("__")


def _around(line: str, found: re.Match[str]) -> tuple[str, str]:
    """The sentence of a call up to it, and the whole sentence, as far as they are near."""
    before = line[max(0, found.start() - _NEAR) : found.start()]
    after = line[found.end() : found.end() + _NEAR]
    before = _SENTENCE_END.split(before)[-1]
    return before, before + found.group() + _SENTENCE_END.split(after, maxsplit=1)[0]


def _said(line: str, position: int) -> str:
    """What stands around a call: the line, or of a long one a part."""
    begin = 0 if position < _NEAR else position - _NEAR // 2
    end = begin + 2 * _NEAR
    cut_before, cut_behind = "\u2026" if begin else "", "\u2026" if end < len(line) else ""
    return f"{cut_before}{one_line(line[begin:end])}{cut_behind}"


def _arity(found: re.Match[str], text: str) -> int | None:
    """The number of arguments; None where there are none in the brackets, as in a type."""
    if found["arity"] is not None:
        return int(found["arity"])
    given = arguments(text, found.start("open"))
    return len(given) if given and not _ANY_ARGUMENTS.issuperset(given) else None
