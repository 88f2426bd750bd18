"""The functions that a document describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from design_sessions.contradictions.reading.declarations import (
    Declaration,
    declaration_of,
)
from design_sessions.contradictions.reading.elixir_source import top_position
from design_sessions.contradictions.reading.returns import Returns, read_returns
from design_sessions.contradictions.reading.signatures import (
    FUNCTION_NAME,
    MOST_ARGUMENTS,
    Signature,
    read_signature,
)
from design_sessions.markdown import MarkdownDocument

FunctionSource = Literal["spec", "callback", "definition", "heading", "mention"]

_MODULE = r"(?:(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)\.)?"
_BY_ARITY = re.compile(
    rf"(?<![\w.:/]){_MODULE}(?P<name>{FUNCTION_NAME})"
    r"/(?P<arities>[0-9]{1,2}(?:\s*(?:[-\u2013,|/]|or|and)\s*/?[0-9]{1,2})*)(?![\w/])"
)
_LEADING = re.compile(
    rf"\s*(?:[-*+]\s+|[0-9]+[.)]\s+|\|\s*|#+\s+)*[*_`]*(?:def\s+)?{_MODULE}(?P<rest>{FUNCTION_NAME}"
    r"(?:/[0-9]|\().*)"
)
_NAME_ONLY = re.compile(
    rf"\s*(?:#+\s+[`*_]*(?P<heading>{FUNCTION_NAME})[`*_]*\s*$"
    rf"|(?:[-*+]\s+|\|\s*)?(?:\*\*`?|`)(?P<marked>{FUNCTION_NAME})(?:`?\*\*|`)\s*(?:[:|\u2013\u2014-]|$))"
)
_NUMBERS = re.compile(r"[0-9]+|[-\u2013]")
_INLINE_SPEC = re.compile(r"`(?P<spec>@(?:spec|callback|macrocallback)\s[^`]+)`")
_MARKS = re.compile(r"[`*]")
_PROVIDES = re.compile(
    r"(?:^|[.!?]\s+)\W*(?:It\s+)?(?:Provides|Exposes|Offers|Defines|Operations|Functions"
    r"|Callbacks|Public\s+functions)\b(?P<rest>(?:[^.]|\.(?!\s|$))*)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:via|using|through|calls?|calling|from|by|uses|delegat\w+)\b", re.I)


@dataclass(frozen=True)
class Function:
    """A function as one place of a document states it."""

    signature: Signature
    line: int
    says: str
    source: FunctionSource
    """``mention`` for a line that begins with a name and may only speak of the function."""
    returns: Returns | None = None
    block: int = 0
    """The first line of the block of code that has the spec."""

    @property
    def name(self) -> str:
        """The name without arity."""
        return self.signature.name


def declared_functions(
    declared: Iterable[Declaration], aliases: Mapping[str, str]
) -> Iterator[Function]:
    """The functions that code declares.

    Args:
        declared: the declarations of the document.
        aliases: its own types by name, as they are defined.
    """
    for each in declared:
        if each.kind in ("spec", "callback"):
            function = _of_spec(each, aliases)
        elif each.kind in ("def", "defp", "defdelegate"):
            function = _of_definition(each)
        else:
            continue
        if function is not None:
            yield function


def _of_definition(declared: Declaration) -> Function | None:
    signature = read_signature(declared.source)
    if signature is None:
        return None
    return Function(signature, declared.line, declared.says, "definition")


def _of_spec(declared: Declaration, aliases: Mapping[str, str]) -> Function | None:
    colons = top_position(declared.source, "::")
    if colons < 0:
        return None
    signature = read_signature(declared.source)
    if signature is None:
        return None
    returns = read_returns(declared.source[colons + 2 :], aliases)
    source: FunctionSource = "callback" if declared.kind == "callback" else "spec"
    return Function(signature, declared.line, declared.says, source, returns, block=declared.block)


def described_functions(
    document: MarkdownDocument, code_lines: frozenset[int], aliases: Mapping[str, str]
) -> Iterator[Function]:
    """The functions that headings, lists, tables and bold text name."""
    headings = {heading.line for heading in document.headings if heading.level > 1}
    for number, line in enumerate(document.lines, start=1):
        if number in code_lines:
            continue
        for found in _INLINE_SPEC.finditer(line):
            declared = declaration_of(found["spec"], number)
            function = _of_spec(declared, aliases) if declared is not None else None
            if function is not None:
                yield function
        leading = _LEADING.match(line)
        if leading is not None and leading["module"] is None:
            source: FunctionSource = "heading" if number in headings else "mention"
            yield from _named(line, leading["rest"], number, source)
        elif (alone := _NAME_ONLY.match(line)) is not None:
            any_number = Signature(alone["heading"] or alone["marked"], 0, MOST_ARGUMENTS)
            yield Function(any_number, number, " ".join(line.split()), "mention")


def provided_functions(line: str, number: int) -> Iterator[Function]:
    """The functions that a sentence about a component says it has: ``Provides get/1 and new/2.``

    What follows ``via`` and such may be another's.
    """
    for found in _PROVIDES.finditer(line):
        text = _MARKS.sub("", _OTHERS.split(found["rest"], maxsplit=1)[0])
        for each in _BY_ARITY.finditer(text):
            if each["module"] is None:
                for signature in _signatures(each["name"], each["arities"]):
                    yield Function(signature, number, " ".join(line.split()), "mention")


def _named(line: str, rest: str, number: int, source: FunctionSource) -> Iterator[Function]:
    """The functions at the start of a line; of a heading all in it."""
    text = _MARKS.sub("", rest)
    says = " ".join(line.lstrip("#-*+ ").split())
    found = list(_BY_ARITY.finditer(text))
    if found and found[0].start() == 0:
        for each in found if source == "heading" else found[:1]:
            if each["module"] is None:
                for signature in _signatures(each["name"], each["arities"]):
                    yield Function(signature, number, says, source)
        return
    whole = read_signature(text)
    if whole is not None and "(" in text:
        yield Function(whole, number, says, source)


def _signatures(name: str, arities: str) -> Iterator[Signature]:
    """One for each number in ``1``, ``1, 2``, ``1/2`` and ``1-3``."""
    parts = _NUMBERS.findall(arities)
    for index, part in enumerate(parts):
        if part.isdigit():
            yield Signature(name, int(part), int(part))
        elif index and index + 1 < len(parts) and parts[index + 1].isdigit():
            yield Signature(name, int(parts[index - 1]), int(parts[index + 1]))
