"""What the ledger has of a session, held against the calls that the simulator has answered."""

from __future__ import annotations

from collections import Counter

from simulator.testing import RunningSimulator
from tests.support.product import Product

Turn = tuple[str, int]
"""A session record and a turn's number."""


def finished_turns(product: Product) -> list[Turn]:
    """Every finished turn of the session's components and review."""
    view = product.status()
    records = [c.session_id for c in view.components]
    records += [view.review.session_id if view.review else None]
    return [
        (str(record), turn.turn)
        for record in records
        if record is not None
        for turn in product.services.store.ledger.turns_of(product.scope, record)
        if turn.state == "finished"
    ]


def answered_turns(simulator: RunningSimulator) -> Counter[Turn]:
    """How often each turn was answered to its last byte."""
    return Counter(
        (str(call["session"]), int(call["turn"])) for call in simulator.read_log("message")
    )


def answered_more_than_once(simulator: RunningSimulator) -> dict[Turn, int]:
    """The turns that were paid for more than once."""
    return {turn: count for turn, count in answered_turns(simulator).items() if count > 1}
