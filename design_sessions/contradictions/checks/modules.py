"""Modules of the context that designs use and that do not exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.dependencies import Named
from design_sessions.contradictions.reading.design import Design
from design_sessions.modules import is_inside, is_module_name, relative_module
from design_sessions.wording import letters, nearest, one_line

_MOST_SIDES = 10
_NEAR = 0.7


def unknown_modules(model: ContextModel) -> Iterator[Finding]:
    """Names below the context in dependencies, delegates and calls that nothing knows.

    A module is known if it is listed, has a document, or stands in the context's document outside
    of its dependencies and calls; a name above or below a known one is known too.
    """
    used: dict[str, list[tuple[Design, Named]]] = {}
    for design in model.all_designs:
        for named in _used(design):
            whole = model.resolve_dependency(named.name)
            if whole is None or not is_module_name(whole):
                continue
            if is_inside(whole, model.context.module) and not model.knows(whole):
                used.setdefault(whole, []).append((design, named))
    for module, places in sorted(used.items()):
        if not _stands_in_context(model, module):
            yield _finding(model, module, places)
    for design in model.all_designs:
        yield from _misspelt(model, design, used)


def _misspelt(model: ContextModel, design: Design, reported: Collection[str]) -> Iterator[Finding]:
    """Names that a text mentions and that differ from a component's in case and ``_`` only."""
    by_letters = {letters(module): module for module in model.components}
    for named in {each.name: each for each in reversed(design.mentions)}.values():
        meant = by_letters.get(letters(named.name))
        if meant is None or named.name in (meant, *reported):
            continue
        component = model.components[meant]
        yield Finding(
            kind="unknown_module",
            severity="warning",
            components=model.names_of(design.module, meant),
            sides=(
                Side(path=design.path, line=named.line, says=one_line(named.says)),
                Side(
                    path=model.context.path,
                    line=component.line or 1,
                    says=f"lists {component.name}",
                ),
            ),
            explanation=f"{design.path} names {named.name}, and the component is {meant}: Elixir "
            "takes them for two modules.",
            suggestion=f"Write {meant}, or change the name in the list.",
            about=named.name,
        )


def _used(design: Design) -> Iterator[Named]:
    yield from design.dependencies or ()
    yield from design.behaviours
    for call in design.calls:
        yield Named(call.module, call.line, call.says)


def _stands_in_context(model: ContextModel, module: str) -> bool:
    """Whether the context's document has the name anywhere but where it uses it."""
    own = model.own
    using = {named.line for named in _used(own)}
    short = relative_module(module, model.context.module)
    name = re.compile(rf"(?<![\w.]){re.escape(short)}(?!\w)|\b{re.escape(module)}(?!\w)")
    lines = model.text_of(own).split("\n")
    return any(
        name.search(line) for number, line in enumerate(lines, start=1) if number not in using
    )


def _finding(model: ContextModel, module: str, places: list[tuple[Design, Named]]) -> Finding:
    users = list(dict.fromkeys(model.name_of(design.module) for design, _ in places))
    modules = [design.module for design, _ in places]
    if set(modules) == {model.context.module}:
        modules = [module]
    context = model.context
    by_name = {relative_module(each, context.module): each for each in model.components}
    near = nearest(relative_module(module, context.module), by_name, likeness=_NEAR)
    meant = f"Use {by_name[near]}, or list" if near is not None else "Remove it, or list"
    sides = [
        Side(path=design.path, line=named.line, says=named.says)
        for design, named in dict.fromkeys(places)
    ]
    return Finding(
        kind="unknown_module",
        severity="error",
        components=model.names_of(*modules),
        sides=(*sides[:_MOST_SIDES], Side(path=context.path, line=1, says="does not list it")),
        explanation=f"{', '.join(users)} {'uses' if len(users) == 1 else 'use'} {module}, which "
        f"{context.path} does not list and no document describes.",
        suggestion=f"{meant} {relative_module(module, context.module)} in {context.path}.",
        about=module,
        # Each of them uses what is not there.
        change=model.names_of(*modules),
    )
