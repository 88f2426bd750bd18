"""Where a repository keeps its design documents."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from design_sessions.errors import InputError
from design_sessions.modules import full_module, relative_module, underscore

Standard = Literal["design", "spec"]
Suffix = Literal[".md", ".spec.md"]

REVIEW_FILE = "design_review.md"
"""Lies among the component documents and is not one."""
REVIEW_TITLE = "Design Review"
"""Before a colon and the context's module, the title of a review that a session wrote."""


class Layout(BaseModel):
    """A root directory and a suffix: a module's document is ``<root>/<path><suffix>``.

    ``omitted_module`` is the part of the module name that paths leave out: None in the known
    layouts, ``MyApp`` where ``notes/blog.md`` documents ``MyApp.Blog``.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    root: str
    suffix: Suffix
    standard: Standard
    omitted_module: str | None = None


def _known(root: str) -> Layout:
    if root.rsplit("/", 1)[-1] == "spec":
        return Layout(name=root, root=root, suffix=".spec.md", standard="spec")
    return Layout(name=root, root=root, suffix=".md", standard="design")


LAYOUTS: tuple[Layout, ...] = tuple(
    _known(root) for root in ("docs/design", "design", "docs/spec", "spec", ".code_my_spec/spec")
)
"""The layouts found without settings; the first that holds the context document is taken."""


def derived_layout(root: str, suffix: Suffix, omitted_module: str | None = None) -> Layout:
    """The layout of a document outside the known ones; its name says all that it consists of."""
    standard: Standard = "spec" if suffix == ".spec.md" else "design"
    name = ":".join([standard, root or ".", *([omitted_module] if omitted_module else [])])
    return Layout(
        name=name, root=root, suffix=suffix, standard=standard, omitted_module=omitted_module
    )


def layout_named(name: str) -> Layout:
    """The layout that has this name, known or derived.

    Raises:
        InputError: no layout has such a name.
    """
    for layout in LAYOUTS:
        if layout.name == name:
            return layout
    standard, _, rest = name.partition(":")
    if standard not in ("design", "spec") or not rest:
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise InputError(f"There is no layout {name!r}.", f"Use one of: {known}.")
    root, separator, omitted = rest.rpartition(":")
    if not separator:
        root, omitted = rest, ""
    suffix: Suffix = ".spec.md" if standard == "spec" else ".md"
    return derived_layout("" if root == "." else root, suffix, omitted or None)


def layout_for(setting: str, files: Iterable[str]) -> Layout:
    """The layout that a person names: one that has this name, or a directory of documents.

    Args:
        setting: a layout's name, or a root directory relative to the repository's root.
        files: the paths of the repository; a directory whose documents end in ``.spec.md``, or
            that is called ``spec``, has the standard ``spec``.

    Raises:
        InputError: the text names no directory inside the repository.
    """
    name = setting.strip()
    if ":" in name or any(layout.name == name for layout in LAYOUTS):
        return layout_named(name)
    root = posixpath.normpath(name)
    if not name or root.startswith(("/", "..")) or any(ord(each) < 32 for each in root):
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise InputError(
            f"The layout {setting!r} is not a directory inside the repository.",
            f"Use one of: {known}; or a directory such as notes/design.",
        )
    root = "" if root == "." else root
    known_layout = next((layout for layout in LAYOUTS if layout.root == root), None)
    if known_layout is not None:
        return known_layout
    prefix = f"{root}/" if root else ""
    has_specs = any(path.startswith(prefix) and path.endswith(".spec.md") for path in files)
    is_spec = has_specs or posixpath.basename(root) == "spec"
    return derived_layout(root, ".spec.md" if is_spec else ".md")


def design_path(layout: Layout, module: str, project_module: str | None = None) -> str:
    """The path of a module's document, relative to the repository's root.

    The project module is prepended unless the name has it, then the whole becomes a path.
    """
    full = full_module(module, project_module)
    if layout.omitted_module is not None:
        full = relative_module(full, layout.omitted_module)
    return _join(layout.root, f"{underscore(full)}{layout.suffix}")


def path_below_root(layout: Layout, path: str) -> str | None:
    """``my_app/blog`` for ``docs/design/my_app/blog.md``; None for a path of another layout."""
    prefix = f"{layout.root}/" if layout.root else ""
    if not path.startswith(prefix) or suffix_of(path) != layout.suffix:
        return None
    return path[len(prefix) : -len(layout.suffix)] or None


def layout_of(path: str, layouts: Iterable[Layout] = LAYOUTS) -> Layout | None:
    """The first of the layouts that a document's path belongs to."""
    for layout in layouts:
        if path_below_root(layout, path) is not None:
            return layout
    return None


def suffix_of(path: str) -> Suffix | None:
    """``.spec.md`` or ``.md``; None for any other file."""
    name = path.rsplit("/", 1)[-1]
    for suffix in (".spec.md", ".md"):
        if name.endswith(suffix) and name != suffix:
            return suffix
    return None


def without_suffix(path: str) -> str:
    """The path of a document without ``.md`` or ``.spec.md``."""
    suffix = suffix_of(path)
    return path[: -len(suffix)] if suffix else path


def review_path(context_path: str) -> str:
    """``docs/design/my_app/blog/design_review.md`` for ``docs/design/my_app/blog.md``."""
    return f"{without_suffix(context_path)}/{REVIEW_FILE}"


def is_review(path: str) -> bool:
    """Whether the path is that of a review document."""
    return path.rsplit("/", 1)[-1] == REVIEW_FILE


def _join(root: str, path: str) -> str:
    return f"{root}/{path}" if root else path
