"""What a component's entry consists of, in any format of document."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document.lines.dependencies import (
    names_of_items,
    read_dependency,
    read_names,
)
from design_sessions.context_document.lines.fields import (
    Field,
    canonical,
    is_marked_field,
    read_field,
)
from design_sessions.context_document.lines.listed_paths import is_document, module_of_source
from design_sessions.context_document.lines.lists import LISTS, ListItem, read_list
from design_sessions.context_document.lines.names import (
    NamedText,
    read_named,
    with_stated_type,
)
from design_sessions.layouts import is_review
from design_sessions.markdown import Block, MarkdownDocument, plain_text
from design_sessions.modules import is_module_name, underscore

LISTED, SHOWN, MENTIONED, FOUND_ELSEWHERE = range(4)
"""Ranks of entries: in a list of components, in a diagram or beside a list, in running text, and
outside of any section about components."""

_DESCRIBING = frozenset({"purpose", "description", "overview", "summary"})


@dataclass
class Entry:
    """A component as its context document lists it, before its name becomes a module."""

    name: str
    line: int
    declared_type: str | None = None
    priority: int = 0
    description: str = ""
    dependencies: list[str] = field(default_factory=list)
    details: str = ""
    document: str | None = None
    """The path of its document as it is listed, in formats that list documents."""
    spelling: str | None = None
    """The module as it is written beside the path of its document."""
    route: str | None = None
    """The route that stands behind its name."""
    module_in_type: str | None = None
    """The type, where it is a module: if that is one of the project, the entry names it."""
    namespace: tuple[str, ...] = ()
    """Names that go before its own, unless that is absolute."""
    around: tuple[str, ...] = ()
    """Names of all enclosing entries: they are prepended if a document exists only that way."""
    other_name: str | None = None
    """Another reading of the name, meant only where a document exists for it."""
    only_if_documented: str | None = None
    """Where set, the entry may be no component; it is one if its document exists. Says what was
    expected, empty where nothing needs to be said."""
    is_in_prose: bool = False
    """Whether it stands in the middle of a text, which also speaks of modules of others."""
    is_source_file: bool = False
    """Whether the path of its source code was listed."""
    shares_type: bool = False
    """Whether its type, if any, is what its line says of several names."""
    joined_from: str | None = None
    """The words that were joined to the name."""
    is_left_out: bool = False
    """Whether it stands where nothing is listed: without a type in a list beside headings, or below
    a heading such as ``Removed``."""
    rank: int = LISTED
    """Entries of a lower rank decide which components there are; the others only say more about
    them."""

    @property
    def is_explicit(self) -> bool:
        """Whether the entry can be nothing but a component, wherever it stands."""
        is_typed = normal_type(self.declared_type) is not ComponentType.OTHER
        return is_typed or self.document is not None or "." in self.name

    @property
    def all_details(self) -> str:
        """The details, with the route that stood behind the name."""
        if self.route is None or self.route in self.details:
            return self.details
        return "\n".join(part for part in (f"- **Route:** `{self.route}`", self.details) if part)


def entry_of_name(named: NamedText, line: int, text: str) -> Entry:
    """The entry that a name opens; ``text`` is what was written."""
    return Entry(
        named.name,
        line,
        declared_type=named.kind,
        priority=named.priority,
        description=named.text,
        other_name=named.other_name,
        joined_from=text if named.joined and named.document is None else None,
        document=named.document,
        spelling=named.name if named.document is not None else None,
        route=named.route,
        shares_type=named.shares_type,
    )


def entry_of_path(path: str, text: str, line: int, spelling: str | None = None) -> Entry | None:
    """The entry that the path of a document or source file opens; None for reviews and tests.

    Args:
        path: the path as it is listed.
        text: what stands behind it.
        line: the line of the entry, 1-based.
        spelling: the module as it is written in the text of a link to the path.
    """
    described = with_stated_type(read_named(f"X {text}") or NamedText("X", None, text))
    if is_document(path):
        if is_review(path):
            return None
        entry = Entry(path, line, document=path, spelling=spelling)
        stem = path.rpartition("/")[2].partition(".")[0]
        if described.kind is not None and _spells(described.kind, stem):
            entry.spelling = entry.spelling or described.kind
            described = NamedText("X", None, described.text)
    else:
        module = module_of_source(path)
        if module is None:
            return None
        entry = Entry(module, line, is_source_file=True)
    entry.declared_type, entry.description = described.kind, described.text
    return entry


def _spells(name: str, stem: str) -> bool:
    """Whether what stands in parentheses behind a path is its module and no type."""
    is_name = is_module_name(name) and normal_type(name) is ComponentType.OTHER
    return is_name and underscore(name).rpartition("/")[2] == stem


@dataclass
class EntryText:
    """The fields, the prose and the rest of an entry's blocks."""

    fields: list[Field]
    description: str
    details: str
    dependencies: list[str]


def read_text(document: MarkdownDocument, blocks: list[Block]) -> EntryText:
    """Split the blocks of an entry.

    The prose is what stands before the first heading inside the entry, without the fields in it.
    Everything else that is not a field, such as lists, code and headings, is kept as details.
    """
    found = EntryText([], "", "", [])
    prose: list[str] = []
    details: list[str] = []
    below = ""
    for block in blocks:
        if block.kind == "heading":
            below = canonical(block.text.strip().rstrip(":"))
            details.append(document.source(block))
        elif block.kind == "paragraph":
            fields, rest, others = _fields_of_paragraph(block)
            found.fields += fields
            details.append(others)
            is_prose = not below or (below in _DESCRIBING and not prose)
            (prose if is_prose else details).append(rest)
            if below == "dependencies":
                found.dependencies += read_names(rest)
        elif block.kind in LISTS:
            items = read_list(block)
            if below == "dependencies":
                found.dependencies += names_of_items(items)
                details.append(document.source(block))
                continue
            fields, dependencies, left = split_items(document, items)
            found.fields += fields
            found.dependencies += dependencies
            details.append(left)
        else:
            details.append(document.source(block))
    described = [each.value for each in found.fields if each.name == "description" and each.value]
    found.description = "\n\n".join(described[:1] or [part for part in prose if part])
    more = [*prose, *details] if described else details
    found.details = "\n\n".join(part for part in more if part)
    found.dependencies = stated_dependencies(found.fields) + found.dependencies
    return found


def split_items(
    document: MarkdownDocument, items: list[ListItem]
) -> tuple[list[Field], list[str], str]:
    """The fields among a list's items, the dependencies nested below one, the source of others."""
    fields: list[Field] = []
    dependencies: list[str] = []
    left: list[str] = []
    for item in items:
        found = read_field(item.text, item.line)
        if found is None:
            left.append("\n".join(document.lines[item.line - 1 : item.end - 1]).strip())
            continue
        fields.append(found)
        if found.name == "dependencies":
            dependencies += names_of_items(item.children)
    return fields, dependencies, "\n".join(left)


def stated_dependencies(fields: list[Field]) -> list[str]:
    """The modules in the fields that say what a component depends on."""
    return [
        name
        for each in fields
        if each.name == "dependencies"
        for name in read_names(each.value) or read_dependency(each.value) or []
    ]


def _fields_of_paragraph(block: Block) -> tuple[list[Field], str, str]:
    """The fields that are read, the prose, and the other named values."""
    fields: list[Field] = []
    rest: list[str] = []
    others: list[str] = []
    described = False
    for offset, line in enumerate(block.text.split("\n")):
        found = read_field(line, block.line + offset)
        if found is not None:
            kind, stop, behind = found.value.partition(". ")
            if found.name == "type" and stop and is_known_type(plain_text(kind)):
                found = Field(found.name, kind, found.line)
                rest.append(behind)
            fields.append(found)
            described = found.name == "description"
        elif is_marked_field(line):
            others.append(f"- {line.strip()}")
            described = False
        elif described:
            last = fields[-1]
            fields[-1] = Field(last.name, f"{last.value}\n{line}".strip(), last.line)
        else:
            rest.append(line)
    return fields, "\n".join(rest).strip(), "\n".join(others)
