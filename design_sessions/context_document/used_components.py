"""Dependencies in sentences about a component: ``It uses Post and Billing.``

Sentences are a guess where lists are not: a name in one is a dependency only if it is a component
of the same context. Any other is said, since it may be a component that the list lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from design_sessions.components import Component, normal_type
from design_sessions.context_document.formats.unread_text import unread_names
from design_sessions.context_document.lines.dependencies import read_names
from design_sessions.context_document.model import Report
from design_sessions.markdown import MarkdownDocument, plain_text, shown
from design_sessions.modules import relative_module

_OF_USE = re.compile(
    r"(?:(?P<subject>it|this(?: \w+)?|the \w+|which|[A-Z][\w.]*)\s+)?"
    r"(?:also |only |mainly |directly )?"
    r"(?:uses|depends (?:only |also )?(?:up)?on|relies on|builds (?:up)?on|requires|needs|calls)"
    r":?\s+(?P<names>.+)",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"it", "this", "which", "also", "only", "mainly", "directly"})
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z`*])")
_CLAUSE_END = re.compile(r"[.;:](?:\s|$)")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_LONGEST = 20_000
"""Characters that are read of what is said about one component."""


def with_used_components(
    components: Sequence[Component], context: str, document: MarkdownDocument, report: Report
) -> list[Component]:
    """The components, with the dependencies that sentences about them name.

    Args:
        components: as their entries list them.
        context: the context's module.
        document: the context's document.
        report: told of names in such sentences that are no component.
    """
    modules = _by_name(components, context)
    found: list[Component] = []
    for component in components:
        used = list(component.dependencies)
        known = {name.rpartition(".")[2] for name in used} | {component.name}
        for sentence in _sentences_of_use(component):
            for name in read_names(sentence):
                module = modules.get(name)
                if module is not None and module != component.module and module not in used:
                    used.append(module)
            said = {*modules, *known, *used}
            for name in unread_names(f"it {sentence}", said):
                known.add(name)
                report.add(_line_of(name, component, document), _unread(name, component, modules))
        for name in component.dependencies:
            meant = _singular(name.rpartition(".")[2], modules)
            if name not in modules and meant is not None and "." not in name:
                line = _line_of(name, component, document)
                report.add(
                    line,
                    f"The dependency {shown(name)} of {component.name} is read as another "
                    f"context: write {meant} if the component is meant.",
                )
        found.append(component.model_copy(update={"dependencies": used}))
    return found


def _by_name(components: Sequence[Component], context: str) -> dict[str, str]:
    """The modules of components by all ways to write them."""
    last = context.rpartition(".")[2]
    found: dict[str, str] = {}
    for each in components:
        name = relative_module(each.module, context)
        for written in (each.name, name, f"{last}.{name}", each.module):
            found.setdefault(written, each.module)
    return found


def _sentences_of_use(component: Component) -> Iterator[str]:
    """What follows the verb in sentences that say what this component uses."""
    details = [line for line in component.details.split("\n") if _BULLET.match(line)]
    texts = [component.description, *details]
    for text in texts:
        line = " ".join(_BULLET.sub("", text[:_LONGEST], count=1).split())
        for sentence in _SENTENCE.split(line):
            match = _OF_USE.match(plain_text(sentence))
            if match is not None and _is_about(component, match["subject"] or "it"):
                yield _CLAUSE_END.split(match["names"], maxsplit=1)[0]


def _is_about(component: Component, subject: str) -> bool:
    """Whether the subject of a sentence is the component, and no other name."""
    first, _, noun = subject.lower().partition(" ")
    if first == "the":
        return noun in ("component", "module") or normal_type(noun) == component.type
    return first in _SUBJECTS or subject == component.name


def _unread(name: str, component: Component, modules: dict[str, str]) -> str:
    meant = _singular(name, modules)
    if meant is not None:
        return (
            f"{component.name} is said to use {shown(name)}, which is no component of the "
            f"context: write {meant} if that is meant."
        )
    return (
        f"{component.name} is said to use {shown(name)}, which is no component of the context: "
        f"list it, or write `Dependencies: {name}` if it is another context's."
    )


def _singular(name: str, modules: dict[str, str]) -> str | None:
    """The component that a plural may mean."""
    singular = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
    return singular if singular != name and singular in modules else None


def _line_of(name: str, component: Component, document: MarkdownDocument) -> int:
    """Where the component's entry first writes the name."""
    start = component.line or 1
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w])")
    for number, line in enumerate(document.lines[start - 1 :], start=start):
        if word.search(line):
            return number
    return start
