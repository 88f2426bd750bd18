"""Whether the contexts are where the project's settings say that documents are.

Designs go to the layout in the settings. If the context's own document is elsewhere, the setting is
wrong: finished designs would not be found, and would be paid for again. Without the setting,
designs go beside their context's document, which always works.
"""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.context_document.finding.locate import ContextSummary, list_contexts
from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, Layout, derived_layout, layout_for, layout_of
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE, line_in_file
from design_sessions.wording import listed


def read_project_context(
    settings: ProjectSettings,
    reader: FileReader,
    context: str,
    *,
    project_module: str | None = None,
) -> ContextDesign:
    """The context as the project's settings have it read; ``project_module`` wins over theirs.

    Raises:
        NotFoundError: there is no such document; the error lists the contexts that there are.
        InputError: the document is not text, lists no component, or does not lie in the layout that
            the settings name.
    """
    own_types, layout = settings.own_types(), settings.documents.layout

    def read(name: str, layout: str | None) -> ContextDesign:
        return read_context(
            reader,
            name,
            project_module=project_module or settings.project.module,
            layout=layout,
            own_types=own_types,
        )

    if layout is None:
        return read(context, None)
    root = layout_for(layout, reader.list_files()).root
    try:
        found = read(context, layout)
    except NotFoundError as error:
        try:
            found = read(context, None)
        except InputError:
            raise error from None
        if _lies_in(root, found.path):
            raise
    if _lies_in(root, found.path):
        return found
    own = read(found.path, None)
    raise _misplaced(reader, layout, own.module, own.path, own.layout)


def _lies_in(root: str, path: str) -> bool:
    """Whether a document is below the layout, and not in a known one that is itself below it.

    With ``docs`` for ``docs/design`` every module would begin with ``Design``.
    """
    prefix = f"{root}/" if root else ""
    known = layout_of(path)
    too_high = known is not None and known.root != root and known.root.startswith(prefix)
    return path.startswith(prefix) and not too_high


def _misplaced(reader: FileReader, setting: str, module: str, path: str, own: Layout) -> InputError:
    """The error for a context outside of the layout; ``own`` is the one that its path has."""
    files = reader.list_files()
    root = layout_for(setting, files).root
    empty = not any(file.startswith(f"{root}/") for file in files)
    right = own.root or "."
    if layout_for(right, files).suffix != own.suffix:
        right = own.name
    line = line_in_file(reader, "documents", "layout")
    place = SETTINGS_FILE if line is None else f"{SETTINGS_FILE}:{line}"
    return InputError(
        f'{place}: [documents] layout is "{setting}", '
        f"{'which is empty, ' if empty else ''}but the document of {module} is {path}.",
        f'Set layout = "{right}", or remove it, which puts designs beside their context\'s '
        f"document; or move the documents to {root or 'the top'}. Then commit.",
    )


def check_layout(reader: FileReader, setting: str | None) -> str | None:
    """Check that the contexts of a repository are in the layout of the settings.

    Returns:
        A note for the person; None when there is nothing to say.

    Raises:
        InputError: there are contexts, but none in the layout.
    """
    if setting is None:
        return None
    root = layout_for(setting, reader.list_files()).root
    inside = _contexts_below(reader, root)
    outside = [each for each in list_contexts(reader) if not _lies_in(root, each.path)]
    if not inside and not outside:
        return f"there is no context document in {root or 'the repository'} yet"
    if not inside:
        first = outside[0]
        own = layout_of(first.path)
        raise _misplaced(reader, setting, first.module, first.path, own or LAYOUTS[0])
    return _outside(root, outside) if outside else None


def project_contexts(settings: ProjectSettings, reader: FileReader) -> list[ContextSummary]:
    """The contexts of a repository; those in the layout of the settings, if they name one."""
    if settings.documents.layout is None:
        return list_contexts(reader)
    root = layout_for(settings.documents.layout, reader.list_files()).root
    return _contexts_below(reader, root)


def _contexts_below(reader: FileReader, root: str) -> list[ContextSummary]:
    below = list_contexts(reader, [derived_layout(root, ".md"), derived_layout(root, ".spec.md")])
    return [each for each in below if _lies_in(root, each.path)]


def _outside(root: str, contexts: Sequence[ContextSummary]) -> str:
    names = listed([f"{each.module} ({each.path})" for each in contexts], 3)
    return f"not in {root or 'the top'}, so they cannot be designed: {names}"
