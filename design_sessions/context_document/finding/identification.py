"""Which module a context document is about, and the layout that its path follows."""

from __future__ import annotations

import posixpath

from pydantic import BaseModel

from design_sessions.context_document.finding.identity import omitted_by_path, spell, title_module
from design_sessions.context_document.finding.locate import Located
from design_sessions.errors import InputError
from design_sessions.layouts import (
    Layout,
    derived_layout,
    layout_of,
    path_below_root,
    suffix_of,
    without_suffix,
)
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import (
    full_module,
    is_inside,
    is_module_name,
    relative_module,
    underscore,
    web_module,
)


class Identity(BaseModel):
    """What a context document is about."""

    module: str
    project_module: str
    layout: Layout


def identify(
    located: Located,
    document: MarkdownDocument,
    spellings: list[str],
    project_module: str | None,
    given: Layout | None,
) -> Identity:
    """The module and layout of a context document, from its path, its title and what was typed.

    Args:
        located: its path, and the module that was asked for.
        document: the document.
        spellings: modules written in it, for the spelling of its path.
        project_module: the project's own module, if it is known.
        given: the layout that was asked for; else it is the one of the path.

    Raises:
        InputError: nothing of these makes a module name.
    """
    title = title_module(document.title.text) if document.title else None
    known = [each for each in (project_module, title, located.module) if each] + spellings
    stated = [each for each in (title, located.module) if each]
    layout = given or layout_of(located.path)
    below = path_below_root(layout, located.path) if layout else None
    if layout is not None and below is not None:
        layout, module = _below_root(layout, below, stated, known, project_module)
    else:
        found, module = _outside(located, title, known, project_module)
        layout = given or found
    if not is_module_name(module):
        raise InputError(
            f"The document {located.path} does not name a module.",
            "Use the module as its title, such as `# MyApp.Blog`.",
        )
    first = module.split(".", 1)[0]
    domain = first.removesuffix("Web") or first
    return Identity(module=module, project_module=project_module or domain, layout=layout)


def _below_root(
    layout: Layout,
    below: str,
    stated: list[str],
    known: list[str],
    project_module: str | None,
) -> tuple[Layout, str]:
    if layout.omitted_module is not None:
        return layout, f"{layout.omitted_module}.{spell(below, known)}"
    for each in stated:
        omitted = omitted_by_path(below, each)
        if omitted is not None:
            return derived_layout(layout.root, layout.suffix, omitted), each
    module = spell(below, known)
    first, _, rest = module.partition(".")
    if is_inside(rest, web_module(first)):
        # By the path rule a module of the web side lies below the project: my_app/my_app_web/.
        return layout, rest
    if project_module is not None and not is_inside(module, web_module(project_module)):
        module = full_module(module, project_module)
        if (
            underscore(module) != below
            and underscore(relative_module(module, project_module)) == below
        ):
            layout = derived_layout(layout.root, layout.suffix, project_module)
    return layout, module


def _outside(
    located: Located, title: str | None, known: list[str], project_module: str | None
) -> tuple[Layout, str]:
    suffix = suffix_of(located.path) or ".md"
    whole = without_suffix(located.path)
    module = full_module(
        located.module or title or spell(posixpath.basename(whole), known), project_module
    )
    segments = module.split(".")
    for count in range(len(segments)):
        end = underscore(".".join(segments[count:]))
        if whole == end or whole.endswith(f"/{end}"):
            omitted = ".".join(segments[:count]) or None
            return derived_layout(whole[: -len(end)].rstrip("/"), suffix, omitted), module
    return derived_layout(posixpath.dirname(located.path), suffix), module
