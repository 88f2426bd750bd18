"""Notes about blocks of a section that seem to list components and are in no format that is read:
tables without a column of names, HTML and quotations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.lines.lists import LISTS
from design_sessions.context_document.lines.names import (
    LONGEST_HEAD,
    read_component_name,
    with_stated_type,
)
from design_sessions.context_document.lines.several_names import read_typed_inside
from design_sessions.context_document.lines.tables import table_rows
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown

_TAG = re.compile(r"<[^<>]{0,200}>")
_COMMENT = re.compile(r"\s*<!--")
_MARKS = re.compile(r"[\s>*+-]*")
_FRONT_MATTER_FIELD = re.compile(r"(?:sub_?)?(?:components|modules)\s*:", re.IGNORECASE)
_READ = LISTS | {"paragraph", "fence", "code_block", "heading"}
_KINDS = {"table": "table", "html_block": "HTML", "blockquote": "quotation"}


def report_unread_blocks(
    document: MarkdownDocument, blocks: Iterable[Block], taken: Collection[int], report: Report
) -> None:
    """Say which blocks name components with their types and were not read.

    Args:
        document: the context's document.
        blocks: of a section about components.
        taken: the lines in which something was read, 1-based.
        report: takes the notes.
    """
    for block in blocks:
        if block.kind in _READ or any(line in taken for line in range(block.line, block.end)):
            continue
        first = next(((t, n) for t, n in _texts(document, block) if _names_typed(t)), None)
        if first is not None:
            text, number = first
            report.add(
                number,
                f"The {_KINDS.get(block.kind, 'text')} with {shown(text)} is not read: write a "
                "list with an item such as `- Post (schema)` for each component.",
            )


def report_front_matter(document: MarkdownDocument, report: Report) -> None:
    """Say that components in the front matter are not read."""
    for number, line in enumerate(document.lines[: document.front_matter_end], 1):
        if _FRONT_MATTER_FIELD.match(line):
            report.add(
                number,
                "Front matter is not read: list the components in a section `## Components`.",
            )


def _texts(document: MarkdownDocument, block: Block) -> Iterator[tuple[str, int]]:
    """The lines of a block without its marks; of a table, the first two cells of each row."""
    if block.kind == "table":
        for number, cells in table_rows(block)[1:]:
            yield " - ".join(plain_text(cell) for cell in cells[:2]), number
    elif not _COMMENT.match(document.lines[block.line - 1]):
        for number in range(block.line, block.end):
            line = _TAG.sub("", document.lines[number - 1][: 2 * LONGEST_HEAD])
            yield plain_text(_MARKS.sub("", line, count=1)), number


def _names_typed(text: str) -> bool:
    named = read_component_name(text)
    kind = with_stated_type(named).kind if named is not None else None
    return normal_type(kind) is not ComponentType.OTHER or bool(read_typed_inside(text))
