from __future__ import annotations

from uuid import UUID

import pytest

from command_line.reports.cost_estimate import Plan, upper_cost
from design_sessions.session_order import Limits
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from tests.support.stores import view_of


def priced(*, review: bool = True) -> SessionStatusView:
    view = view_of(UUID(int=1))
    view.agent.model, view.agent.review_model = "claude-sonnet-5-5", "claude-opus-5-5"
    if not review:
        view.review = None
    return view


def cost(
    view: SessionStatusView,
    to_design: int,
    max_cost: float | None = 25.0,
    *,
    rules_tokens: int = 0,
    rounds: int = 1,
) -> str:
    plan = Plan(
        agent=view.agent,
        limits=Limits(max_cost=max_cost, max_review_rounds=rounds),
        components=len(view.components),
        to_design=to_design,
        has_review=view.review is not None,
        rules_tokens=rules_tokens,
    )
    return upper_cost(Settings(), plan)


def dollars(line: str) -> float:
    return float(line.partition("roughly $")[2].split()[0].rstrip(".;").replace(",", ""))


def test_only_what_is_not_kept_counts() -> None:
    all_new, one_new = dollars(cost(priced(), 3)), dollars(cost(priced(), 1))

    assert 0 < one_new < all_new


def test_long_rules_cost_each_design_more() -> None:
    costs = [
        dollars(cost(priced(review=False), designs, None, rules_tokens=tokens))
        for designs, tokens in ((1, 0), (1, 100_000), (10, 0), (10, 100_000))
    ]
    assert costs[1] - costs[0] > 0.25
    assert costs[3] - costs[2] == pytest.approx(10 * (costs[1] - costs[0]), rel=0.1)


def test_designs_that_are_revised_after_the_review_count() -> None:
    none, one, two = (dollars(cost(priced(), 3, None, rounds=rounds)) for rounds in range(3))
    assert 0 < one - none == pytest.approx(two - one, abs=0.02)


def test_each_group_of_a_large_review_is_a_conversation_of_its_own() -> None:
    def of_review(components: int) -> float:
        view = priced()
        view.components *= components // len(view.components)
        return dollars(cost(view, 0, None))

    assert of_review(30) < of_review(300) < of_review(3_000)
    # A group's designs cost the same in each group; its conversation comes on top of them.
    assert of_review(3_000) == pytest.approx(10 * of_review(300), rel=0.15)


def test_when_everything_is_kept_and_there_is_no_review_nothing_is_paid() -> None:
    assert cost(priced(review=False), 0).startswith("Cost: nothing;")
    assert "roughly" in cost(priced(), 0)


def test_the_limit_that_holds_is_told() -> None:
    assert "hard limit $25.00" in cost(priced(), 3)
    assert "at most $0.50 (--max-cost)" in cost(priced(), 3, 0.5)
    assert "no limit" in cost(priced(), 3, None)
