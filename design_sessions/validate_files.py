"""Validating design files on disk, without a repository or a session.

Layout and module follow from a file's path; the type from the document itself, else from the
context document that lists it, else from what the document is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from pydantic import BaseModel

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document import read_context
from design_sessions.context_document.detection import lists_components
from design_sessions.context_document.identity import omitted_by_path, spell, title_module
from design_sessions.context_document.own_documents import declared_type
from design_sessions.definitions import definition_for
from design_sessions.design_document import DesignProblem, validate_design_bytes
from design_sessions.errors import InputError
from design_sessions.layouts import (
    LAYOUTS,
    Layout,
    Standard,
    derived_layout,
    is_review,
    path_below_root,
    suffix_of,
    without_suffix,
)
from design_sessions.markdown import MarkdownDocument

_PASSED_OVER = frozenset({"node_modules", "deps", "_build"})
_SHOWN_HIDDEN = frozenset({PurePosixPath(layout.root).parts[0] for layout in LAYOUTS})


class FileVerdict(BaseModel):
    """How the validation of one design file ended, and what the file was taken for."""

    path: str
    """As it was given, or below the directory that was given."""
    valid: bool
    module: str
    type: ComponentType
    standard: Standard
    problems: list[DesignProblem]


def validate_files(paths: Sequence[str | Path]) -> Iterator[FileVerdict]:
    """The verdict on each design file, in the order of the arguments, then by path.

    A file is validated wherever it lies. Of a directory, the documents in known layouts are, and
    where there are none, all Markdown files; reviews are passed over.

    Raises:
        InputError: a path does not exist or cannot be read, or a directory holds no document.
    """
    files = list(dict.fromkeys(file for path in paths for file in _documents(Path(path))))
    types = _ListedTypes()
    for file in files:
        yield _validate(file, types)


def _documents(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InputError(f"There is no file or directory {path}.", "Give the path of a design.")
    found = sorted(_markdown_below(path))
    documents = [file for file in found if _place(file) is not None] or found
    if not documents:
        raise InputError(f"{path} holds no design document.", "Give a directory that does.")
    return documents


def _markdown_below(directory: Path) -> Iterator[Path]:
    for root, directories, names in os.walk(directory):
        directories[:] = [
            name
            for name in directories
            if name not in _PASSED_OVER and (not name.startswith(".") or name in _SHOWN_HIDDEN)
        ]
        for name in names:
            if suffix_of(name) and not is_review(name) and Path(root, name).is_file():
                yield Path(root, name)


def _place(file: Path) -> tuple[Layout, Path, str] | None:
    """The known layout of a file, the directory that has the layout, and the path below its root.

    The repository is asked first: the layout is the outermost below its root. Without one it is
    the innermost, since the directories around a project may have any name.
    """
    absolute = Path(os.path.abspath(file))
    repository = next((p for p in absolute.parents if (p / ".git").exists()), None)
    bases = list(absolute.parents)
    if repository is not None:
        bases = bases[bases.index(repository) :: -1]
    for base in bases:
        relative = absolute.relative_to(base).as_posix()
        for layout in LAYOUTS:
            below = path_below_root(layout, relative)
            if below is not None:
                return layout, base, below
    return None


def _validate(file: Path, types: _ListedTypes) -> FileVerdict:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    document = MarkdownDocument(content.decode("utf-8-sig", "replace"))
    title = title_module(document.title.text) if document.title else None
    place = _place(file)
    if place is None:
        layout = derived_layout("", suffix_of(file.name) or ".md")
        module = title or spell(without_suffix(file.name), [])
        listed = None
    else:
        layout, base, below = place
        module = spell(below, [title] if title else [])
        if title is not None and omitted_by_path(below, title):
            module = title
        listed = types.of(layout, base, below)
    component_type = _type(document, listed)
    definition = definition_for(layout.standard, component_type)
    problems = validate_design_bytes(content, definition=definition, module=module)
    return FileVerdict(
        path=str(file),
        valid=not problems,
        module=module,
        type=component_type,
        standard=layout.standard,
        problems=problems,
    )


def _type(document: MarkdownDocument, listed: ComponentType | None) -> ComponentType:
    declared = declared_type(document)
    if declared is not None:
        return normal_type(declared)
    if listed is not None:
        return listed
    return ComponentType.CONTEXT if lists_components(document) else ComponentType.OTHER


class _ListedTypes:
    """The types that context documents give their components; each document is read once."""

    def __init__(self) -> None:
        self._by_context: dict[Path, dict[str, ComponentType]] = {}

    def of(self, layout: Layout, base: Path, below: str) -> ComponentType | None:
        """The type that the nearest context document above a document lists for it."""
        own = f"{layout.root}/{below}{layout.suffix}"
        for parent in PurePosixPath(below).parents:
            if parent.name:
                path = f"{layout.root}/{parent}{layout.suffix}"
                listed = self._read(base, path).get(own)
                if listed is not None:
                    return listed
        return None

    def _read(self, base: Path, path: str) -> dict[str, ComponentType]:
        key = base / path
        if key not in self._by_context:
            try:
                context = read_context(_OneFile(base, path), path)
                components = context.components
            except InputError:
                components = []
            self._by_context[key] = {each.design_path: each.type for each in components}
        return self._by_context[key]


class _OneFile:
    """A reader for which only one file exists, so that nothing else is read from the disk."""

    def __init__(self, base: Path, path: str) -> None:
        self._base = base
        self._path = path

    def read_bytes(self, path: str) -> bytes | None:
        if path != self._path:
            return None
        try:
            return (self._base / path).read_bytes()
        except OSError:
            return None

    def list_files(self, prefix: str = "") -> list[str]:
        return [self._path] if (self._base / self._path).is_file() else []
