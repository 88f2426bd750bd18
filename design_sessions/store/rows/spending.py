"""What a session's tree has spent and reserved, for the check inside a claim."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, case, func, or_, select, tuple_

from design_sessions.references import TurnReference
from design_sessions.store.database.tables import sessions, turns


class Budget(NamedTuple):
    """USD, estimated."""

    spent: float
    """Cost of all calls so far of the parent, its components and its review."""
    reserved: float
    """What live claims of other turns hold."""


def read_budget(connection: Connection, turn: TurnReference, *, now: datetime) -> Budget:
    """The tree's budget. The caller holds the parent's lock, so that no other claim can slip in.

    Args:
        connection: in the claim's own transaction.
        turn: the one being claimed, whose earlier reservation is replaced.
        now: a claim whose lease has ended by then reserves nothing.
    """
    live = (
        (turns.c.state == "claimed")
        & (turns.c.lease_until > now)
        & (tuple_(turns.c.session_id, turns.c.turn) != tuple_(turn.session_id, turn.turn))
    )
    statement = (
        select(
            func.coalesce(func.sum(turns.c.cost_usd), 0.0),
            func.coalesce(func.sum(case((live, turns.c.reserved_usd))), 0.0),
        )
        .join(sessions, sessions.c.id == turns.c.session_id)
        .where(
            or_(
                sessions.c.id == turn.parent_session_id,
                sessions.c.parent_id == turn.parent_session_id,
            )
        )
    )
    spent, reserved = connection.execute(statement).one()
    return Budget(float(spent), float(reserved))
