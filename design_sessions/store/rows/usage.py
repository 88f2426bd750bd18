"""Usage as the ledger's columns, and its sums."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func

from design_sessions.status import Usage
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.database.tables import turns

USAGE_COLUMNS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


def usage_of(row: AnyRow) -> Usage:
    """Usage of one turn's row."""
    return Usage(cost_usd=row.cost_usd, **{name: getattr(row, name) for name in USAGE_COLUMNS})


def usage_values(usage: Usage) -> dict[str, int | float | None]:
    """The columns of a turn's row for ``usage``; a model without a price has no cost."""
    return usage.model_dump()


def usage_sums() -> list[ColumnElement[Any]]:
    """Labelled sums over turns, for :func:`summed_usage`; the query may have no turn at all."""
    unpriced = case((turns.c.session_id.is_not(None) & turns.c.cost_usd.is_(None), 1), else_=0)
    return [
        *(func.coalesce(func.sum(turns.c[name]), 0).label(name) for name in USAGE_COLUMNS),
        func.coalesce(func.sum(turns.c.cost_usd), 0.0).label("cost_usd"),
        func.coalesce(func.sum(unpriced), 0).label("unpriced"),
    ]


def summed_usage(row: AnyRow) -> Usage:
    """Usage from a row of :func:`usage_sums`."""
    return Usage(
        cost_usd=None if row.unpriced else float(row.cost_usd),
        **{name: int(getattr(row, name)) for name in USAGE_COLUMNS},
    )
