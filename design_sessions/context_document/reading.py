"""Reading a context document: from what a person typed to components with paths and types."""

from __future__ import annotations

import posixpath

from design_sessions.components import Component
from design_sessions.context_document.assembly import assemble, read_dependencies
from design_sessions.context_document.detection import read_entries
from design_sessions.context_document.identity import omitted_by_path, spell, title_module
from design_sessions.context_document.locate import locate
from design_sessions.context_document.model import ContextDesign, FileReader, Report
from design_sessions.context_document.names import read_named
from design_sessions.context_document.own_documents import OwnDocuments
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import (
    Layout,
    derived_layout,
    layout_of,
    path_below_root,
    suffix_of,
    without_suffix,
)
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import full_module, is_module_name, underscore


def read_context(
    reader: FileReader, context: str, *, project_module: str | None = None
) -> ContextDesign:
    """Read the document of a context and list its components.

    Args:
        reader: the repository at one commit.
        context: a module, a document's path, or a name that only one context has at its end.
        project_module: the project's own module, such as ``MyApp``; the first segment of the
            context's module without it.

    Raises:
        NotFoundError: there is no such document; the error lists the contexts that there are.
        InputError: the document is not text, or lists no component.
    """
    if project_module is not None and not is_module_name(project_module):
        raise InputError(
            f"The project module {project_module!r} is no module name.", "Write it like MyApp."
        )
    located = locate(reader, context, project_module)
    content = reader.read_bytes(located.path)
    if content is None:
        raise NotFoundError(f"Context component not found: {context}.", "Its document has gone.")
    report = Report(located.path)
    document = _decode(content, report)
    found = read_entries(document, report)
    names = [named.name for each in found if (named := read_named(each.entry.name)) is not None]
    layout, module = _identify(located.path, document, located.module, names, project_module)
    if not is_module_name(module):
        raise InputError(
            f"The document {located.path} is about no module that can be named.",
            "Give it the module as its title, such as `# MyApp.Blog`.",
        )
    project = project_module or module.split(".", 1)[0]
    for other in located.others:
        report.add(1, f"{other} is a document of {module} too: give the path to use that one.")
    own = OwnDocuments(reader, layout)
    components = assemble(
        found, module=module, project_module=project, layout=layout, own=own, report=report
    )
    _report_document(document, module, report)
    dependencies = read_dependencies(document, components, module, project, report)
    report.diagnostics.sort(key=lambda each: each.line)
    if not components:
        raise _no_components(module, report)
    return ContextDesign(
        module=module,
        project_module=project,
        path=located.path,
        layout=layout,
        title=document.title.text if document.title else module,
        description=_description(document),
        components=sorted(components, key=_order),
        dependencies=dependencies,
        diagnostics=report.diagnostics,
    )


def _order(component: Component) -> tuple[int, str]:
    return (-component.priority, component.name)


def _decode(content: bytes, report: Report) -> MarkdownDocument:
    if b"\0" in content:
        raise InputError(
            f"The document {report.path} is unreadable: it is not UTF-8 text.",
            "Save it as UTF-8 and commit it.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report.add(line, "Bytes that are not UTF-8 are read as U+FFFD: save the file as UTF-8.")
        text = content.decode("utf-8-sig", "replace")
    document = MarkdownDocument(text)
    if document.shortened:
        report.add(len(document.lines), "The document is too long: the rest of it is not read.")
    return document


def _identify(
    path: str,
    document: MarkdownDocument,
    typed: str | None,
    names: list[str],
    project_module: str | None,
) -> tuple[Layout, str]:
    title = title_module(document.title.text) if document.title else None
    spellings = [each for each in (project_module, title, typed, *names) if each]
    layout = layout_of(path)
    below = path_below_root(layout, path) if layout else None
    if layout is not None and below is not None:
        omitted = omitted_by_path(below, title)
        if omitted is None or title is None:
            return layout, full_module(spell(below, spellings), project_module)
        return derived_layout(layout.root, layout.suffix, omitted), title
    suffix = suffix_of(path) or ".md"
    whole = without_suffix(path)
    named = typed or title
    if named is None:
        named = spell(posixpath.basename(whole), spellings)
    module = full_module(named, project_module)
    segments = module.split(".")
    for count in range(len(segments)):
        end = underscore(".".join(segments[count:]))
        if whole == end or whole.endswith(f"/{end}"):
            omitted = ".".join(segments[:count]) or None
            return derived_layout(whole[: -len(end)].rstrip("/"), suffix, omitted), module
    return derived_layout(posixpath.dirname(path), suffix), module


def _description(document: MarkdownDocument) -> str:
    """The Purpose section's first prose, else what stands below the title."""
    purpose = next((h for h in document.headings if h.text.lower() == "purpose"), None)
    start = purpose or document.title
    if start is None:
        return ""
    for block in document.blocks_between(start.content_line, len(document.lines) + 1):
        if block.kind == "heading":
            return ""
        if block.kind == "paragraph" and not block.text.startswith("**Type"):
            return block.text
    return ""


def _report_document(document: MarkdownDocument, module: str, report: Report) -> None:
    for line in document.unclosed_fences:
        report.add(line, "The code fence is never closed: what follows it is read as code.")
    if document.title is None:
        report.add(1, f"The title is missing: `# {module}` was expected.")


def _no_components(module: str, report: Report) -> InputError:
    notes = [f"line {each.line}: {each.message}" for each in report.diagnostics[:5]]
    expected = "A section `## Components` with a heading such as `### Post` for each was expected."
    return InputError(
        f"No child components found for context {module} in {report.path}.",
        " ".join([expected, *notes]),
    )
