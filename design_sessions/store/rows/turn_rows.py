"""Rows of the ledger: finding them, and what a claim writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from design_sessions.errors import NotFoundError
from design_sessions.references import TurnReference
from design_sessions.status import Usage
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.database.tables import turns
from design_sessions.store.rows.usage import usage_values
from design_sessions.store.turn_records import TurnRecord

MOST_LOST = 5
"""Calls of one turn that may be lost with their process, each of which may have been paid for."""
_SAME_CALL = ("attempt", "conversation", "request")
"""Owners that claim a turn with the same of these make the same call."""

GIVEN_UP: dict[str, Any] = {"lease_until": None, "reserved_usd": None}
"""What a claim leaves when it ends."""


_IS_TURN = and_(turns.c.session_id == bindparam("of_session"), turns.c.turn == bindparam("of_turn"))
# Made once: SQLAlchemy takes longer to make a statement than to run it.
_FIND = select(turns).where(_IS_TURN).with_for_update()
_UPDATE = update(turns).where(_IS_TURN)
_INSERT = insert(turns)


def _key(turn: TurnReference) -> dict[str, Any]:
    return {"of_session": turn.session_id, "of_turn": turn.turn}


def find_turn(connection: Connection, turn: TurnReference) -> AnyRow | None:
    """The turn's row, locked for other writers until the transaction ends."""
    return connection.execute(_FIND, _key(turn)).one_or_none()


def insert_turn(connection: Connection, values: dict[str, Any]) -> TurnRecord:
    """Write a new row: the record of it."""
    connection.execute(_INSERT, values)
    return _record(values)


def update_turn(
    connection: Connection, turn: TurnReference, row: AnyRow, values: dict[str, Any]
) -> TurnRecord:
    """Change these columns of the row: the record of it afterwards."""
    connection.execute(_UPDATE, values | _key(turn))
    return _record(row._asdict() | values)


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
    return _record(row._asdict())


def _record(columns: dict[str, Any]) -> TurnRecord:
    usage = {name: columns[name] for name in Usage.model_fields}
    return TurnRecord(usage=Usage(**usage), **columns)


def is_live(row: AnyRow, now: datetime) -> bool:
    """Whether somebody's claim still holds."""
    return bool(row.state == "claimed" and row.lease_until > now)


def is_lost_for_good(row: AnyRow, owner: str, attempt: int) -> bool:
    """Whether the call of an ended lease was lost so often that its makers seem to die of it."""
    is_taken_over = row.state == "claimed" and row.owner != owner
    return bool(is_taken_over and row.attempt == attempt and row.lost_count >= MOST_LOST)


def first_claim(turn: TurnReference, claimed: dict[str, Any]) -> dict[str, Any]:
    """The row of a turn that nobody has claimed before."""
    return {
        **claimed,
        **usage_values(Usage()),
        "session_id": turn.session_id,
        "turn": turn.turn,
        "claimants": [claimed["owner"]],
        "error_count": 0,
        "lost_count": 0,
    }


def next_claim(row: AnyRow, claimed: dict[str, Any]) -> dict[str, Any]:
    """What changes in a turn's row when it is claimed again.

    Those who claimed it for the same call may still bring its answer; one to another question
    must never be taken for it. Errors and lost calls count within one attempt of the component.
    """
    owner = claimed["owner"]
    same_call = all(getattr(row, name) == claimed[name] for name in _SAME_CALL)
    others = [each for each in row.claimants if each != owner] if same_call else []
    values = {**claimed, "claimants": [*others, owner]}
    if row.attempt != claimed["attempt"]:
        values |= {"error": None, "error_count": 0, "first_error_at": None, "lost_count": 0}
    elif row.state == "claimed" and row.owner != owner:
        values["lost_count"] = row.lost_count + 1
    return values
