from __future__ import annotations

from design_sessions.agent.review_groups import (
    GROUP_TOKENS,
    group_designs,
    group_room,
)
from design_sessions.endpoint.messages import BYTES_PER_TOKEN


def test_a_group_has_half_of_the_models_window_but_never_more_than_the_bound() -> None:
    assert group_room(20_000) == 10_000 * BYTES_PER_TOKEN
    assert group_room(1_000_000) == GROUP_TOKENS * BYTES_PER_TOKEN


def test_designs_that_fit_are_one_group() -> None:
    assert group_designs({"a": 100, "b": 200}, room=1_000) == [["a", "b"]]
    assert group_designs({}, room=1_000) == []


def test_larger_designs_are_grouped_in_order_and_each_is_in_one_group() -> None:
    sizes = {"a": 4_000, "b": 3_000, "c": 2_500, "huge": 90_000, "d": 10}
    assert group_designs(sizes, room=8_000) == [["a", "b"], ["c"], ["huge"], ["d"]]


def test_thousands_of_designs_are_dozens_of_groups() -> None:
    sizes = {f"m{number}": 4_000 for number in range(5_000)}
    groups = group_designs(sizes, group_room(200_000))
    assert len(groups) == 72
    assert [module for group in groups for module in group] == list(sizes)
