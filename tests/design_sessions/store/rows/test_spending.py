from __future__ import annotations

import pytest

from design_sessions.status import Usage
from tests.support.stores import (
    SCOPE,
    claim,
    finish,
    start_components,
    start_session,
    take_turn,
    turn_reference,
)


@pytest.fixture
def keys(component_ids, parent_id):
    return [turn_reference(each, 1, parent_id) for each in component_ids.values()]


def test_calls_under_way_reserve_their_cost(store, parent_id, keys):
    assert claim(store, keys[0], reserve_usd=4, cost_limit_usd=10).outcome == "granted"
    assert claim(store, keys[1], reserve_usd=4, cost_limit_usd=10).outcome == "granted"
    refused = claim(store, keys[2], reserve_usd=4, cost_limit_usd=10)
    assert refused.outcome == "over_budget"
    assert (refused.spent_usd, refused.reserved_usd) == (0, 8)
    assert (refused.requested_usd, refused.limit_usd) == (4, 10)
    assert refused.waiting_helps


def test_a_call_that_cost_less_makes_room(store, parent_id, keys):
    for key in keys[:2]:
        claim(store, key, reserve_usd=4, cost_limit_usd=10)
    finish(store, keys[0], usage=Usage(cost_usd=1))
    assert claim(store, keys[2], reserve_usd=4, cost_limit_usd=10).outcome == "granted"


def test_waiting_does_not_help_when_the_money_is_spent(store, parent_id, keys):
    take_turn(store, keys[0].session_id, 1, parent_id, usage=Usage(cost_usd=7))
    refused = claim(store, keys[1], reserve_usd=4, cost_limit_usd=10)
    assert refused.outcome == "over_budget"
    assert refused.spent_usd == 7
    assert not refused.waiting_helps


def test_the_review_shares_the_limit(store, parent_id, keys):
    take_turn(store, keys[0].session_id, 1, parent_id, usage=Usage(cost_usd=7))
    review = turn_reference(store.session_creation.create_review(SCOPE, parent_id), 1, parent_id)
    assert claim(store, review, reserve_usd=4, cost_limit_usd=10).outcome == "over_budget"
    assert claim(store, review, reserve_usd=3, cost_limit_usd=10).outcome == "granted"


def test_other_sessions_do_not_count(store, parent_id, keys):
    other = start_session(store, run_id="run-2")
    [session_id, *_] = start_components(store, other).values()
    take_turn(store, session_id, 1, other, usage=Usage(cost_usd=100))
    assert claim(store, keys[0], reserve_usd=4, cost_limit_usd=10).outcome == "granted"


def test_a_turn_is_not_counted_against_itself(store, clock, parent_id, keys):
    claim(store, keys[0], "try-1", reserve_usd=9, cost_limit_usd=10)
    again = claim(store, keys[0], "try-1", reserve_usd=9, cost_limit_usd=10)
    assert again.outcome == "granted"


@pytest.mark.parametrize("end", ["expired", "failed", "released"])
def test_a_claim_that_has_ended_reserves_nothing(store, clock, parent_id, keys, end):
    claim(store, keys[0], reserve_usd=9, cost_limit_usd=10)
    match end:
        case "expired":
            clock.advance(61)
        case "failed":
            store.ledger.fail(keys[0], "worker-1", error="Status 500")
        case "released":
            store.ledger.release(keys[0], "worker-1")
    assert claim(store, keys[1], reserve_usd=9, cost_limit_usd=10).outcome == "granted"


@pytest.mark.parametrize(("reserve", "limit"), [(None, 10), (11, None)])
def test_without_a_price_or_a_limit_nothing_is_refused(store, parent_id, keys, reserve, limit):
    take_turn(store, keys[0].session_id, 1, parent_id, usage=Usage(cost_usd=50))
    granted = claim(store, keys[1], reserve_usd=reserve, cost_limit_usd=limit)
    assert granted.outcome == "granted"


def test_a_finished_turn_costs_nothing_even_when_the_money_is_spent(store, parent_id, keys):
    take_turn(store, keys[0].session_id, 1, parent_id, usage=Usage(cost_usd=50))
    again = claim(store, keys[0], "worker-2", reserve_usd=4, cost_limit_usd=10)
    assert again.outcome == "finished"
