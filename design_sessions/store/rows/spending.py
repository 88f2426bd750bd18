"""What a session's tree has spent and reserved, for the check inside a claim."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, bindparam, case, func, select

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
    spent, reserved = connection.execute(
        _BUDGET,
        {
            "of_now": now,
            "of_session": turn.session_id,
            "of_turn": turn.turn,
            "of_parent": turn.parent_session_id,
        },
    ).one()
    return Budget(float(spent), float(reserved))


def _budget() -> Select[float, float]:
    live = (
        (turns.c.state == "claimed")
        & (turns.c.lease_until > bindparam("of_now", type_=turns.c.lease_until.type))
        & ((turns.c.session_id != bindparam("of_session")) | (turns.c.turn != bindparam("of_turn")))
    )
    of_tree = select(sessions.c.id).where(
        (sessions.c.id == bindparam("of_parent")) | (sessions.c.parent_id == bindparam("of_parent"))
    )
    return select(
        func.coalesce(func.sum(turns.c.cost_usd), 0.0),
        func.coalesce(func.sum(case((live, turns.c.reserved_usd))), 0.0),
    ).where(turns.c.session_id.in_(of_tree))


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_BUDGET = _budget()
