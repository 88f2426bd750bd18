"""What a session may be called, and which one a name means; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol
from uuid import UUID

from design_sessions.errors import InputError
from design_sessions.wording import nearest

_NEARLY = 0.85
"""How like a known name a mistyped one is, from 0 to 1."""
SHORTEST_BEGINNING = 6
"""Characters of a record's UUID that name it; fewer may be a word."""


class NamedSession(Protocol):
    """What a session may be called by."""

    @property
    def id(self) -> str:
        """The workflow id."""

    @property
    def session_id(self) -> UUID:
        """The record's."""

    @property
    def context(self) -> str:
        """The context's module."""

    @property
    def status(self) -> str:
        """Of the session."""


def record_id(text: str | None) -> UUID | None:
    """The UUID of a session's record, which identifies earlier sessions of a context."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def session_named(known: Sequence[NamedSession], name: str) -> str | None:
    """The ID or the record's UUID of the session that a name means; None if it means none.

    A name is an ID, a context or its last part, or the beginning of an ID or of a record's UUID;
    the first of these that fits counts. An ID means the newest session of its context: the open
    one, if one is open.

    Args:
        known: the sessions of the account, newest first.
        name: as a person writes it.

    Raises:
        InputError: it fits several IDs or records, which it lists.
    """
    if not name:
        return None
    ways = (
        [each for each in known if each.id == name],
        [each for each in known if each.context == name],
        [each for each in known if each.context.rpartition(".")[2] == name],
        [each for each in known if each.id.startswith(name)],
    )
    for fitting in ways:
        if fitting:
            return _only(name, {each.id: each.status for each in reversed(fitting)})
    if record_id(name) is not None:
        return name
    if len(name) < SHORTEST_BEGINNING:
        return None
    records = {
        str(each.session_id): f"{each.context}, {each.status}"
        for each in known
        if str(each.session_id).startswith(name.lower())
    }
    return _only(name, records) if records else None


def names_of(known: Sequence[NamedSession]) -> Collection[str]:
    """All that sessions may be called by, but the UUIDs of their records."""
    contexts = {each.context for each in known}
    return {*contexts, *(name.rpartition(".")[2] for name in contexts), *(s.id for s in known)}


def is_mistyped(known: Sequence[NamedSession], unknown: str) -> bool:
    """Whether an unknown ID is nearly that of a session beside which it would be."""
    place, _, context = unknown.rpartition("/")
    beside = {each.context for each in known if each.id.rpartition("/")[0] == place}
    return nearest(context, beside, likeness=_NEARLY) is not None


def _only(name: str, fitting: dict[str, str]) -> str:
    if len(fitting) > 1:
        listing = "; ".join(f"{each} ({fitting[each]})" for each in sorted(fitting))
        raise InputError(f"{name} fits {len(fitting)} sessions: {listing}.", "Give the ID of one.")
    return next(iter(fitting))
