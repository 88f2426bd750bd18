"""Which components or findings of a session a command means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from design_sessions.errors import NotFoundError
from design_sessions.record_ids import REVIEW
from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.wording import did_you_mean, listed

_LISTED = 20


class Kind(NamedTuple):
    """What the arguments of a command name in a session."""

    noun: str
    names: Callable[[SessionStatusView], list[str]]
    """Those that there are."""
    has: Callable[[SessionStatusView, str], bool]
    """Whether a name means one of them."""

    def listed(self, view: SessionStatusView) -> str:
        """The names that there are, in a line."""
        return listed(self.names(view), _LISTED) or "none yet"


def _components(view: SessionStatusView) -> list[str]:
    return [component.name for component in view.components]


def _is_component(view: SessionStatusView, name: str) -> bool:
    return view.component_named(name) is not None


def _documents(view: SessionStatusView) -> list[str]:
    return [*_components(view), *([REVIEW] if view.review is not None else [])]


def _is_document(view: SessionStatusView, name: str) -> bool:
    return _is_component(view, name) or name in _documents(view)


def _findings(view: SessionStatusView) -> list[str]:
    return [finding.id for finding in view.review.findings] if view.review is not None else []


def _is_finding(view: SessionStatusView, name: str) -> bool:
    return name.strip().upper() in _findings(view)


COMPONENTS = Kind("component", _components, _is_component)
DOCUMENTS = Kind("component", _documents, _is_document)
"""Components, and the review."""
FINDINGS = Kind("finding", _findings, _is_finding)


def find_component(
    view: SessionStatusView, wanted: str, *, of: Kind = COMPONENTS
) -> ComponentStatus:
    """The component with this name, module, or unambiguous last segment.

    Args:
        view: of the session.
        wanted: the name.
        of: what else it may have meant, for the complaint.

    Raises:
        NotFoundError: as :func:`check_names`.
    """
    check_names(view, [wanted], of=of)
    return find_components(view, [wanted])[0]


def find_components(view: SessionStatusView, wanted: Sequence[str]) -> list[ComponentStatus]:
    """The component of each name, in the order of the names.

    Raises:
        NotFoundError: as :func:`check_names`.
    """
    check_names(view, wanted)
    return [each for name in wanted if (each := view.component_named(name)) is not None]


def check_names(view: SessionStatusView, wanted: Sequence[str], *, of: Kind = COMPONENTS) -> None:
    """Return if the session has something of each name.

    Raises:
        NotFoundError: with all unknown names, the nearest of each, and what there is.
    """
    unknown = list(dict.fromkeys(name for name in wanted if not of.has(view, name)))
    if not unknown:
        return
    others = any(of.has(view, name) for name in wanted)
    nothing_done = "; nothing was done for the others" if others else ""
    raise NotFoundError(
        f"No {of.noun} {', '.join(map(repr, unknown))} in {view.id}{nothing_done}"
        f"{did_you_mean(unknown, of.names(view))}",
        f"{of.noun.capitalize()}s: {of.listed(view)}.",
    )
