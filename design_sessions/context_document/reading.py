"""Reading a context document: from what a person typed to components with paths and types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from design_sessions.components import Component, ComponentType
from design_sessions.context_document.assembly import Assembly
from design_sessions.context_document.design_paths import DesignPaths, report_cases
from design_sessions.context_document.finding.identification import identify
from design_sessions.context_document.finding.locate import locate
from design_sessions.context_document.finding.own_documents import OwnDocuments
from design_sessions.context_document.formats.detection import (
    FoundEntry,
    lists_components,
    read_entries,
)
from design_sessions.context_document.formats.unread_blocks import report_front_matter
from design_sessions.context_document.lines.entries import FOUND_ELSEWHERE
from design_sessions.context_document.lines.names import MODULE, read_named
from design_sessions.context_document.list_marks import with_plain_lists
from design_sessions.context_document.model import ContextDesign, FileReader, Report
from design_sessions.context_document.siblings import Siblings, read_dependencies
from design_sessions.context_document.used_components import with_used_components
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, Layout, derived_layout, layout_for
from design_sessions.markdown import MarkdownDocument
from design_sessions.merge_conflicts import merge_conflicts
from design_sessions.modules import is_module_name
from design_sessions.utf8 import LFS_POINTER, NOT_UTF8, decode_text
from design_sessions.wide_marks import with_plain_marks

LONGEST_TEXT = 2_000_000
MOST_LINES = 60_000
MOST_COMPONENTS = 5_000
"""What is read of a context document: room for as many components, with a dozen lines for each."""

_WRITTEN_MODULE = re.compile(rf"(?<![\w.]){MODULE}\.[A-Z]\w*")


def read_context(
    reader: FileReader,
    context: str,
    *,
    project_module: str | None = None,
    layout: str | None = None,
    own_types: Mapping[str, ComponentType] | None = None,
) -> ContextDesign:
    """Read the document of a context and list its components.

    Args:
        reader: the repository at one commit.
        context: a module, a document's path, or a name that only one context has at its end.
        project_module: the project's own module, such as ``MyApp``; the first segment of the
            context's module without it.
        layout: where the documents are: a layout's name or a directory; found without it.
        own_types: known types by the project's own words for them, such as ``mcp_tool``.

    Raises:
        NotFoundError: there is no such document; the error lists the contexts that there are.
        InputError: the document is not text, has unresolved conflicts or lists no component; the
            layout is none.
    """
    if project_module is not None and not is_module_name(project_module):
        raise InputError(
            f"The project module {project_module!r} is not a module name.", "Write it like MyApp."
        )
    files = reader.list_files()
    given = None if layout is None else layout_for(layout, files)
    located = locate(reader, context, project_module, _layouts(given, context, project_module))
    content = reader.read_bytes(located.path)
    if content is None:
        raise NotFoundError(f"Context component not found: {context}.", "Its document is gone.")
    report = Report(located.path)
    document = _decode(content, report)
    _refuse_conflicts(document, report.path)
    found = _kept(read_entries(document, report), report)
    spellings = [project_module] if project_module else []
    names = [name for name in _names_of(found) if name is not None]
    identity = identify(located, document, [*spellings, *names], project_module, given)
    for other in located.others:
        report.add(
            1, f"{other} is also a document of {identity.module}: to use that one, give its path."
        )
    stated = read_dependencies(document, report)
    written = _WRITTEN_MODULE.findall("\n".join(document.lines))
    lines = {name: each.entry.line for name, each in zip(_names_of(found), found, strict=True)}
    components = Assembly(
        module=identity.module,
        project_module=identity.project_module,
        paths=DesignPaths(
            identity.layout,
            context_path=located.path,
            project_module=identity.project_module,
            files=files,
        ),
        own=OwnDocuments(reader),
        spellings=[*spellings, *written, *stated],
        own_types=own_types or {},
        report=report,
    ).components(found)
    siblings = Siblings(components, identity.module, identity.project_module)
    components = with_used_components(
        components, found, identity.module, siblings, document, report
    )
    _report_document(document, found, identity.module, report)
    report_cases(components, lines, files, report)
    dependencies = siblings.whole_names(stated)
    report.diagnostics.sort(key=lambda each: (each.path != located.path, each.path, each.line))
    if not components:
        raise _no_components(identity.module, report)
    return ContextDesign(
        module=identity.module,
        project_module=identity.project_module,
        path=located.path,
        layout=identity.layout,
        title=document.title.text if document.title else identity.module,
        description=_description(document),
        components=sorted(components, key=_order),
        dependencies=dependencies,
        diagnostics=report.diagnostics,
    )


def _layouts(given: Layout | None, context: str, project_module: str | None) -> Sequence[Layout]:
    """Where to look: the layout that was given, with paths with and without the project."""
    if given is None:
        return LAYOUTS
    project = project_module or context.strip().split(".", 1)[0]
    if given.omitted_module is not None or not is_module_name(project):
        return [given]
    return [given, derived_layout(given.root, given.suffix, project)]


def _order(component: Component) -> tuple[int, str]:
    return (-component.priority, component.name)


def _decode(content: bytes, report: Report) -> MarkdownDocument:
    if content.startswith(LFS_POINTER):
        raise InputError(
            f"The document {report.path} is a pointer of Git LFS: its text is not in the "
            "repository.",
            "Commit the document itself: git lfs untrack its path, add and commit it again.",
        )
    if b"\0" in content:
        raise InputError(
            f"The document {report.path} is unreadable: it is not UTF-8 text.",
            "Save it as UTF-8 and commit it.",
        )
    text, wrong_line = decode_text(content)
    if wrong_line is not None:
        report.add(wrong_line, NOT_UTF8)
    kept = _shortened(text)
    document = MarkdownDocument(with_plain_lists(with_plain_marks(kept)))
    if len(kept) < len(text):
        report.add(
            len(document.lines),
            f"The document is longer than {LONGEST_TEXT} characters or {MOST_LINES} lines: the "
            "rest is ignored. Split the context.",
        )
    return document


def _refuse_conflicts(document: MarkdownDocument, path: str) -> None:
    """Read as they stand, the two sides of a conflict would be one document that nobody wrote."""
    conflict = next(merge_conflicts(document.lines), None)
    if conflict is not None:
        raise InputError(
            f"The document {path} cannot be read, {path}:{conflict.first}: {conflict}.",
            "Keep what is right, remove the marks and commit it.",
        )


def _kept(found: list[FoundEntry], report: Report) -> list[FoundEntry]:
    if len(found) > MOST_COMPONENTS:
        report.add(
            found[MOST_COMPONENTS].entry.line,
            f"The document names more than {MOST_COMPONENTS} components: the rest are ignored. "
            "Split the context.",
        )
    return found[:MOST_COMPONENTS]


def _shortened(text: str) -> str:
    """The text up to the end of a line within both limits."""
    kept = text[:LONGEST_TEXT]
    position = -1
    for _ in range(MOST_LINES):
        position = kept.find("\n", position + 1)
        if position < 0:
            return kept
    return kept[:position]


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


def _report_document(
    document: MarkdownDocument, found: list[FoundEntry], module: str, report: Report
) -> None:
    for line in document.unclosed_fences:
        report.add(line, "The code fence is never closed: the rest is read as code.")
    report_front_matter(document, report)
    if document.title is None:
        report.add(1, f"The title is missing: `# {module}` was expected.")
    first = found[0].entry if found else None
    if first is not None and first.rank == FOUND_ELSEWHERE and not lists_components(document):
        report.add(
            first.line,
            "The components are read from here: a section `## Components` was expected.",
        )


def _names_of(found: list[FoundEntry]) -> list[str | None]:
    """The name of each entry; None where there is none."""
    named = (read_named(each.entry.name) for each in found)
    return [each.name if each is not None else None for each in named]


def _no_components(module: str, report: Report) -> InputError:
    notes = [f"line {each.line}: {each.message}" for each in report.diagnostics[:5]]
    expected = "A section `## Components` with a heading such as `### Post` for each was expected."
    return InputError(
        f"No child components found for context {module} in {report.path}.",
        " ".join([expected, *notes]),
    )
