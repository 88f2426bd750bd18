"""Whether a design document has what its definition asks for.

Everything found is an error that a person or the agent can mend; each says the line and the fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from design_sessions.definitions import DocumentDefinition, Section
from design_sessions.design_title import title_fits
from design_sessions.markdown import (
    Block,
    Heading,
    MarkdownDocument,
    plain_text,
    shown,
    without_comments,
)

LONGEST_DESIGN = 500_000
"""Characters; a longer text is no design and is not looked at."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_FILLERS = re.compile(
    r"\b(?:tbd|todo|tba|fixme|wip|to be (?:defined|determined|decided|done|written))\b"
)
_NONE = re.compile(r"\s*(?:none|n/a|not applicable)\W*")
_KEEPS_NONE = "dependencies"


class DesignProblem(BaseModel):
    """One error in a design document. ``line`` is 1-based; the message says the fix too."""

    line: int
    message: str


def validate_design(
    text: str, *, definition: DocumentDefinition, module: str
) -> list[DesignProblem]:
    """The errors of a document, by line; empty for a valid one. Never raises, whatever the text.

    Args:
        text: the whole document.
        definition: the sections that it needs.
        module: the whole module name of the component that it is about.
    """
    if not text.strip("\ufeff \t\r\n"):
        return [
            DesignProblem(line=1, message=f"The document is empty: write the design of {module}.")
        ]
    unreadable = _unreadable(text)
    if unreadable is not None:
        return [unreadable]
    document = MarkdownDocument(text)
    problems = [
        *_title_problems(document, definition, module),
        *_section_problems(document, definition),
        *(_unclosed_fence(line) for line in document.unclosed_fences),
    ]
    return sorted(problems, key=lambda problem: problem.line)


def validate_design_bytes(
    content: bytes, *, definition: DocumentDefinition, module: str
) -> list[DesignProblem]:
    """The errors of a file's content; bytes that are not UTF-8 are one of them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The document is not Markdown text: save it as UTF-8."
        return [DesignProblem(line=line, message=message)]
    return validate_design(text, definition=definition, module=module)


def _unreadable(text: str) -> DesignProblem | None:
    if len(text) > LONGEST_DESIGN:
        return DesignProblem(
            line=1,
            message=f"The document has {len(text)} characters: shorten it to {LONGEST_DESIGN}.",
        )
    control = _CONTROL.search(text)
    if control is None:
        return None
    return DesignProblem(
        line=text.count("\n", 0, control.start()) + 1,
        message="The document is not Markdown text: remove the control character "
        f"U+{ord(control.group()):04X}.",
    )


def _unclosed_fence(line: int) -> DesignProblem:
    return DesignProblem(
        line=line,
        message="The code fence is never closed, so what follows is code: close it with the same "
        "marks and the same indentation.",
    )


def _title_problems(
    document: MarkdownDocument, definition: DocumentDefinition, module: str
) -> Iterator[DesignProblem]:
    title = document.title
    if title is None:
        first = document.blocks[0] if document.blocks else None
        line = document.front_matter_end + 1
        if first is not None and first.kind == "fence" and len(document.blocks) <= 2:
            yield DesignProblem(
                line=first.line,
                message="The whole document stands in a code fence: remove the fence.",
            )
        yield DesignProblem(
            line=line, message=f"The title is missing: begin the document with `# {module}`."
        )
    elif not title_fits(title.text, module, definition.type):
        yield DesignProblem(
            line=title.line,
            message=f"The title {shown(title.text)} is not that of {module}: write `# {module}`.",
        )


def _section_problems(
    document: MarkdownDocument, definition: DocumentDefinition
) -> Iterator[DesignProblem]:
    found = _sections_by_name(document)
    end = max(len(document.lines), 1)
    while end > 1 and not document.lines[end - 1].strip():
        end -= 1
    reported: set[str] = set()
    for section in definition.sections:
        if not section.required:
            continue
        headings = _headings_of(section, found)
        yield from _doubled(headings)
        alternatives = definition.alternatives(section)
        key = section.one_of or section.name
        if key in reported:
            continue
        reported.add(key)
        present = [h for each in alternatives for h in _headings_of(each, found)]
        if not present:
            yield DesignProblem(line=end, message=_missing(alternatives))
        elif not any(_has_content(document, heading, section.name) for heading in present):
            first = min(present, key=lambda heading: heading.line)
            wanted = next(s for s in alternatives if first in _headings_of(s, found))
            yield DesignProblem(line=first.line, message=_empty(first, wanted))


def _sections_by_name(document: MarkdownDocument) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for heading in document.headings:
        if heading.level == 2:
            found.setdefault(heading.text.lower().rstrip(": "), []).append(heading)
    return found


def _headings_of(section: Section, found: dict[str, list[Heading]]) -> list[Heading]:
    return [h for name in (section.name, *section.aliases) for h in found.get(name.lower(), [])]


def _doubled(headings: list[Heading]) -> Iterator[DesignProblem]:
    first: dict[str, Heading] = {}
    for heading in headings:
        name = heading.text.lower().rstrip(": ")
        if name in first:
            yield DesignProblem(
                line=heading.line,
                message=f'The section "{heading.text}" is there twice: join it with the one in '
                f"line {first[name].line}.",
            )
        first.setdefault(name, heading)


def _missing(alternatives: list[Section]) -> str:
    names = " or ".join(f"`## {section.name}`" for section in alternatives)
    description = " ".join(alternatives[-1].description.split())
    return f"A required section is missing: add {names}. {description}"


def _empty(heading: Heading, section: Section) -> str:
    description = " ".join(section.description.split())
    return f'The section "{heading.text}" is empty: write it. {description}'


def _has_content(document: MarkdownDocument, heading: Heading, name: str) -> bool:
    """Whether anything is left of a section without comments, headings and fillers."""
    keep_none = name.lower() == _KEEPS_NONE
    blocks = document.blocks_between(heading.content_line, document.end_of(heading))
    return any(
        _says_something(text, keep_none)
        for block in blocks
        if block.kind != "heading"
        for text in _texts(block)
    )


def _texts(block: Block) -> Iterator[str]:
    in_heading = False
    for token in block.tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.content and not in_heading:
            yield token.content


def _says_something(text: str, keep_none: bool) -> bool:
    left = _FILLERS.sub(" ", without_comments(text).lower())
    if not keep_none and _NONE.fullmatch(plain_text(left)):
        return False
    return any(character.isalnum() for character in left)
