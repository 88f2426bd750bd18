"""Everything that is wrong with one document."""

from __future__ import annotations

from design_sessions.definitions import DocumentDefinition
from design_sessions.design_document.agreement import agreement_problems
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.conversation import conversation_problems
from design_sessions.design_document.form import form_problems
from design_sessions.design_document.leftovers import leftover_problems
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.readable import text_problem
from design_sessions.design_document.required import (
    fence_problems,
    section_problems,
    title_problems,
)
from design_sessions.design_document.sections import Sections
from design_sessions.markdown import MarkdownDocument


def examine_design(
    text: str,
    *,
    definition: DocumentDefinition,
    module: str,
    context: ContextFacts | None = None,
    document: MarkdownDocument | None = None,
) -> list[DesignProblem]:
    """The errors and warnings of a document, by line. Never raises, whatever the text.

    Args:
        text: the whole document.
        definition: the sections that it needs.
        module: the whole module name of the component that it is about.
        context: what the context's document says; without it, agreement is not checked.
        document: the text parsed, where the caller has done that already.
    """
    unreadable = text_problem(text, module)
    if unreadable is not None:
        return [unreadable]
    document = document or MarkdownDocument(text)
    sections = Sections(document)
    problems = [
        *title_problems(document, definition, module),
        *section_problems(sections, definition),
        *fence_problems(document),
        *leftover_problems(document),
        *conversation_problems(document),
        *form_problems(sections, definition),
        *(agreement_problems(sections, module, context) if context is not None else []),
    ]
    return sorted(problems, key=lambda problem: problem.line)


def validate_design(
    text: str,
    *,
    definition: DocumentDefinition,
    module: str,
    context: ContextFacts | None = None,
) -> list[DesignProblem]:
    """The errors of a document, by line; empty for a valid one. See :func:`examine_design`."""
    found = examine_design(text, definition=definition, module=module, context=context)
    return [problem for problem in found if problem.severity == "error"]


def design_warnings(
    text: str,
    *,
    definition: DocumentDefinition,
    module: str,
    context: ContextFacts | None = None,
) -> list[DesignProblem]:
    """What a review should know of a design, valid or not. See :func:`examine_design`."""
    found = examine_design(text, definition=definition, module=module, context=context)
    return [problem for problem in found if problem.severity == "warning"]
