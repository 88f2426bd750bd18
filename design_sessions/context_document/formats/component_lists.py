"""Lists of components: ``- Mod.Name (type): text`` or ``- ./blog/post.spec.md``, also nested."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.formats.group_types import with_type_of_group
from design_sessions.context_document.formats.heading_words import (
    is_group_name,
    is_part_of_a_component,
)
from design_sessions.context_document.formats.outline import Branch, entries_of_outline
from design_sessions.context_document.formats.type_notes import report_words
from design_sessions.context_document.lines.entries import (
    Entry,
    entry_of_name,
    entry_of_path,
    split_items,
    stated_dependencies,
)
from design_sessions.context_document.lines.fields import (
    first_of,
    read_field,
    read_priority,
    read_type,
    says_nothing,
)
from design_sessions.context_document.lines.listed_paths import read_path
from design_sessions.context_document.lines.lists import ListItem, read_list
from design_sessions.context_document.lines.names import (
    LONGEST_HEAD,
    POINTS_TO,
    NamedText,
    is_function,
    read_component_name,
    read_named,
    with_stated_type,
)
from design_sessions.context_document.lines.several_names import (
    LONGEST_ENUMERATION,
    read_labelled,
    read_several,
)
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\(\s*<?(?P<target>[^)\s>]+)>?[^)]*\)")
_CHECK_BOX = re.compile(r"\[[ xX]\]\s+")
_MARKED = re.compile(r"(?:\*\*|__|`)")
_TEXT_AFTER = re.compile(r":\s|\s[-\u2013\u2014]+\s")


def read_component_list(block: Block, document: MarkdownDocument, report: Report) -> list[Entry]:
    """Read the items of a list that begin with a module name or a path; nothing without one."""
    items = read_list(block)
    unread: list[ListItem] = []
    branches = [b for item in items for b in _branches_of(item, 0, document, unread, report)]
    if not any(branch.entry is not None for branch in branches):
        return []
    for item in unread:
        report.add(
            item.line,
            f"The item {shown(plain_text(item.first_line[:LONGEST_HEAD]))} is left out: a module "
            "such as `Post (schema): a post`, or the path of a document was expected.",
        )
    _report_words(items, report)
    return entries_of_outline(branches)


def _report_words(items: list[ListItem], report: Report) -> None:
    names = ((item.line, _name_of(item, _head_of(item))) for item in items)
    report_words([(line, named) for line, named in names if named is not None], report)
    for item in items:
        if any(map(is_typed_item, item.children)):
            _report_words(item.children, report)


def is_typed_item(item: ListItem) -> bool:
    """Whether an item is a component by its type or its path, wherever the list stands."""
    if _path_of(item) is not None:
        return True
    named = _typed_name_of(item)
    if named is None or says_nothing(named.name):
        return False
    return normal_type(named.kind) is not ComponentType.OTHER


def is_named_item(item: ListItem) -> bool:
    """Whether an item names something that may be a component: one word, and no part of one."""
    if is_typed_item(item):
        return True
    named = _typed_name_of(item)
    return named is not None and not (
        named.joined or says_nothing(named.name) or is_part_of_a_component(named.name)
    )


def _branches_of(
    item: ListItem,
    depth: int,
    document: MarkdownDocument,
    unread: list[ListItem],
    report: Report,
) -> list[Branch]:
    head = _head_of(item)
    path = _path_of(item)
    if path is not None:
        entry = entry_of_path(path.path, path.text, item.line, path.spelling)
        below = [b for c in item.children for b in _branches_of(c, depth, document, unread, report)]
        return ([Branch(depth, entry)] if entry is not None else []) + below
    line = plain_text(item.first_line[:LONGEST_ENUMERATION])
    several = read_several(line)
    labelled = [] if several else read_labelled(line)
    if several or any(each.kind is not None for each in labelled):
        # What is said about several at once is nothing that could be designed.
        unread += [child for child in item.children if several or ":" in child.first_line]
        gathered = [c for c in item.children if labelled and ":" not in c.first_line]
        below = [b for c in gathered for b in _branches_of(c, depth, document, unread, report)]
        shared = [*several, *labelled]
        return [*(Branch(depth, entry_of_name(e, item.line, e.name)) for e in shared), *below]
    named = _name_of(item, head)
    if item.children and (named is None or is_group_name(head)):
        unread_below: list[ListItem] = []
        below = [
            branch
            for child in item.children
            for branch in _branches_of(child, depth + 1, document, unread_below, report)
        ]
        if any(branch.entry is not None for branch in below):
            with_type_of_group(head, [each.entry for each in below if each.entry is not None])
            unread += unread_below
            return [Branch(depth, None), *below]
    if named is None or says_nothing(named.name):
        if not (says_nothing(head) or is_function(head)):
            unread.append(item)
        return []
    inner = _inner_components(item, named)
    entry = _entry_of(item, named, head, inner, document, report)
    below = [b for child in inner for b in _branches_of(child, depth + 1, document, unread, report)]
    is_directory = head.rstrip().endswith("/") and not entry.description
    return [Branch(depth, entry, is_directory), *below]


@dataclass(frozen=True)
class _ListedPath:
    path: str
    text: str
    spelling: str | None = None
    """The module that the text of a link names."""


def _path_of(item: ListItem) -> _ListedPath | None:
    source = _CHECK_BOX.sub("", item.first_line).lstrip("*_ ")
    link = _LINK.match(source[:LONGEST_HEAD])
    if link is not None and (path := read_path(link["target"])) is not None:
        named = read_named(plain_text(link["text"]))
        text = plain_text(source[link.end() :]).lstrip(" )`,:\u2013\u2014-")
        return _ListedPath(path[0], text, named.name if named else None)
    path = read_path(source)
    return None if path is None else _ListedPath(path[0], plain_text(path[1]))


def _name_of(item: ListItem, head: str) -> NamedText | None:
    """A name of several words is taken only where markup or a type says that it is one."""
    named = read_component_name(head.rstrip("/") if head.endswith("/") else head)
    if named is None or not named.joined:
        return named
    is_marked = _MARKED.match(item.first_line) is not None
    return named if is_marked or named.kind is not None else None


def _head_of(item: ListItem) -> str:
    return plain_text(item.first_line[:LONGEST_HEAD])


def _typed_name_of(item: ListItem) -> NamedText | None:
    """The name of an item with its type, also one behind a dash; None for a field."""
    named = _name_of(item, _head_of(item))
    is_field = read_field(item.text, item.line) is not None
    return None if named is None or is_field else with_stated_type(named)


def _inner_components(item: ListItem, named: NamedText) -> list[ListItem]:
    """The items below one that are components too, not what is said about it."""
    names = [_typed_name_of(child) for child in item.children]
    has_parts = any(
        read_field(child.text, child.line) is not None
        or is_part_of_a_component(_head_of(child).split(":")[0])
        for child in item.children
    )
    is_bare = named.kind is None and not named.text and "\n" not in item.text
    is_outline = not has_parts and all(
        each is not None or _path_of(child) is not None
        for child, each in zip(item.children, names, strict=True)
    )
    if is_outline and (is_bare or all(_MARKED.match(child.text) for child in item.children)):
        return item.children
    return [
        child
        for child, each in zip(item.children, names, strict=True)
        if _path_of(child) is not None or (each is not None and _is_component(each, named))
    ]


def _is_component(child: NamedText, parent: NamedText) -> bool:
    if child.name.startswith(f"{parent.name}."):
        return True
    is_typed = normal_type(child.kind) is not ComponentType.OTHER
    return is_typed and not is_part_of_a_component(child.name)


def _entry_of(
    item: ListItem,
    named: NamedText,
    head: str,
    inner: list[ListItem],
    document: MarkdownDocument,
    report: Report,
) -> Entry:
    inner_lines = {child.line for child in inner}
    about = [child for child in item.children if child.line not in inner_lines]
    fields, dependencies, details = split_items(document, about)
    module = first_of(fields, "module")
    stated = read_named(plain_text(module.value)) if module else None
    if len(item.first_line) > LONGEST_HEAD:
        after = _TEXT_AFTER.search(item.first_line)
        named = replace(named, text=item.first_line[after.end() :] if after else named.text)
    named = with_stated_type(named)
    entry = entry_of_name(stated or named, item.line, head)
    entry.description = named.text
    read = [(line, read_field(line, n)) for n, line in enumerate(item.text.split("\n"), item.line)]
    prose = "\n".join(line for line, stated in read[1:] if stated is None)
    fields += [stated for _, stated in read[1:] if stated is not None]
    described = first_of(fields, "description")
    entry.declared_type = read_type(first_of(fields, "type")) or named.kind
    entry.priority = read_priority(first_of(fields, "priority"), report) or entry.priority
    is_whole = not (entry.description.endswith(",") or prose.lstrip().startswith(("and ", "or ")))
    is_arrow = is_whole and entry.description.startswith(POINTS_TO)
    entry.description = ("\n" if is_arrow else " ").join(
        part for part in (entry.description, plain_text(prose)) if part
    ) or (described.value if described else "")
    entry.description = "\n\n".join(part for part in (entry.description, *item.further) if part)
    entry.dependencies = stated_dependencies(fields) + dependencies
    entry.details = details
    return entry
