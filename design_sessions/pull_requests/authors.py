"""Who wrote the designs of a session, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum

from pydantic import BaseModel

from design_sessions.repository.reading.authorship import Authorship
from design_sessions.safe_markdown import code
from design_sessions.status import ComponentStatus


class _Kind(Enum):
    """Short, and as it goes on in a sentence; ``{agent}`` is the agent with its models."""

    AGENT = ("AI agent", "written by {agent}")
    CHANGED = ("AI agent, then by hand", "written by {agent}, then changed by hand")
    HAND = ("by hand", "written by hand")
    BEFORE = ("before this session", "written before this session")
    UNKNOWN = ("before or by hand", "written before this session or by hand")


class Author(BaseModel, frozen=True):
    """Who wrote one design."""

    kind: _Kind
    models: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """For a table."""
        return self.kind.value[0]

    @property
    def by_hand(self) -> bool:
        """Whether a person wrote or changed it on the branch."""
        return self.kind in (_Kind.HAND, _Kind.CHANGED)


def author_of(
    component: ComponentStatus, authors: Mapping[str, Authorship] | None, *, model: str
) -> Author:
    """Who wrote a component's design, which is on the branch.

    Args:
        component: as the session reports it.
        authors: by path, of what has changed on the branch since the session's base; None where
            that is not known, and only the state can tell.
        model: the session's.
    """
    if authors is None:
        if component.state == "kept" or component.turns == 0:
            return Author(kind=_Kind.UNKNOWN)
        return Author(kind=_Kind.AGENT, models=(model,))
    written = authors.get(component.design_path)
    if written is None:
        return Author(kind=_Kind.BEFORE)
    if written.model is None:
        return Author(kind=_Kind.HAND)
    return Author(kind=_Kind.CHANGED if written.by_hand else _Kind.AGENT, models=(written.model,))


def authors_sentence(authors: Sequence[Author | None]) -> str:
    """Who wrote the designs that are there: ``2 of 3 written by an AI agent, 1 by hand``."""
    present = [author for author in authors if author is not None]
    if not present:
        return "none of which exists"
    counts = Counter(author.kind for author in present)
    parts: list[str] = []
    for kind in (each for each in _Kind if counts[each]):
        models = dict.fromkeys(
            m for author in present if author.kind is kind for m in author.models
        )
        agent = f"an AI agent ({', '.join(map(code, models))})"
        words = kind.value[1].replace("{agent}", agent)
        if len(counts) == 1:
            return words if kind is _Kind.AGENT or len(present) == 1 else f"all of them {words}"
        parts.append(
            f"{counts[kind]} {words}" if parts else f"{counts[kind]} of {len(present)} {words}"
        )
    return ", ".join(parts)
