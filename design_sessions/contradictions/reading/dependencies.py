"""What a design says that its component depends on, and which behaviour it implements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from design_sessions.context_document.lines.dependencies import names_in_prose, read_dependency
from design_sessions.context_document.lines.tables import table_rows
from design_sessions.contradictions.reading.calls import MODULE
from design_sessions.contradictions.reading.declarations import Declaration
from design_sessions.design_document.dependency_items import dependency_items
from design_sessions.design_document.sections import Sections, compared
from design_sessions.markdown import Heading, MarkdownDocument

_ABOUT = re.compile(
    r"(?:(?:internal|external|module|component|context|key|direct)\s+)?dependencies", re.IGNORECASE
)
_OTHER_WAY = re.compile(
    r"\b(?:used by|required by|called by|depended (?:up)?on by|dependents?|consumers?|clients?"
    r"|callers?|reverse)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|never|none|without|instead of|removed)\b|n't\b", re.IGNORECASE)
_LABEL = re.compile(r":\W*$")
_LONGEST_LABEL = 200
_MENTION = re.compile(rf"(?<![\w.]){MODULE}", re.ASCII)
_ALIAS = re.compile(
    rf"^\s*(?:alias|import|use|require)\s+(?P<base>{MODULE})"
    r"(?:\.\{(?P<several>[^}]*)\}|,\s*as:\s*(?P<as>[A-Z]\w*))?",
    re.MULTILINE,
)
_IMPLEMENTS = re.compile(
    r"(?:^|[.!?:]\s+)\W*(?:(?:This|The)\s+\w+\s+|It\s+)?(?:Implements|Implementation\s+of)\s+"
    rf"(?:the\s+|all\s+|callbacks\s+|of\s+)*[`*]*(?P<module>{MODULE})[`*]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A module's name where it stands, as it is written."""

    name: str
    line: int
    says: str


def declared_dependencies(document: MarkdownDocument) -> list[Named] | None:
    """The modules in the sections called Dependencies; None without such a section.

    Left out is what depends on the component itself, and what the text says is none.
    """
    sections = Sections(document)
    found: list[Named] | None = None
    end = 0
    for heading in _headings(document):
        if heading.line >= end:
            found = [*(found or []), *_below(sections, heading)]
            end = document.end_of(heading)
    return found


def dependencies_line(document: MarkdownDocument) -> int:
    """The line of the first heading of dependencies; 1 without one."""
    return next((heading.line for heading in _headings(document)), 1)


def _headings(document: MarkdownDocument) -> Iterator[Heading]:
    for heading in document.headings:
        if heading.level in (2, 3) and _ABOUT.fullmatch(compared(heading)) is not None:
            yield heading


def _below(sections: Sections, heading: Heading) -> Iterator[Named]:
    document = sections.document
    reverse = _other_way(document, range(heading.content_line, document.end_of(heading)))
    for item in dependency_items(sections, heading):
        for name in read_dependency(item.text) or [] if item.line not in reverse else []:
            if not _DENIED.search(item.text.partition(name)[0]):
                yield Named(name, item.line, " ".join(item.first_line.split()))
    for block in sections.blocks(heading):
        if block.line in reverse:
            continue
        if block.kind == "paragraph" and not _DENIED.search(block.text):
            for name in names_in_prose(block.text):
                yield Named(name, block.line, " ".join(block.text.split()))
        if block.kind == "table":
            for line, cells in table_rows(block)[1:]:
                for name in read_dependency(cells[0]) or [] if cells else []:
                    yield Named(name, line, " ".join(document.lines[line - 1].split()))


def _other_way(document: MarkdownDocument, lines: range) -> set[int]:
    """The lines that say so themselves, or stand below a heading or label that says it.

    A label ends with a colon, and holds for what is indented deeper, or until the next one.
    """
    found: set[int] = set()
    labels: list[tuple[int, bool, bool]] = []
    for number in lines:
        text = document.lines[number - 1]
        stripped = text.lstrip()
        if not stripped:
            continue
        indent = -1 if stripped.startswith("#") else len(text) - len(stripped)
        is_item = stripped.startswith(("-", "*", "+"))
        while labels and (
            indent < labels[-1][0] or (indent == labels[-1][0] and is_item and labels[-1][2])
        ):
            labels.pop()
        is_reverse = _OTHER_WAY.search(stripped[:_LONGEST_LABEL]) is not None
        if indent == -1 or _LABEL.search(stripped):
            while labels and labels[-1][0] >= indent:
                labels.pop()
            labels.append((indent, is_reverse, is_item))
        starts_so = _OTHER_WAY.match(stripped.lstrip("-*+ `")) is not None
        if starts_so or any(reverse for _, reverse, _ in labels):
            found.add(number)
    return found


def implemented_behaviours(
    document: MarkdownDocument, code_lines: frozenset[int], declared: Iterable[Declaration]
) -> Iterator[Named]:
    """The behaviours that the component says it implements.

    From ``@behaviour``, and from sentences that begin so; one about other modules, which implement
    it, does not count.
    """
    for each in declared:
        if each.kind == "behaviour" and _MENTION.match(each.source):
            yield Named(each.source.split()[0], each.line, each.says)
    for number, line in enumerate(document.lines, start=1):
        if number not in code_lines:
            yield from implementations_in(line, number)


def implementations_in(line: str, number: int) -> Iterator[Named]:
    """The behaviours that sentences of one line say something implements."""
    for found in _IMPLEMENTS.finditer(line) if "mplement" in line else ():
        yield Named(found["module"], number, " ".join(line.split()))


def mentioned_modules(document: MarkdownDocument) -> Iterator[Named]:
    """Every name of two segments and more, and those that ``alias`` and the like introduce."""
    for number, line in enumerate(document.lines, start=1):
        for found in _MENTION.finditer(line):
            if "." in found.group():
                yield Named(found.group(), number, line)
        for alias in _ALIAS.finditer(line):
            for name in (alias["several"] or "").split(","):
                if _MENTION.fullmatch(name.strip()):
                    yield Named(f"{alias['base']}.{name.strip()}", number, line)
