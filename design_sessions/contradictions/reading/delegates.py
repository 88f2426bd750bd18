"""Functions that are nothing but a call of another module's function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from design_sessions.contradictions.reading.calls import MODULE, Call
from design_sessions.contradictions.reading.declarations import Declaration
from design_sessions.contradictions.reading.functions import Function
from design_sessions.contradictions.reading.signatures import FUNCTION_NAME, read_signature
from design_sessions.markdown import MarkdownDocument

_LISTED = re.compile(
    rf"\s*(?:[-*+]|\|)\s*[*_`]*(?P<name>{FUNCTION_NAME})/(?P<arity>[0-9]{{1,2}})[*_`]*\s*"
    r"(?::|->|=>|\u2192|\||[-\u2013\u2014]|\bto\b|\bdelegates?(?:d)?\s+to\b)\s*[*_`]*"
    rf"(?P<module>{MODULE})(?:\.(?P<other>{FUNCTION_NAME})(?:/(?P<others>[0-9]{{1,2}}))?)?"
    r"[*_`]*\s*(?:$|\||[-\u2013\u2014(,.])",
    re.ASCII,
)
_CONVERTS = re.compile(
    r"\b(?:unwrap|wrap|convert|transform|translat|normali[sz]|discard|ignor|pattern match|raise)",
    re.IGNORECASE,
)
_TARGET = re.compile(rf"\bto:\s*(?P<module>{MODULE})(?:\s*,\s*as:\s*:(?P<as>{FUNCTION_NAME}))?")


def listed_delegates(document: MarkdownDocument, code_lines: frozenset[int]) -> Iterator[Call]:
    """The delegates in lists and tables: ``- get/2: MyApp.Blog.PostRepository.get/2``."""
    for number, line in enumerate(document.lines, start=1):
        found = None if number in code_lines else _LISTED.match(line)
        if found is not None:
            name, arity = found["name"], int(found["arity"])
            yield Call(
                module=found["module"],
                function=found["other"] or name,
                arity=int(found["others"] or arity),
                line=number,
                says=" ".join(line.lstrip("-*+ ").split()),
                is_delegation=True,
                delegated_by=(name, arity),
            )


def declared_delegates(declared: Iterable[Declaration]) -> Iterator[Call]:
    """The targets of ``defdelegate``."""
    for each in declared:
        if each.kind != "defdelegate":
            continue
        signature, target = read_signature(each.source), _TARGET.search(each.source)
        if signature is not None and target is not None:
            yield Call(
                module=target["module"],
                function=target["as"] or signature.name,
                arity=signature.most,
                line=each.line,
                says=each.says,
                is_delegation=True,
                delegated_by=(signature.name, signature.most),
            )


def with_delegating_functions(
    calls: Iterable[Call], functions: Iterable[Function], document: MarkdownDocument
) -> Iterator[Call]:
    """The calls; one that a function's own section calls its delegation knows the function.

    Only where both have the same name and arity: ``Delegate to Handler.run/2`` below ``run/2``. A
    section that says that it makes something else of the result is left out.
    """
    sections = _sections(functions, document)
    for call in calls:
        if call.is_delegation and call.delegated_by is None:
            for function, lines in sections.get(call.function, []):
                if call.arity in function.signature.arities and call.line in lines:
                    call = replace(call, delegated_by=(call.function, call.arity))
                    break
        yield call


def _sections(
    functions: Iterable[Function], document: MarkdownDocument
) -> dict[str, list[tuple[Function, range]]]:
    """The functions with the lines of their own sections, by name."""
    headings = {heading.line: heading for heading in document.headings}
    found: dict[str, list[tuple[Function, range]]] = {}
    for each in functions:
        if each.source != "heading" or each.line not in headings:
            continue
        lines = range(each.line, document.end_of(headings[each.line]))
        if not any(_CONVERTS.search(document.lines[number - 1]) for number in lines):
            found.setdefault(each.name, []).append((each, lines))
    return found
