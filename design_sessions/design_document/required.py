"""Errors of structure: title, required sections, fences."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.definitions import DocumentDefinition, Section
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.sections import Sections, compared
from design_sessions.design_document.title import title_fits
from design_sessions.markdown import Heading, MarkdownDocument, shown


def title_problems(
    document: MarkdownDocument, definition: DocumentDefinition, module: str
) -> Iterator[DesignProblem]:
    """A title that is missing or names another module."""
    title = document.title
    if title is None:
        yield DesignProblem(
            line=min(document.front_matter_end + 1, len(document.lines)),
            message=f"The title is missing: begin the document with `# {module}`.",
            rule="title",
        )
    elif not title_fits(title.text, module, definition.type):
        yield DesignProblem(
            line=title.line,
            message=f"The title {shown(title.text)} does not name {module}: write `# {module}`.",
            rule="title",
        )


def fence_problems(document: MarkdownDocument) -> Iterator[DesignProblem]:
    """Fences that are never closed."""
    for line in document.unclosed_fences:
        yield DesignProblem(
            line=line,
            message="The code fence is never closed, so the rest is code: close it with the same "
            "marks and indentation.",
            rule="closed-fence",
        )


def section_problems(sections: Sections, definition: DocumentDefinition) -> Iterator[DesignProblem]:
    """Required sections that are missing, empty or there twice."""
    reported: set[str] = set()
    for section in definition.sections:
        if not section.required:
            continue
        yield from _doubled(sections.headings_of(section))
        key = section.one_of or section.name
        if key in reported:
            continue
        reported.add(key)
        alternatives = definition.alternatives(section)
        present = [(h, each) for each in alternatives for h in sections.headings_of(each)]
        if not present:
            yield DesignProblem(
                line=_last_line(sections.document),
                message=_missing(alternatives),
                rule="required-section",
            )
        elif not any(sections.says_something(heading) for heading, _ in present):
            heading, wanted = min(present, key=lambda each: each[0].line)
            yield DesignProblem(
                line=heading.line,
                message=f'The section "{heading.text}" is empty: write it. {_described(wanted)}',
                rule="empty-section",
            )


def _last_line(document: MarkdownDocument) -> int:
    end = max(len(document.lines), 1)
    while end > 1 and not document.lines[end - 1].strip():
        end -= 1
    return end


def _doubled(headings: list[Heading]) -> Iterator[DesignProblem]:
    first: dict[str, Heading] = {}
    for heading in headings:
        name = compared(heading)
        if name in first:
            yield DesignProblem(
                line=heading.line,
                message=f'The section "{heading.text}" appears twice: merge it with the one in '
                f"line {first[name].line}.",
                rule="doubled-section",
            )
        first.setdefault(name, heading)


def _missing(alternatives: list[Section]) -> str:
    names = " or ".join(f'"{section.name}"' for section in alternatives)
    headings = " or ".join(f"`## {section.name}`" for section in alternatives)
    return f"The section {names} is missing: add {headings}. {_described(alternatives[-1])}"


def _described(section: Section) -> str:
    return " ".join(section.description.split())
