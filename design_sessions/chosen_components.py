"""The components that a session is to design, where somebody has named some."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.components import Component
from design_sessions.errors import NotFoundError
from design_sessions.wording import did_you_mean, listed

_LISTED = 20


def chosen_modules(components: Sequence[Component], only: Sequence[str]) -> set[str]:
    """The modules of the components of these names or modules; of all without any.

    Raises:
        NotFoundError: a name is none of theirs, with the nearest one.
    """
    by_name = {name: each.module for each in components for name in (each.name, each.module)}
    for name in only:
        if name not in by_name:
            raise NotFoundError(
                f"The context has no component {name!r}{did_you_mean(name, by_name)}",
                f"Components: {listed([component.name for component in components], _LISTED)}.",
            )
    return {by_name[name] for name in only} or set(by_name.values())
