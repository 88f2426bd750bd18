from __future__ import annotations

import pytest

from design_sessions.errors import (
    BudgetError,
    BudgetReservedError,
)
from tests.support.stores import claim, start_components, turn_reference
from tests.support.turns import (
    SUBMITTED,
    World,
    answer,
    use,
)


async def test_a_small_budget_makes_the_answer_smaller_rather_than_impossible(
    world: World,
) -> None:
    world.model_client.answers = [SUBMITTED]
    await world.turn(1, cost_limit_usd=world.limit(0.10))
    asked = world.model_client.asked[0].max_tokens
    assert 9_000 < asked < 10_000


async def test_a_spent_budget_says_the_figures_and_the_way_out(world: World) -> None:
    world.model_client.answers = [answer(use("r", "search", pattern="x"), output=9_000)]
    await world.turn(1, cost_limit_usd=world.limit(0.10))
    with pytest.raises(BudgetError, match=r"\$0\.0902 of its limit of \$0\.10") as caught:
        await world.turn(2, cost_limit_usd=0.10)
    assert not isinstance(caught.value, BudgetReservedError)
    assert "--max-cost" in caught.value.remedy
    assert len(world.model_client.asked) == 1


async def test_money_that_other_calls_hold_is_waited_for(world: World) -> None:
    other = start_components(world.store, world.parent_id)["MyApp.Blog.Tag"]
    turn = turn_reference(other, 1, world.parent_id)
    claim(world.store, turn, "other", reserve_usd=0.45, cost_limit_usd=0.5)
    with pytest.raises(BudgetReservedError) as caught:
        await world.turn(1, cost_limit_usd=world.limit(0.5))
    assert caught.value.retryable
    assert caught.value.retry_after == 2
    assert world.model_client.asked == []


async def test_a_limit_that_a_person_raises_holds_for_the_turn_under_way(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    world.limit(25)
    await world.turn(1, cost_limit_usd=0.000001)
    assert world.model_client.asked[0].max_tokens == 32_000


async def test_a_model_without_a_price_is_not_held_up_by_the_limit(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    outcome = await world.turn(1, model="llama-7", cost_limit_usd=0.000001)
    assert outcome.usage.cost_usd is None
