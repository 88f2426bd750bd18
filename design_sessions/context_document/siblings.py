"""Dependencies on other components of the same context, and those of the context itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from design_sessions.components import Component
from design_sessions.context_document.formats.component_table import read_component_table
from design_sessions.context_document.formats.unread_text import unread_names
from design_sessions.context_document.lines.dependencies import (
    names_in_prose,
    names_in_sentences,
    read_dependency,
    read_names,
)
from design_sessions.context_document.lines.fields import says_nothing
from design_sessions.context_document.lines.lists import LISTS, ListItem, read_list
from design_sessions.context_document.lines.sentences_of_use import is_about_use, is_pointing
from design_sessions.context_document.lines.type_words import singular
from design_sessions.context_document.model import Report
from design_sessions.context_document.resolution import resolve
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown
from design_sessions.modules import relative_module, underscore


class Siblings:
    """The components of one context, to recognise them by any way of writing their names."""

    def __init__(self, components: list[Component], module: str, project_module: str) -> None:
        self._module = module
        self._project_module = project_module
        self._by_path = {underscore(each.module): each.module for each in components}
        self._by_last_name: dict[str, list[str]] = {}
        for each in components:
            last = each.module.rsplit(".", 1)[-1]
            self._by_last_name.setdefault(last, []).append(each.module)

    def whole_names(self, names: list[str]) -> list[str]:
        """Each name once: the module of a component of the context, others as they are written."""
        return list(dict.fromkeys(self._whole_name(name) for name in names))

    def _whole_name(self, name: str) -> str:
        whole = resolve(name, self._module, self._project_module)
        found = self._by_path.get(underscore(whole))
        same_last = self._by_last_name.get(name, [])
        if found is None and len(same_last) == 1:
            found = same_last[0]
        return found or name


def by_name(components: Sequence[Component], context: str) -> dict[str, str]:
    """The modules of components by all ways to write them.

    The last part alone is one, where it is no other's and no word that means something else.
    """
    last = context.rpartition(".")[2]
    found: dict[str, str] = {}
    for each in components:
        name = relative_module(each.module, context)
        for written in (each.name, name, f"{last}.{name}", each.module):
            found.setdefault(written, each.module)
    ends = Counter(each.module.rpartition(".")[2] for each in components)
    for each in components:
        end = each.module.rpartition(".")[2]
        if ends[end] == 1 and unread_names(f"it {end}", ()):
            found.setdefault(end, each.module)
    return found


def singular_of(name: str, modules: Collection[str]) -> str | None:
    """The component that a plural may mean."""
    meant = singular(name)
    return meant if meant != name and meant in modules else None


def read_dependencies(document: MarkdownDocument, report: Report) -> list[str]:
    """The modules in the context's own ``## Dependencies``, as written, in its order."""
    found: list[str] = []
    for heading in document.headings:
        if heading.level != 2 or heading.text.lower().rstrip(":") != "dependencies":
            continue
        for block in document.blocks_between(heading.content_line, document.end_of(heading)):
            if block.kind in LISTS:
                found += _of_items(read_list(block), report)
            elif block.kind == "table":
                found += [entry.name for entry in read_component_table(block, report)]
            elif block.kind == "paragraph" and not says_nothing(block.text):
                found += _of_paragraph(block, report)
    return found


def _of_items(items: list[ListItem], report: Report) -> list[str]:
    found: list[str] = []
    for item in items:
        if is_pointing(item.first_line):
            continue  # It says what a component uses; see used_components.
        names = read_dependency(item.first_line)
        if names is None and item.children:
            found += _of_items(item.children, report)
        elif names is None:
            text = shown(plain_text(item.first_line))
            report.add(item.line, f"The dependency {text} is left out: a module was expected.")
        found += names or []
    return found


def _of_paragraph(block: Block, report: Report) -> list[str]:
    """The modules in a paragraph: names alone, or sentences about what is used."""
    names = names_in_sentences(block.text) if is_about_use(block.text) else []
    names = names or _of_line(block.text) or names_in_prose(block.text)
    unread = [] if names else unread_names(block.text, ())
    if unread:
        report.add(
            block.line,
            f"The dependencies {', '.join(map(shown, unread))} are left out: a list with an item "
            f"such as `- {unread[0]}` for each was expected.",
        )
    return names


def _of_line(text: str) -> list[str]:
    """A paragraph that is nothing but names: ``Users, Accounts``."""
    parts = [part for part in text.rstrip(".").replace(" and ", ",").split(",") if part.strip()]
    names = read_names(text.rstrip("."))
    return names if len(names) == len(parts) else []
