"""Which components of a session a command means."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.errors import NotFoundError
from design_sessions.status import ComponentStatus, SessionStatusView


def find_component(view: SessionStatusView, wanted: str) -> ComponentStatus:
    """The component with this name, module, or unambiguous last segment.

    Raises:
        NotFoundError: with the components that exist.
    """
    return find_components(view, [wanted])[0]


def find_components(view: SessionStatusView, wanted: Sequence[str]) -> list[ComponentStatus]:
    """The component of each name, in the order of the names.

    Raises:
        NotFoundError: with all unknown names, and the components that exist.
    """
    found = [view.component_named(name) for name in wanted]
    known = [component for component in found if component is not None]
    if len(known) == len(found):
        return known
    unknown = [repr(name) for name, component in zip(wanted, found, strict=True) if not component]
    others = "; nothing was done for the others" if known else ""
    raise NotFoundError(
        f"No component {', '.join(dict.fromkeys(unknown))} in {view.id}{others}.",
        f"Components: {', '.join(c.name for c in view.components) or 'none yet'}.",
    )
