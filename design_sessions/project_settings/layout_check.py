"""Whether the contexts lie where the project's settings say that documents are.

Designs go to the layout that is named. Where the context's own document is somewhere else, the
name is wrong: designs that are finished already would not be found, and would be paid for again.
Leaving the name out is always a way out, for then designs lie beside their context's document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from design_sessions.components import ComponentType
from design_sessions.context_document import (
    ContextDesign,
    ContextSummary,
    FileReader,
    list_contexts,
    read_context,
)
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, Layout, derived_layout, layout_for, layout_of
from design_sessions.project_settings.settings_file import SETTINGS_FILE, line_in_file


def read_in_layout(
    reader: FileReader,
    context: str,
    *,
    project_module: str | None,
    layout: str | None,
    own_types: Mapping[str, ComponentType],
) -> ContextDesign:
    """Read a context whose document must lie in the layout that the settings name, if they do.

    Raises:
        NotFoundError: there is no such document.
        InputError: the document cannot be read, or lies elsewhere.
    """

    def read(name: str, layout: str | None) -> ContextDesign:
        return read_context(
            reader, name, project_module=project_module, layout=layout, own_types=own_types
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
    """Whether a document lies below the layout, and in no known one that is itself below it.

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
        f"{'where there is nothing, ' if empty else ''}but the document of {module} is {path}.",
        f'Write layout = "{right}", or leave it out, which has designs lie beside their context\'s '
        f"document; or move the documents to {root or 'the top'}. Then commit it.",
    )


def check_layout(reader: FileReader, setting: str | None) -> str | None:
    """Look whether the contexts of a repository lie in the layout that the settings name.

    Returns:
        What a person should know all the same; None when there is nothing to say.

    Raises:
        InputError: there are contexts, and none of them lies there.
    """
    if setting is None:
        return None
    root = layout_for(setting, reader.list_files()).root
    below = list_contexts(reader, [derived_layout(root, ".md"), derived_layout(root, ".spec.md")])
    inside = [each for each in below if _lies_in(root, each.path)]
    outside = [each for each in list_contexts(reader) if not _lies_in(root, each.path)]
    if not inside and not outside:
        return f"there is no context's document in {root or 'the repository'} yet"
    if not inside:
        first = outside[0]
        own = layout_of(first.path)
        raise _misplaced(reader, setting, first.module, first.path, own or LAYOUTS[0])
    return _outside(root, outside) if outside else None


def _outside(root: str, contexts: Sequence[ContextSummary]) -> str:
    listed = ", ".join(f"{each.module} ({each.path})" for each in contexts[:3])
    more = f" and {len(contexts) - 3} more" if len(contexts) > 3 else ""
    return f"not in {root or 'the top'}, and so not to be designed: {listed}{more}"
