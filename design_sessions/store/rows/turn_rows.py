"""Rows of the ledger: finding them, and what a claim writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from design_sessions.errors import NotFoundError
from design_sessions.references import TurnReference
from design_sessions.status import Usage
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.database.tables import turns
from design_sessions.store.rows.usage import usage_of, usage_values
from design_sessions.store.turn_records import TurnRecord

_SAME_CALL = ("attempt", "conversation", "request")
"""Owners that claim a turn with the same of these make the same call."""

GIVEN_UP: dict[str, Any] = {"lease_until": None, "reserved_usd": None}
"""What a claim leaves when it ends."""


def is_turn(turn: TurnReference) -> ColumnElement[bool]:
    """The condition on ``turns``."""
    return and_(turns.c.session_id == turn.session_id, turns.c.turn == turn.turn)


def find_turn(connection: Connection, turn: TurnReference) -> AnyRow | None:
    """The turn's row, locked for other writers until the transaction ends."""
    statement = select(turns).where(is_turn(turn)).with_for_update()
    return connection.execute(statement).one_or_none()


def require_turn(connection: Connection, turn: TurnReference) -> AnyRow:
    """As :func:`find_turn`.

    Raises:
        NotFoundError: nobody has claimed this turn.
    """
    row = find_turn(connection, turn)
    if row is None:
        raise NotFoundError(f"Turn {turn.turn} of session {turn.session_id} was never claimed.")
    return row


def turn_record(row: AnyRow) -> TurnRecord:
    """The record of a row of ``turns``."""
    return TurnRecord(usage=usage_of(row), **row._asdict())


def is_live(row: AnyRow, now: datetime) -> bool:
    """Whether somebody's claim still holds."""
    return bool(row.state == "claimed" and row.lease_until > now)


def first_claim(turn: TurnReference, claimed: dict[str, Any]) -> dict[str, Any]:
    """The row of a turn that nobody has claimed before."""
    return {
        **claimed,
        **usage_values(Usage()),
        "session_id": turn.session_id,
        "turn": turn.turn,
        "claimants": [claimed["owner"]],
        "error_count": 0,
    }


def next_claim(row: AnyRow, claimed: dict[str, Any]) -> dict[str, Any]:
    """What changes in a turn's row when it is claimed again.

    Those who claimed it for the same call may still bring its answer; one to another question
    must never be taken for it. Errors count within one attempt of the component.
    """
    owner = claimed["owner"]
    same_call = all(getattr(row, name) == claimed[name] for name in _SAME_CALL)
    others = [each for each in row.claimants if each != owner] if same_call else []
    values = {**claimed, "claimants": [*others, owner]}
    if row.attempt != claimed["attempt"]:
        values |= {"error": None, "error_count": 0, "first_error_at": None}
    return values
