"""From entries to components: modules, paths, types and dependencies."""

from __future__ import annotations

import posixpath

from design_sessions.components import Component, normal_type
from design_sessions.context_document.detection import FoundEntry
from design_sessions.context_document.entries import Entry, list_items
from design_sessions.context_document.fields import read_module_list, says_nothing
from design_sessions.context_document.identity import spell
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import read_named, resolve
from design_sessions.context_document.own_documents import OwnDocuments
from design_sessions.layouts import Layout, design_path, is_review
from design_sessions.markdown import MarkdownDocument, plain_text, shown
from design_sessions.modules import relative_module, underscore


class Siblings:
    """The components of one context, to recognise them by any way of writing their names."""

    def __init__(self, components: list[Component], module: str, project_module: str) -> None:
        self._module = module
        self._project_module = project_module
        self._by_path = {underscore(each.module): each.module for each in components}

    def whole_names(self, names: list[str]) -> list[str]:
        """Each name once: the module of a component of the context, others as they are written."""
        whole = (resolve(name, self._module, self._project_module) for name in names)
        found = (self._by_path.get(underscore(each)) for each in whole)
        return list(dict.fromkeys(each or name for each, name in zip(found, names, strict=True)))


def assemble(
    found: list[FoundEntry],
    *,
    module: str,
    project_module: str,
    layout: Layout,
    own: OwnDocuments,
    report: Report,
) -> list[Component]:
    """The components that the entries list, each once, in the document's order.

    A component listed twice in one section is reported and the first entry stands. Several
    sections may list the same components: later ones only fill in what the first left open.
    """
    own.load(_paths(found, report.path, module, project_module, layout))
    kept: dict[str, tuple[FoundEntry, Component]] = {}
    paths: dict[str, str] = {design_path(layout, module, project_module): module}
    paths[report.path] = module
    for each in found:
        name = _module_of(each.entry, module, project_module, report.path, own)
        if name is None or name == module:
            _report_no_component(each.entry, name, report)
            continue
        if name in kept:
            _merge(kept[name], each, report)
            continue
        if each.supplement:
            continue
        component = _component(each.entry, name, module, project_module, layout, own)
        other = paths.setdefault(component.design_path, name)
        if other != name or is_review(component.design_path):
            report.add(
                each.entry.line,
                f"{name} is left out: its document {component.design_path} would be that of "
                + ("the review." if is_review(component.design_path) else f"{other}."),
            )
            continue
        kept[name] = (each, component)
    components = [component for _, component in kept.values()]
    siblings = Siblings(components, module, project_module)
    for component in components:
        component.dependencies = siblings.whole_names(component.dependencies)
    return components


def read_dependencies(
    document: MarkdownDocument,
    components: list[Component],
    module: str,
    project_module: str,
    report: Report,
) -> list[str]:
    """The modules in the context's own ``## Dependencies``, each once, in its order."""
    found: list[str] = []
    for heading in document.headings:
        if heading.level != 2 or heading.text.lower() != "dependencies":
            continue
        for block in document.blocks_between(heading.content_line, document.end_of(heading)):
            if block.kind not in ("bullet_list", "ordered_list"):
                continue
            for text, line in list_items(block):
                found += _named_dependencies(text, line, report)
    return Siblings(components, module, project_module).whole_names(found)


def _named_dependencies(text: str, line: int, report: Report) -> list[str]:
    plain = plain_text(text.split("\n", 1)[0])
    named = read_named(plain)
    if says_nothing(plain) or (named is not None and says_nothing(named.name)):
        return []
    if named is not None:
        return [named.name]
    first = plain.split(" ", 1)[0].rstrip(":,;")
    leading = read_named(first)
    if leading is not None and "." in leading.name:
        return [leading.name]
    names = read_module_list(plain) if "," in plain else []
    if not names:
        report.add(line, f"The dependency {shown(plain)} is left out: a module was expected.")
    return names


def _paths(
    found: list[FoundEntry], context_path: str, module: str, project_module: str, layout: Layout
) -> list[str]:
    paths = []
    for each in found:
        if each.entry.document is not None:
            paths.append(_document_path(each.entry.document, context_path))
        else:
            name = resolve(each.entry.name, module, project_module)
            paths.append(design_path(layout, name, project_module))
    return paths


def _document_path(listed: str, context_path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(context_path), listed))


def _module_of(
    entry: Entry, module: str, project_module: str, context_path: str, own: OwnDocuments
) -> str | None:
    if entry.document is None:
        return resolve(entry.name, module, project_module)
    path = _document_path(entry.document, context_path)
    below = own.path_below_root(path)
    if below is None:
        return None
    named = read_named(spell(below, [module, *own.titles(path)]))
    return resolve(named.name, module, project_module) if named else None


def _component(
    entry: Entry,
    name: str,
    module: str,
    project_module: str,
    layout: Layout,
    own: OwnDocuments,
) -> Component:
    path = design_path(layout, name, project_module)
    declared = entry.declared_type or own.declared_type(path)
    return Component(
        name=relative_module(name, module),
        module=name,
        type=normal_type(declared),
        declared_type=declared,
        priority=entry.priority,
        description=entry.description,
        design_path=path,
        dependencies=entry.dependencies,
        line=entry.line,
        details=entry.details,
    )


def _merge(kept: tuple[FoundEntry, Component], again: FoundEntry, report: Report) -> None:
    first, component = kept
    if first.section == again.section:
        report.add(
            again.entry.line,
            f"{component.module} is listed twice: the entry in line {first.entry.line} stands. "
            "Remove one of them.",
        )
        return
    entry = again.entry
    if component.declared_type is None and entry.declared_type is not None:
        component.declared_type = entry.declared_type
        component.type = normal_type(entry.declared_type)
    component.priority = component.priority or entry.priority
    component.description = component.description or entry.description
    component.details = component.details or entry.details
    component.dependencies = component.dependencies or entry.dependencies


def _report_no_component(entry: Entry, module: str | None, report: Report) -> None:
    if module is None:
        expected = "the path of a document below this one's layout was expected"
    else:
        expected = "this is the context itself; a component was expected"
    report.add(entry.line, f"{shown(entry.name)} is left out: {expected}.")
