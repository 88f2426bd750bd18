"""What a heading and the blocks below it say of each other: a group, or a component of its own."""

from __future__ import annotations

from collections.abc import Collection

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.formats.component_lists import is_named_item, is_typed_item
from design_sessions.context_document.formats.component_table import read_component_table
from design_sessions.context_document.formats.heading_tree import Node
from design_sessions.context_document.formats.heading_words import (
    is_group_name,
    is_part_of_a_component,
    type_of_group,
)
from design_sessions.context_document.formats.labelled_lines import (
    names_one_in_each_line,
    read_labelled_lines,
)
from design_sessions.context_document.lines.entries import (
    SHOWN,
    Entry,
    entry_of_name,
    entry_of_path,
)
from design_sessions.context_document.lines.exclusions import excludes
from design_sessions.context_document.lines.fields import Field
from design_sessions.context_document.lines.listed_paths import read_path
from design_sessions.context_document.lines.lists import ListItem, read_list
from design_sessions.context_document.lines.names import NamedText, is_function, read_named
from design_sessions.context_document.lines.tables import table_rows
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, Heading, plain_text, shown


def named_entry(
    heading: Heading, named: NamedText | None, module: Field | None, report: Report
) -> Entry | None:
    """The entry that a heading opens; None, with a note, where it names none.

    Args:
        heading: the heading.
        named: what it names.
        module: the field below it that names the module.
        report: takes the note.
    """
    stated = read_named(plain_text(module.value)) if module else None
    if stated is not None:
        said = named or stated
        return Entry(
            stated.name,
            heading.line,
            declared_type=said.kind or stated.kind,
            description=said.text,
            route=said.route,
        )
    path = read_path(heading.text)
    if path is not None:
        return entry_of_path(*path, heading.line)
    if named is None or (named.joined and is_group_name(heading.text)):
        if not is_function(heading.text):
            report.add(
                heading.line,
                f"The heading {shown(heading.text)} is left out: a module name such as `Post` or "
                "`MyApp.Blog.Post` was expected.",
            )
        return None
    return entry_of_name(named, heading.line, heading.text)


def items_of(node: Node) -> list[ListItem]:
    """The items of the lists below a heading."""
    return [item for block in node.blocks for item in read_list(block)]


def gathers_names(node: Node, listed: Collection[Entry]) -> bool:
    """Whether a heading such as ``Schemas`` gathers what its list names, although none has a
    type."""
    is_group = bool(listed) and type_of_group(node.heading.text) is not None
    return is_group and all(map(is_named_item, items_of(node)))


def lists_components(node: Node) -> bool:
    """Whether a heading stands over a list or tables of components, some of them with types."""
    items = items_of(node)
    if items:
        return any(map(is_typed_item, items)) and all(map(is_named_item, items))
    tables = [block for block in node.blocks if block.kind == "table"]
    return bool(tables) and all(map(_lists_typed_rows, tables))


def lists_only_components(node: Node, named: NamedText) -> bool:
    """Whether there are components below a heading, some with types, and no other items.

    Rows of tables count as items, and so do lines such as ``Feed: task``; below the name of several
    (``Gateways``), lines such as ``Schemas: Price, Discount`` too.
    """
    items = items_of(node)
    if items or any(block.kind == "table" for block in node.blocks):
        return lists_components(node)
    is_plural = named.name.endswith("s") and not named.name.endswith("ss")
    is_listing = read_labelled_lines if is_plural else names_one_in_each_line
    return bool(node.blocks) and all(map(is_listing, node.blocks))


def with_exclusion(heading: str, listed: list[Entry]) -> list[Entry]:
    """What a heading gathers, marked as left out where the heading says that it is none of ours."""
    for each in listed if excludes(heading) else ():
        each.rank, each.is_left_out = SHOWN, True
    return listed


def typed_rows(table: Block) -> list[Entry]:
    """The components with a known type that a table lists."""
    rows = read_component_table(table, Report(""))
    return [each for each in rows if normal_type(each.declared_type) is not ComponentType.OTHER]


def _lists_typed_rows(table: Block) -> bool:
    """Whether each row of a table names a component, and one at least has a known type."""
    entries = read_component_table(table, Report(""))
    named = {each.line for each in entries if not is_part_of_a_component(each.name)}
    return bool(typed_rows(table)) and all(line in named for line, _ in table_rows(table)[1:])
