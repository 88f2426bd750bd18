"""``### Name`` for each component, with a table of fields, bullets or prose below it.

Headings may be nested: a group (``### Schemas``) only gathers components, a namespace
(``### Providers`` without a text) goes before the names below it, and a heading inside a component
is one of its own only where it says so with a type or a name of several segments.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.formats.field_table import is_field_table, read_rows
from design_sessions.context_document.formats.group_types import with_type_of_group
from design_sessions.context_document.formats.heading_groups import (
    gathers_names,
    lists_components,
    lists_only_components,
    named_entry,
    with_exclusion,
)
from design_sessions.context_document.formats.heading_tree import Node, has_prose
from design_sessions.context_document.formats.heading_words import (
    is_group_name,
    is_part_of_a_component,
)
from design_sessions.context_document.formats.labelled_lines import read_labelled_lines
from design_sessions.context_document.lines.entries import (
    SHOWN,
    Entry,
    EntryText,
    read_text,
    stated_dependencies,
)
from design_sessions.context_document.lines.fields import (
    READ_FIELDS,
    Field,
    first_of,
    read_field,
    read_priority,
    read_type,
    says_nothing,
)
from design_sessions.context_document.lines.listed_paths import read_path
from design_sessions.context_document.lines.lists import read_list
from design_sessions.context_document.lines.names import (
    NamedText,
    read_component_name,
    speaks_about_components,
    with_stated_type,
)
from design_sessions.context_document.lines.several_names import read_several, read_type_in_front
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, MarkdownDocument, shown

BlockReader = Callable[[list[Block]], list[Entry]]
"""Reads the components that the lists, tables and trees among some blocks list."""


@lru_cache(maxsize=1_024)
def _read_name(text: str) -> NamedText | None:
    """The component that a heading names; None where it names several, too."""
    named = None if read_several(text) else read_type_in_front(text) or read_component_name(text)
    return None if named is None else with_stated_type(named)


class HeadingReader:
    """Reads the components that headings name.

    Args:
        document: the context document.
        read_blocks: reads the lists, tables and trees of a group.
        report: takes what could not be read.
    """

    def __init__(
        self, document: MarkdownDocument, read_blocks: BlockReader, report: Report
    ) -> None:
        self._document = document
        self._read_blocks = read_blocks
        self._report = report

    def read(self, nodes: list[Node], namespace: tuple[str, ...] = ()) -> list[Entry]:
        """The components of these headings and of those below them."""
        return [entry for node in nodes for entry in self._read_node(node, namespace)]

    def _read_node(self, node: Node, namespace: tuple[str, ...]) -> list[Entry]:
        text = node.heading.text
        named = _read_name(text)
        if says_nothing(text):
            return []
        if not self._has_type(node):
            if is_part_of_a_component(text) and (" " in text or text.lower() == "dependencies"):
                return []
            gathered = self._read_group(node, named, namespace)
            if gathered:
                return gathered
        return self._read_component(node, named, namespace)

    def _read_group(
        self, node: Node, named: NamedText | None, namespace: tuple[str, ...]
    ) -> list[Entry]:
        """The components below a heading that is only a group; nothing if it may be a component."""
        text = node.heading.text
        inside = any(self._names_component(child) for child in node.children)
        has_parts = any(is_part_of_a_component(child.heading.text) for child in node.children)
        if named is None or is_group_name(text) or speaks_about_components(named.name):
            listed = self._read_listed(node)
            if named is not None and not named.joined and not inside and has_prose(node):
                # One word and a text make a component: its list says more about it.
                is_group = any(entry.is_explicit for entry in listed)
                if not is_group and gathers_names(node, listed):
                    self._report_group(node)
                    is_group = True
                listed = listed if is_group else []
            is_list = is_group_name(text) or lists_components(node)
            beside_typed = any(entry.is_explicit for entry in listed)
            for entry in listed if not is_list else ():
                if not entry.is_explicit:
                    entry.rank, entry.is_left_out = SHOWN, beside_typed
            headed = self.read(node.children, namespace) if inside else []
            return with_type_of_group(text, listed + headed)
        if not node.children and named.kind is None and lists_only_components(node, named):
            self._report_group(node)
            return self._read_listed(node)
        if inside and not has_parts and named.joined:
            return self.read(node.children, namespace)
        if inside and not has_parts and not node.blocks and named.kind is None:
            return self._read_namespace(node, named, namespace)
        return []

    def _read_listed(self, node: Node) -> list[Entry]:
        lines = [entry for block in node.blocks for entry in read_labelled_lines(block)]
        return with_exclusion(node.heading.text, self._read_blocks(node.blocks) + lines)

    def _report_group(self, node: Node) -> None:
        self._report.add(
            node.heading.line,
            f"The heading {shown(node.heading.text)} is read as a group of the components that are "
            "listed below it: give it a type if it is a component.",
        )

    def _read_namespace(
        self, node: Node, named: NamedText, namespace: tuple[str, ...]
    ) -> list[Entry]:
        itself = Entry(named.name, node.heading.line, namespace=namespace, only_if_documented="")
        return [itself, *self.read(node.children, (*namespace, named.name))]

    def _read_component(
        self, node: Node, named: NamedText | None, namespace: tuple[str, ...]
    ) -> list[Entry]:
        inner = self._components_below(node)
        inside = self._read_bare_names(node, named, inner) if named is not None else []
        bare = {each.heading.line for each in inside}
        below = self.read([each for each in inner if each.heading.line not in bare])
        rows, text = self._read_text(node, inner)
        fields = rows + text.fields
        entry = named_entry(node.heading, named, first_of(fields, "module"), self._report)
        if entry is None:
            return below
        described = first_of(rows, "description")
        kept = [f"- {row.name}: {row.value}" for row in rows if row.name not in READ_FIELDS]
        entry.declared_type = read_type(first_of(fields, "type")) or entry.declared_type
        entry.priority = read_priority(first_of(fields, "priority"), self._report) or entry.priority
        prose = text.description or (described.value if described else "")
        entry.description = "\n\n".join(part for part in (entry.description, prose) if part)
        entry.dependencies = stated_dependencies(rows) + text.dependencies
        entry.details = "\n\n".join(part for part in ("\n".join(kept), text.details) if part)
        entry.namespace = namespace
        if speaks_about_components(entry.name) and entry.declared_type is None and not rows:
            entry.only_if_documented = (
                "it reads like text about the components; a component needs a type here"
            )
        below += self.read(inside, (*namespace, entry.name))
        for each in below:
            each.around = (entry.name, *each.around)
        return [entry, *below]

    def _read_bare_names(self, node: Node, named: NamedText, inner: list[Node]) -> list[Node]:
        """The headings of one word beside some that are named below a component, added to these.

        They are components too where that has the name of several (``Importers``); else they are
        reported, since they may also be what is said about it.
        """
        last = named.name.rpartition(".")[2]
        is_parent = any(f".{last}." in f".{each.heading.text}" for each in inner)
        taken = {each.heading.line for each in inner}
        bare = [
            child
            for child in node.children
            if is_parent and child.heading.line not in taken and self._names_component(child)
        ]
        is_plural = named.name.endswith("s") and not named.name.endswith("ss")
        if is_plural and named.kind is None:
            inner += bare
            inner.sort(key=lambda each: each.heading.line)
            return bare
        for child in bare:
            text = child.heading.text
            self._report.add(
                child.heading.line,
                f"The heading {shown(text)} is read as part of {named.name}: give it a type or "
                f"the name {named.name}.{text.split()[0]} if it is a component.",
            )
        return []

    def _read_text(self, node: Node, inner: list[Node]) -> tuple[list[Field], EntryText]:
        document = self._document
        start = node.heading.content_line
        blocks: list[Block] = []
        for each in inner:
            blocks += document.blocks_between(start, each.heading.line)
            start = document.end_of(each.heading)
        blocks += document.blocks_between(start, document.end_of(node.heading))
        table = next((b for b in blocks if is_field_table(b, document)), None)
        rows = read_rows(table, document) if table else []
        return rows, read_text(document, [block for block in blocks if block is not table])

    def _components_below(self, node: Node) -> list[Node]:
        """The headings inside a component that name components of their own."""
        found: list[Node] = []
        for child in node.children:
            if is_part_of_a_component(child.heading.text):
                continue
            if self._is_component(child):
                found.append(child)
                continue
            named = _read_name(child.heading.text)
            if named is not None and named.kind is not None:
                self._report.add(
                    child.heading.line,
                    f"The heading {shown(child.heading.text)} is read as part of "
                    f"{shown(node.heading.text)}: give it a known type if it is a component.",
                )
            found += self._components_below(child)
        return found

    def _is_component(self, node: Node) -> bool:
        named = _read_name(node.heading.text)
        if named is None:
            return False
        is_part = is_part_of_a_component(named.name) and "(" not in node.heading.text
        if not is_part and normal_type(named.kind) is not ComponentType.OTHER:
            return True
        return "." in named.name or self._has_type(node)

    def _names_component(self, node: Node) -> bool:
        named = _read_name(node.heading.text)
        if named is None or is_part_of_a_component(node.heading.text):
            return read_path(node.heading.text) is not None
        return not (named.joined or speaks_about_components(named.name)) or self._has_type(node)

    def _has_type(self, node: Node) -> bool:
        for block in node.blocks:
            if is_field_table(block, self._document):
                return True
            lines = block.text.split("\n") if block.kind == "paragraph" else []
            lines += [item.text for item in read_list(block)]
            if any((found := read_field(line, 1)) and found.name == "type" for line in lines):
                return True
        return False
