"""Which designs a component waits for when a context is designed in the order of dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from design_sessions.components import Component

DesignOrder = Literal["parallel", "dependencies"]


class Waits(NamedTuple):
    """An order without circles."""

    of: dict[str, list[str]]
    """By module, the modules of the context whose designs come first; without those that wait for
    nothing."""
    broken: list[list[str]]
    """Modules that depend on each other in a circle, each once, from the one that waits for none of
    the circle to the one that it depends on."""


def waits_of(components: Sequence[Component]) -> Waits:
    """What each component waits for, from the dependencies that the context's document declares.

    Dependencies outside the context have no design to wait for. A circle is broken at its first
    component in this order: that one does not wait.
    """
    modules = {component.module for component in components}
    of = {
        component.module: [
            each for each in component.dependencies if each in modules and each != component.module
        ]
        for component in components
    }
    broken: list[list[str]] = []
    done: set[str] = set()
    for module in of:
        path: dict[str, Iterator[str]] = {}
        if module not in done:
            path[module] = iter(list(of[module]))
        while path:
            last = next(reversed(path))
            following = next(path[last], None)
            if following is None:
                done.add(last)
                del path[last]
            elif following in path:
                on_path = list(path)
                circle = on_path[on_path.index(following) :]
                broken.append(_from_first(circle, of))
                _break(broken[-1], of)
                # What was on the way may be reached otherwise now.
                path.clear()
                if module not in done:
                    path[module] = iter(list(of[module]))
            elif following not in done:
                path[following] = iter(list(of[following]))
    return Waits({module: waits for module, waits in of.items() if waits}, broken)


def _from_first(circle: list[str], of: dict[str, list[str]]) -> list[str]:
    """The circle, in the direction of its dependencies, from its first component."""
    order = {module: place for place, module in enumerate(of)}
    start = circle.index(min(circle, key=order.__getitem__))
    return circle[start:] + circle[:start]


def _break(circle: list[str], of: dict[str, list[str]]) -> None:
    first, waited_for = circle[0], circle[1 % len(circle)]
    of[first] = [each for each in of[first] if each != waited_for]
