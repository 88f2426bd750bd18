"""Notes about what may be a component and is not read as one: in lists inside of components, and in
the text around lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from design_sessions.context_document.formats.component_lists import is_named_item, is_typed_item
from design_sessions.context_document.formats.component_table import (
    is_list_of_components,
    read_component_table,
)
from design_sessions.context_document.formats.heading_groups import items_of, typed_rows
from design_sessions.context_document.formats.heading_tree import Node
from design_sessions.context_document.formats.heading_words import is_group_name
from design_sessions.context_document.formats.labelled_lines import (
    enumerated_names,
    lines_of,
    typed_name,
    typed_names,
)
from design_sessions.context_document.formats.loose_text import LooseText
from design_sessions.context_document.formats.texts_around import CONTINUES
from design_sessions.context_document.lines.entries import Entry
from design_sessions.context_document.lines.fields import read_field
from design_sessions.context_document.lines.lists import LISTS, read_list
from design_sessions.context_document.lines.names import read_component_name, read_named
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown

_CAPITALISED = re.compile(r"(?<![\w.])[A-Z]\w*")
_COMPOUND = re.compile(r"(?<![\w./])[A-Z][A-Za-z0-9]*[a-z0-9][A-Z]")


def report_left_items(nodes: Sequence[Node], entries: Iterable[Entry], report: Report) -> None:
    """Say which items of lists were read as part of a component and may be components.

    Args:
        nodes: the headings of the section.
        entries: what was read of them.
        report: takes the notes.
    """
    listed = _names(entries)
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        waiting += node.children
        heading = shown(node.heading.text)
        for item in items_of(node):
            named = read_component_name(plain_text(item.first_line))
            if named is not None and named.name not in listed and is_typed_item(item):
                report.add(
                    item.line,
                    f"The item {shown(plain_text(item.first_line))} is read as part of {heading}: "
                    "give it a heading of its own if it is a component.",
                )
        _report_lines(node, listed, report)
        for row in (row for block in node.blocks for row in typed_rows(block)):
            if row.name not in listed:
                report.add(
                    row.line,
                    f"The row {shown(row.name)} is read as part of {heading}: give it a heading of "
                    "its own if it is a component.",
                )
        if _lists_only_names(node, listed):
            report.add(
                node.heading.line,
                f"The list of names below {heading} is read as part of it: write a type behind "
                "each, such as `Post (schema)`, if they are components.",
            )


def lists_only_names(block: Block) -> bool:
    """Whether a list or table names something that may be a component in each item."""
    if block.kind == "table":
        return bool(read_component_table(block, Report("")))
    items = read_list(block)
    return bool(items) and all(map(is_named_item, items))


def report_beside(
    document: MarkdownDocument, texts: Iterable[Block], entries: list[Entry], report: Report
) -> None:
    """Say which names that may be components stand in the text around a list.

    A single word may be anything: it counts only in a line that names a component of the list too.

    Args:
        document: the context's document.
        texts: the blocks around the list.
        entries: all that was read of the section.
        report: takes the notes.
    """
    taken = {entry.line for entry in entries}
    listed = _names(entries)
    lines = [
        (line, number)
        for block in texts
        if block.kind == "paragraph"
        for number, line in enumerate(block.text.split("\n"), block.line)
        if number not in taken and _may_list(line, listed)
    ]
    title = document.title.text if document.title else ""
    LooseText(entries, lines).report_unread(report, {*re.split(r"[\s.]+", title), *listed})


def _report_lines(node: Node, listed: set[str], report: Report) -> None:
    """Say which lines below a heading name several components and are read as its text."""
    heading = shown(node.heading.text)
    for lines in map(lines_of, node.blocks):
        is_enumeration = all(enumerated_names(line) for line, _ in lines)
        before = ""
        for line, number in lines:
            several = [each.name for each in typed_names(line)]
            several = several or (enumerated_names(line) if is_enumeration else [])
            is_open = CONTINUES.search(before.rstrip()) is not None
            single = None if several or is_open else typed_name(line)
            before = line
            names = several or ([single.name] if single is not None else [])
            if names and listed.isdisjoint(names):
                remedy = "give it a heading of its own if it is a component."
                if several:
                    remedy = (
                        f"write a list with an item such as `- {names[0]} (schema)` for each if "
                        "they are components."
                    )
                report.add(
                    number,
                    f"The line {shown(plain_text(line))} is read as part of {heading}: {remedy}",
                )


def _lists_only_names(node: Node, listed: set[str]) -> bool:
    """Whether there is nothing but bare names below a heading that names a component, and these
    are listed nowhere else."""
    if node.children or not node.blocks or is_group_name(node.heading.text):
        return False
    if read_component_name(node.heading.text) is None:
        return False
    kinds = {block.kind for block in node.blocks}
    if kinds == {"table"}:
        rows = [row for block in node.blocks for row in read_component_table(block, Report(""))]
        is_list = all(map(is_list_of_components, node.blocks))
        return is_list and bool(rows) and listed.isdisjoint(row.name for row in rows)
    items = items_of(node)
    if not kinds <= LISTS or any(read_field(item.text, item.line) for item in items):
        return False
    named = [read_named(plain_text(item.text)) for item in items]
    return all(each is not None and each.kind is None and each.name not in listed for each in named)


def _names(entries: Iterable[Entry]) -> set[str]:
    """The names of entries, whole and by their last part."""
    return {name for each in entries for name in (each.name, each.name.rpartition(".")[2])}


def _may_list(line: str, listed: set[str]) -> bool:
    return _COMPOUND.search(line) is not None or not listed.isdisjoint(_CAPITALISED.findall(line))
