"""Trees and nested lists: which branches are components and which only go before their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.lines.entries import Entry


@dataclass(frozen=True)
class Branch:
    """One line of an outline. ``entry`` is None for a group, which only gathers what is below."""

    depth: int
    entry: Entry | None
    is_directory: bool = False
    """Whether the branch ends in ``/``, as directories do."""
    may_be_group: bool = False
    """Whether the branch, if others are inside it, is just a group and not a component."""
    may_be_attribute: bool = False
    """Whether the branch describes the component around it."""


@dataclass(frozen=True)
class _Around:
    depth: int
    namespace: tuple[str, ...]
    names: tuple[str, ...]
    is_component: bool = False


def entries_of_outline(branches: Sequence[Branch]) -> list[Entry]:
    """The components of an outline.

    A branch with branches of its own is a namespace, whose name goes before theirs, when it is a
    directory, when it has no kind where others have one, or when its name is a plural without a
    known kind. A namespace is a component itself only where a document for it exists. The name of
    a group goes before no other, and what only may be an attribute is one inside a component.
    """
    has_kinds = any(b.entry is not None and b.entry.declared_type for b in branches)
    entries: list[Entry] = []
    around = [_Around(-1, (), ())]
    for index, branch in enumerate(branches):
        while len(around) > 1 and around[-1].depth >= branch.depth:
            around.pop()
        above = around[-1]
        entry = branch.entry
        has_branches = index + 1 < len(branches) and branches[index + 1].depth > branch.depth
        if entry is None:
            around.append(_Around(branch.depth, above.namespace, above.names))
            continue
        names = (*above.names, entry.name)
        if branch.may_be_group and has_branches:
            around.append(_Around(branch.depth, above.namespace, names))
            continue
        if branch.may_be_attribute and not has_branches and above.is_component:
            continue
        entry.namespace, entry.around = above.namespace, above.names
        entries.append(entry)
        is_namespace = has_branches or branch.is_directory
        if is_namespace and _is_namespace(entry, branch.is_directory, has_kinds):
            entry.only_if_documented = ""
            around.append(_Around(branch.depth, (*above.namespace, entry.name), names))
        elif is_namespace:
            around.append(_Around(branch.depth, above.namespace, names, is_component=True))
    return entries


def _is_namespace(entry: Entry, is_directory: bool, has_kinds: bool) -> bool:
    if is_directory:
        return True
    if normal_type(entry.declared_type) is not ComponentType.OTHER or entry.document:
        return False
    is_plural = entry.name.endswith("s") and not entry.name.endswith("ss")
    return is_plural or (entry.declared_type is None and has_kinds)
