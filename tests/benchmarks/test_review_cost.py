"""The two ways of a review are computed from the same designs."""

from __future__ import annotations

from benchmarks.review_cost import fetched, given, material, table
from benchmarks.seeded_contradictions.corpus import bundled


def test_designs_in_the_message_cost_a_turn_and_are_read_once() -> None:
    chosen = material(12, bundled())
    alone, together, now = fetched(chosen, 1), fetched(chosen, 20), given(chosen)
    assert (alone.turns, together.turns, now.turns) == (14, 2, 1)
    assert alone.usage.total_input_tokens > together.usage.total_input_tokens
    assert together.usage.total_input_tokens > now.usage.total_input_tokens
    assert now.usd < alone.usd
    assert table([now]).splitlines()[-1].startswith("| given in the message | 1 | ")
