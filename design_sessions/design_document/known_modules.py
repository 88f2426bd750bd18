"""Whether the modules that a design names are known to the document of its context.

How a name is checked depends on what a context document lists. It lists components, so every name
below the context is checked against them. Other modules of the project are dependencies of the
context, so those in a section of dependencies are checked too. Libraries are listed nowhere, so a
name that may be one is only questioned if it is almost a known one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from design_sessions.context_document.lines.dependencies import read_dependency
from design_sessions.context_document.resolution import readings, resolve
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.dependency_items import dependency_items
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.sections import Sections, compared
from design_sessions.elixir_modules import LIBRARIES, STANDARD_MODULES
from design_sessions.modules import is_inside, is_module_name, relative_module
from design_sessions.wording import nearest

_INFRASTRUCTURE = frozenset(
    {
        *("Application", "Cache", "Endpoint", "Finch", "Gettext", "Mailer", "Oban", "Presence"),
        *("PubSub", "Registry", "Release", "Repo", "Supervisor", "TaskSupervisor", "Telemetry"),
        *("Vault",),
    }
)
"""Directly below a project's root these are no context's own, and no document lists them."""

_NEAR_ENOUGH_TO_SAY = 0.7
"""Likeness of the name that is proposed for one that is unknown in any case."""
_ALL_BUT_THE_SAME = 0.85
"""Likeness from which a name that may be a library's is taken for a misspelt one."""
_SHORTEST_MISSPELT = 4
_MOST_COMPARED = 10_000
"""Pairs of names that are compared for one document; names beyond them get no proposal."""
_NAME = r"[A-Z]\w*"


def unknown_modules(
    sections: Sections, module: str, context: ContextFacts
) -> Iterator[DesignProblem]:
    """A warning for each name that the context's document does not know, where it stands first."""
    knowledge = _Knowledge(module, context)
    seen: set[str] = set()
    for line, name in sorted((*_dependencies(sections), *_siblings(sections, context))):
        whole = knowledge.whole(name)
        if (whole or name) in seen or not is_module_name(name):
            continue
        seen.add(whole or name)
        said = knowledge.misspelt(name) if whole is None else knowledge.unknown(whole)
        if said is not None:
            yield DesignProblem(
                line=line,
                message=f"{context.path} {said}: name one that it lists, or list it there.",
                severity="warning",
                rule="known-module",
            )


def _dependencies(sections: Sections) -> Iterator[tuple[int, str]]:
    for heading in sections.document.headings:
        if heading.level == 2 and compared(heading) == "dependencies":
            for item in dependency_items(sections, heading):
                for name in read_dependency(item.text) or []:
                    yield item.line, name


def _siblings(sections: Sections, context: ContextFacts) -> Iterator[tuple[int, str]]:
    """Names below the context anywhere in the text; shortened ones where they are surely code."""
    document = sections.document
    whole = re.escape(context.module)
    last = re.escape(context.module.rpartition(".")[2])
    below = re.compile(
        rf"(?<![\w.]){whole}(?:\.{_NAME})+"
        rf"|(?<=[`%]){last}(?:\.{_NAME})+"
        rf"|(?<![\w.]){last}(?:\.{_NAME})+(?=\.[a-z_]\w*[?!]?[(/])"
    )
    title = document.title.line if document.title else 0
    for number, line in enumerate(document.lines, start=1):
        if number != title:
            for found in below.finditer(line):
                yield number, found.group()


class _Knowledge:
    """The modules that a context's document knows, its own component's among them."""

    def __init__(self, module: str, context: ContextFacts) -> None:
        self._context = context.module
        self._root = context.project_module or context.module.partition(".")[0]
        self._components = [*context.components, module]
        self._outside = [*context.dependencies, *context.mentioned]
        self._modules = {*self._components, *context.mentioned}
        for name in context.dependencies:
            self._modules.update(readings(name, self._context, self._root))
            self._modules.add(f"{self._root}.{name}")
        own = {self._context, *_above(self._context)}
        self._namespaces = own.union(*map(_above, self._modules))
        self._known_with_all_below = self._modules - own
        self._comparisons = _MOST_COMPARED

    def whole(self, name: str) -> str | None:
        """The module of the project that a name means by its form; None for one that need not be
        one of the project.
        """
        whole = resolve(name, self._context, self._root)
        by_default = whole == f"{self._context}.{name}" and not is_inside(name, self._root)
        return None if by_default else whole

    def unknown(self, whole: str) -> str | None:
        """What is wrong with a module of the project; None for a known one."""
        if self._knows(whole) or not is_inside(whole, self._root):
            return None
        if is_inside(whole, self._context):
            return f"lists no component {whole}{self._meant(whole, self._components)}"
        first = relative_module(whole, self._root).partition(".")[0]
        if first in _INFRASTRUCTURE:
            return None
        known = [f"{self._root}.{each}" for each in _INFRASTRUCTURE]
        known += [each for each in self._modules if is_inside(each, self._root)]
        return f"lists no dependency {whole}{self._meant(whole, known)}"

    def _knows(self, whole: str) -> bool:
        if whole in self._modules or whole in self._namespaces:
            return True
        return not self._known_with_all_below.isdisjoint(_above(whole))

    def _meant(self, whole: str, modules: list[str]) -> str:
        """The module most like another, compared without the namespace that they share."""
        if self._comparisons <= 0:
            return ""
        inside = self._context if is_inside(whole, self._context) else self._root
        by_name = {relative_module(each, inside): each for each in sorted(modules)}
        near = self._nearest(relative_module(whole, inside), by_name, _NEAR_ENOUGH_TO_SAY)
        return _question(by_name[near]) if near else ""

    def misspelt(self, name: str) -> str | None:
        """What is wrong with a name that all but is a known one; None for that and any other."""
        first = name.partition(".")[0]
        if first in STANDARD_MODULES | LIBRARIES or self._knows(f"{self._context}.{name}"):
            return None
        if not self._short_names.isdisjoint((name, *_above(name))):
            return None
        if self._comparisons <= 0:
            return None
        alike = sorted(each for each in self._short_names if _may_be_meant(name, each))
        near = self._nearest(name, alike, _ALL_BUT_THE_SAME)
        near = next((each for each in alike if _is_swapped(name, each)), near)
        return f"knows no {name}{_question(near)}" if near else None

    @cached_property
    def _short_names(self) -> set[str]:
        """Every end of every known name."""
        names: set[str] = set()
        for module in (*self._components, *self._outside, self._context):
            segments = module.split(".")
            names.update(".".join(segments[start:]) for start in range(len(segments)))
        return names

    def _nearest(self, name: str, names: Collection[str], likeness: float) -> str | None:
        self._comparisons -= len(names)
        return nearest(name, names, likeness=likeness)


def _question(name: str) -> str:
    return f" (did you mean {name}?)"


def _above(module: str) -> Iterator[str]:
    """``MyApp.Blog`` and ``MyApp`` for ``MyApp.Blog.Post``."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _may_be_meant(name: str, other: str) -> bool:
    """False if one name continues the other, as ``Post`` and ``Posts``: these are usually two
    modules.
    """
    if len(name) < _SHORTEST_MISSPELT or name[0] != other[0]:
        return False
    return not name.startswith(other) and not other.startswith(name)


def _is_swapped(name: str, other: str) -> bool:
    """Whether two neighbouring letters stand the other way round."""
    if len(name) != len(other):
        return False
    unlike = [index for index, pair in enumerate(zip(name, other, strict=True)) if len({*pair}) > 1]
    first = unlike[0] if unlike else 0
    if unlike != [first, first + 1]:
        return False
    return name[first] == other[first + 1] and name[first + 1] == other[first]
