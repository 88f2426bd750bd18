"""What a component's entry consists of, whatever the format of its document."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sessions.context_document.fields import Field, read_field, read_module_list
from design_sessions.markdown import Block, Heading, MarkdownDocument


@dataclass
class Entry:
    """A component as its context document lists it, before its name becomes a module.

    Formats that list documents instead of modules give ``document``: a path from the context
    document's directory.
    """

    name: str
    line: int
    declared_type: str | None = None
    priority: int = 0
    description: str = ""
    dependencies: list[str] = field(default_factory=list)
    details: str = ""
    document: str | None = None


@dataclass(frozen=True)
class HeadedEntry:
    """A heading inside a component section and the blocks up to the next one of its level."""

    document: MarkdownDocument
    heading: Heading
    blocks: list[Block]
    section: str
    """The name of the section around it, lower case."""


@dataclass
class EntryText:
    """The fields, the prose and the rest of an entry's blocks."""

    fields: list[Field]
    description: str
    details: str
    dependencies: list[str]


def read_text(entry: HeadedEntry, skip: Block | None = None) -> EntryText:
    """Split the blocks of an entry.

    The prose is what stands before the first heading inside the entry, without the fields in it.
    Everything else that is no field, such as lists, code and headings, is kept as details.
    """
    fields: list[Field] = []
    prose: list[str] = []
    details: list[str] = []
    dependencies: list[str] = []
    below = ""
    for block in entry.blocks:
        if block is skip:
            continue
        if block.kind == "heading":
            below = block.text.strip().lower()
            details.append(entry.document.source(block))
            continue
        if block.kind == "paragraph":
            found, rest = _fields_of_paragraph(block)
            fields += found
            if rest:
                (details if below else prose).append(rest)
            continue
        if block.kind == "bullet_list":
            items = list_items(block)
            found = [f for text, line in items if (f := read_field(text, line)) is not None]
            fields += found
            if found and len(found) == len(items):
                details += [f"- {f.name}: {f.value}" for f in found if f.name == "route"]
                details += [f"- {f.name}: {f.value}" for f in found if f.name.startswith("param")]
                continue
            if below == "dependencies":
                dependencies += [n for text, _ in items for n in read_module_list(text)[:1]]
        details.append(entry.document.source(block))
    described = [f.value for f in fields if f.name == "description" and f.value]
    return EntryText(
        fields,
        "\n\n".join(described[:1] or prose),
        "\n\n".join(part for part in details if part),
        dependencies,
    )


def _fields_of_paragraph(block: Block) -> tuple[list[Field], str]:
    fields: list[Field] = []
    rest: list[str] = []
    for offset, line in enumerate(block.text.split("\n")):
        found = read_field(line, block.line + offset)
        if found is None:
            rest.append(line)
        else:
            fields.append(found)
    return fields, "\n".join(rest).strip()


def list_items(block: Block) -> list[tuple[str, int]]:
    """First paragraph and line of each item of a list, without the lists inside it."""
    items: list[tuple[str, int]] = []
    waiting = False
    for token in block.tokens:
        if token.type == "list_item_open":
            waiting = token.level == 1
        elif token.type == "inline" and waiting:
            items.append((token.content, (token.map or [0])[0] + 1))
            waiting = False
    return items
