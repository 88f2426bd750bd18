"""Whether a component's design agrees with the document of its context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sessions.context_document.finding.own_documents import declared_type
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.facts_reading import PUBLIC_SECTIONS, claimed_type
from design_sessions.design_document.known_modules import unknown_modules
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.sections import Sections, compared
from design_sessions.markdown import MarkdownDocument, shown


def agreement_problems(
    sections: Sections, module: str, context: ContextFacts
) -> Iterator[DesignProblem]:
    """Another type than the context lists is an error; unknown modules and functions that are
    absent are warnings.
    """
    document = sections.document
    yield from _type_problem(document, module, context)
    yield from unknown_modules(sections, module, context)
    yield from _absent_functions(document, module, context)


def _type_problem(
    document: MarkdownDocument, module: str, context: ContextFacts
) -> Iterator[DesignProblem]:
    words = declared_type(document)
    own = claimed_type(words, context.own_types)
    listed = context.types.get(module)
    if words is not None and own is not None and listed is not None and own != listed:
        yield DesignProblem(
            line=line_of_type(document, words),
            message=f"The type is {shown(words)} here and {listed} in {context.path}: write "
            f"{listed}, or change the type there.",
            rule="type-of-context",
        )


def line_of_type(document: MarkdownDocument, words: str) -> int:
    """The line in which a document states its type, which it does in these words."""
    first = words.split()[0].strip("`*")
    section = next((h for h in document.headings if compared(h) == "type"), None)
    for number, line in enumerate(document.lines, start=1):
        in_section = section is not None and number >= section.content_line
        if first in line and ("type" in line.lower() or in_section):
            return number
    return document.title.line if document.title else 1


def _absent_functions(
    document: MarkdownDocument, module: str, context: ContextFacts
) -> Iterator[DesignProblem]:
    """Only where the document has a section of functions at all: that of a schema needs none."""
    calls = {call.function: call for call in reversed(context.calls) if call.module == module}
    if not calls:
        return
    public = [h for h in document.headings if h.level == 2 and compared(h) in PUBLIC_SECTIONS]
    if not public:
        return
    words = set(re.findall(r"[a-z_]\w*[?!]?", document.body))
    for function, call in calls.items():
        if function not in words:
            yield DesignProblem(
                line=public[0].line,
                message=f"{context.path} calls {function} of this component in line {call.line}, "
                "which is not described here: add it, or fix the context's document.",
                severity="warning",
                rule="functions-of-context",
            )
