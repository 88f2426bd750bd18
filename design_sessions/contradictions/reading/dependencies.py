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

_OTHER_WAY = re.compile(
    r"\b(?:used by|required by|called by|depended (?:up)?on by|dependents?|consumers?|clients?"
    r"|callers?|reverse)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|never|none|without|instead of|removed)\b|n't\b", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:#+\s|[-*+]\s)?.*:\W*$|\s*#+\s")
_INDENT = re.compile(r"\s*")
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
    headings = [h for h in document.headings if h.level == 2 and compared(h) == "dependencies"]
    if not headings:
        return None
    return [each for heading in headings for each in _below(sections, heading)]


def _below(sections: Sections, heading: Heading) -> Iterator[Named]:
    document = sections.document
    for item in dependency_items(sections, heading):
        if _OTHER_WAY.search(_label_above(document, item.line, heading.line)):
            continue
        if _DENIED.search(item.first_line.split(" - ")[0]) or _OTHER_WAY.match(item.first_line):
            continue
        for name in read_dependency(item.text) or []:
            yield Named(name, item.line, " ".join(item.first_line.split()))
    for block in sections.blocks(heading):
        if _OTHER_WAY.search(_label_above(document, block.line, heading.line)):
            continue
        if block.kind == "paragraph" and not _DENIED.search(block.text):
            for name in names_in_prose(block.text):
                yield Named(name, block.line, " ".join(block.text.split())[:200])
        if block.kind == "table":
            for line, cells in table_rows(block)[1:]:
                for name in read_dependency(cells[0]) or [] if cells else []:
                    yield Named(name, line, " ".join(document.lines[line - 1].split()))


def _label_above(document: MarkdownDocument, line: int, first: int) -> str:
    """The heading or label above a line, in the section that begins at ``first``; else empty."""
    indent = _INDENT.match(document.lines[line - 1])
    own = indent.end() if indent is not None else 0
    for number in range(line - 1, first, -1):
        text = document.lines[number - 1]
        begin = _INDENT.match(text)
        is_outer = begin is not None and (begin.end() < own or not text.lstrip().startswith("-"))
        if text.strip() and is_outer and _LABEL.match(text):
            return text
    return ""


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
