"""Finding the context document that a person means, and listing those that there are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from design_sessions.context_document.finding.identity import omitted_by_path, spell, title_module
from design_sessions.context_document.formats.detection import is_component_section
from design_sessions.context_document.model import FileReader, read_many
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import (
    LAYOUTS,
    Layout,
    design_path,
    is_review,
    layout_of,
    path_below_root,
    suffix_of,
    without_suffix,
)
from design_sessions.markdown import plain_text
from design_sessions.modules import (
    full_module,
    is_inside,
    is_module_name,
    underscore,
    web_module,
)
from design_sessions.wording import did_you_mean, listed

_LISTED = 20
_HEADING = re.compile(r"^(#{1,4})[ \t]+(\S.{0,300})", re.MULTILINE)


class ContextSummary(BaseModel):
    """A document that lists components, or has documents in a directory of its own name."""

    module: str
    path: str


class Located(BaseModel):
    """The path of a context document, and the module that was asked for when one was."""

    path: str
    module: str | None = None
    others: list[str] = []
    """Further layouts that hold a document of the same module."""


def locate(
    reader: FileReader,
    context: str,
    project_module: str | None,
    layouts: Sequence[Layout] = LAYOUTS,
) -> Located:
    """Find the document of a context.

    Args:
        context: a module, a document's path, or a name that only one context has at its end.
        project_module: put before a module that does not name the project itself.
        layouts: where to look first, in this order.

    Raises:
        InputError: the name is empty or fits several contexts.
        NotFoundError: no document fits; the error lists the contexts that there are.
    """
    name = context.strip()
    if not name:
        raise InputError("The context is empty.", "Give a module such as MyApp.Blog.")
    if "/" in name or suffix_of(name):
        return _by_path(reader, name, layouts)
    if not is_module_name(name) and not re.fullmatch(r"[\w.]+", name):
        raise _not_found(reader, name, layouts)
    module = name if _is_web(name, project_module) else full_module(name, project_module)
    files = set(reader.list_files())
    forms = [module] if project_module is None else [module, full_module(module, project_module)]
    every = [design_path(layout, form) for layout in layouts for form in forms]
    paths = [path for path in dict.fromkeys(every) if path in files]
    if paths:
        return Located(path=paths[0], module=_typed(module), others=paths[1:])
    return _by_last_name(reader, name, module, project_module, layouts)


def _is_web(name: str, project_module: str | None) -> bool:
    return project_module is not None and is_inside(name, web_module(project_module))


def _typed(module: str) -> str | None:
    return module if is_module_name(module) else None


def _by_path(reader: FileReader, name: str, layouts: Sequence[Layout]) -> Located:
    path = posixpath.normpath(name.replace("\\", "/")).removeprefix("/")
    if path == "." or path.split("/", 1)[0] == "..":
        raise _not_found(reader, name, layouts)
    if is_review(path):
        raise InputError(
            f"{path} is a review, not a context document.",
            f"Name the context's own document, such as {posixpath.dirname(path)}.md.",
        )
    files = set(reader.list_files())
    candidates = [path] if suffix_of(path) else [f"{path}.md", f"{path}.spec.md"]
    candidates += [f"{layout.root}/{path}{layout.suffix}" for layout in layouts]
    for candidate in candidates:
        if candidate in files:
            return Located(path=candidate)
    raise _not_found(reader, name, layouts)


def _by_last_name(
    reader: FileReader,
    name: str,
    module: str,
    project_module: str | None,
    layouts: Sequence[Layout],
) -> Located:
    wanted = underscore(module)
    contexts = list_contexts(reader, layouts)
    fitting = [each for each in contexts if underscore(each.module) == wanted]
    if not fitting and project_module is None:
        fitting = [each for each in contexts if underscore(each.module).endswith(f"/{wanted}")]
    if not fitting:
        fitting = [
            ContextSummary(module=module, path=path)
            for path in reader.list_files()
            if suffix_of(path) and not is_review(path) and _is_below(without_suffix(path), wanted)
        ]
    if not fitting:
        raise _not_found(reader, name, layouts)
    if len(fitting) > 1:
        found = ", ".join(f"{each.module} ({each.path})" for each in fitting[:_LISTED])
        raise InputError(
            f"{name} fits several documents: {found}.",
            "Give the whole module, or the path of the document.",
        )
    return Located(path=fitting[0].path)


def _is_below(path: str, wanted: str) -> bool:
    return path == wanted or path.endswith(f"/{wanted}")


def _not_found(reader: FileReader, name: str, layouts: Sequence[Layout]) -> NotFoundError:
    contexts = list_contexts(reader, layouts)
    modules = {each.module for each in contexts}
    known = {each.path for each in contexts} if "/" in name else modules | _last_names(modules)
    message = f"Context component not found: {name}{did_you_mean(name, known)}"
    if not contexts:
        roots = ", ".join(dict.fromkeys(layout.root or "." for layout in layouts))
        return NotFoundError(
            message,
            f"No context document was found in {roots}: commit one, or give its path.",
        )
    names = listed([each.module for each in contexts], _LISTED)
    return NotFoundError(message, f"Existing contexts: {names}.")


def _last_names(modules: Iterable[str]) -> set[str]:
    return {module.rpartition(".")[2] for module in modules}


def list_contexts(reader: FileReader, layouts: Sequence[Layout] = LAYOUTS) -> list[ContextSummary]:
    """The context documents in the layouts, by module.

    A context document is one with a section of components, or with a directory of its own name
    that holds documents.
    """
    documents = [
        path
        for path in reader.list_files()
        if layout_of(path, layouts) is not None and not is_review(path)
    ]
    directories = {posixpath.dirname(path) for path in documents}
    found = []
    for path, content in read_many(reader, documents).items():
        text = content.decode("utf-8-sig", "replace").replace("\r", "")
        headings = [(mark, text.rstrip(" \t#")) for mark, text in _HEADING.findall(text)]
        sections = (text for mark, text in headings if len(mark) > 1)
        if without_suffix(path) in directories or any(map(is_component_section, sections)):
            title = next((plain_text(text) for mark, text in headings if mark == "#"), "")
            found.append(ContextSummary(module=_module_of(path, title, layouts), path=path))
    return sorted(found, key=lambda each: (each.module, each.path))


def _module_of(path: str, title: str, layouts: Sequence[Layout]) -> str:
    layout = layout_of(path, layouts)
    below = path_below_root(layout, path) if layout else without_suffix(path)
    named = title_module(title)
    if below and named and omitted_by_path(below, named) is not None:
        return named
    return spell(below or path, [named] if named else [])
