"""How a call fits under a session's cost limit."""

from __future__ import annotations

from design_sessions.errors import BudgetError, BudgetReservedError
from design_sessions.store.turn_records import ClaimResult
from design_sessions.turns.prices import PriceTable
from design_sessions.wording import dollars

OUTPUT_FLOOR = 4_096
"""Output tokens below which a call is not worth making."""
_RESERVED_WAIT = 2.0


def fit_to_budget(
    prices: PriceTable, model: str, *, input_tokens: int, max_tokens: int, refusal: ClaimResult
) -> int:
    """Fewer output tokens with which the call fits under the limit.

    Args:
        prices: the table that the reservation was made from.
        model: the call's model.
        input_tokens: of the call, estimated.
        max_tokens: what was asked for and refused.
        refusal: the ledger's ``over_budget`` answer.

    Raises:
        BudgetReservedError: calls in progress reserve the money; they usually cost less.
        BudgetError: not even the smallest call fits.
    """
    limit = refusal.limit_usd or 0.0
    floor = min(OUTPUT_FLOOR, max_tokens)

    def affordable(budget: float) -> int:
        tokens = prices.affordable_output(model, input_tokens, budget)
        # One less, so that rounding cannot put the sum above the limit again.
        return max_tokens if tokens is None else tokens - 1

    if not refusal.waiting_helps:
        now = affordable(limit - refusal.spent_usd - refusal.reserved_usd)
        if floor <= now < max_tokens:
            return now
    if refusal.reserved_usd > 0 and affordable(limit - refusal.spent_usd) >= floor:
        raise BudgetReservedError(
            f"Calls in progress reserve {dollars(refusal.reserved_usd)} of the session's limit of "
            f"{dollars(limit)}.",
            retry_after=_RESERVED_WAIT,
        )
    needed = prices.worst_cost(model, input_tokens, floor) or 0.0
    raise BudgetError(
        f"The session has spent about {dollars(refusal.spent_usd)} of its limit of "
        f"{dollars(limit)}, and the next call could cost {dollars(needed)}.",
        "Raise the limit with `retry --max-cost USD`, or skip the rest.",
    )
