from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from design_sessions.errors import NotFoundError
from design_sessions.status import Usage
from tests.support.stores import SCOPE, claim, finish, spent, take_turn, turn_reference


@pytest.fixture
def key(post_id, parent_id):
    return turn_reference(post_id, 1, parent_id)


def test_a_claim_is_granted_and_its_answer_recorded(store, clock, parent_id, key):
    granted = claim(store, key)
    assert granted.outcome == "granted"
    assert granted.record.state == "claimed"
    clock.advance(20)
    record = finish(store, key, usage=Usage(input_tokens=1, cost_usd=0.5))
    assert record.state == "finished"
    assert record.request == [{"type": "text", "text": "Turn 1"}]
    assert record.response == [{"type": "text", "text": "An answer."}]
    assert record.usage == Usage(input_tokens=1, cost_usd=0.5)
    assert record.finished_at - record.started_at == timedelta(seconds=20)
    assert store.ledger.turns_of(SCOPE, key.session_id) == [record]


def test_a_finished_turn_is_never_claimed_again(store, parent_id, key):
    record = take_turn(store, key.session_id, 1, parent_id)
    again = claim(store, key, "worker-2", attempt=2)
    assert again.outcome == "finished"
    assert again.record == record


def test_a_second_attempt_waits_for_a_live_claim_and_adopts_its_answer(
    store, clock, parent_id, key
):
    claim(store, key, "worker-1")
    waiting = claim(store, key, "worker-2")
    assert waiting.outcome == "held"
    assert waiting.record.lease_until == clock.now + timedelta(seconds=60)
    record = finish(store, key, "worker-1")
    assert claim(store, key, "worker-2").record == record


def test_the_same_owner_may_ask_again(store, clock, parent_id, key):
    claim(store, key)
    clock.advance(30)
    again = claim(store, key)
    assert again.outcome == "granted"
    assert again.record.lease_until == clock.now + timedelta(seconds=60)


def test_a_claim_that_is_renewed_lives_on(store, clock, parent_id, key):
    claim(store, key, "worker-1")
    for _beat in range(3):
        clock.advance(50)
        store.ledger.renew({"worker-1": key}, 60)
    assert claim(store, key, "worker-2").outcome == "held"


def test_an_ended_lease_is_taken_over(store, clock, parent_id, key):
    claim(store, key, "worker-1")
    clock.advance(61)
    assert claim(store, key, "worker-2").outcome == "granted"
    clock.advance(30)
    store.ledger.renew({"worker-1": key}, 600)
    assert claim(store, key, "worker-3").record.lease_until == clock.now + timedelta(seconds=30)
    store.ledger.renew({"worker-2": key}, 600)
    assert claim(store, key, "worker-3").record.lease_until == clock.now + timedelta(seconds=600)


def test_a_call_of_which_process_after_process_dies_is_given_up_until_somebody_retries(
    store, clock, key
):
    for death in range(6):
        claimed = claim(store, key, f"worker-{death}")
        assert (claimed.outcome, claimed.record.lost_count) == ("granted", death)
        assert claim(store, key, f"worker-{death}").outcome == "granted"
        clock.advance(61)
    lost = claim(store, key, "worker-6")
    assert (lost.outcome, lost.record.lost_count) == ("lost", 5)
    assert claim(store, key, "worker-7", attempt=2).record.lost_count == 0


def test_a_call_that_ended_in_an_error_was_not_lost(store, clock, key):
    for number in range(8):
        claimed = claim(store, key, f"worker-{number}")
        assert (claimed.outcome, claimed.record.lost_count) == ("granted", 0)
        store.ledger.fail(key, f"worker-{number}", error="Overloaded.")
        clock.advance(61)


def test_the_loser_of_a_race_adopts_the_winners_answer(store, clock, parent_id, key):
    claim(store, key, "worker-1")
    clock.advance(61)
    claim(store, key, "worker-2")
    paid = Usage(input_tokens=10, cost_usd=0.1)
    first = finish(store, key, "worker-1", text="First.", usage=paid)
    second = finish(store, key, "worker-2", text="Second.", usage=paid)
    assert first.owner == second.owner == "worker-1"
    assert second.response == [{"type": "text", "text": "First."}]
    assert second.usage == Usage(input_tokens=20, cost_usd=0.2)


def test_recording_an_answer_twice_counts_it_once(store, parent_id, key):
    claim(store, key)
    assert finish(store, key) == finish(store, key)


def test_the_answer_to_an_earlier_attempt_is_not_taken_for_another_question(
    store, clock, parent_id, key
):
    claim(store, key, "worker-1", attempt=1)
    clock.advance(61)
    guided = [{"type": "text", "text": "Turn 1, shorter please"}]
    claim(store, key, "worker-2", attempt=2, request=guided)
    record = finish(store, key, "worker-1", usage=Usage(input_tokens=10, cost_usd=0.1))
    assert (record.state, record.owner, record.response) == ("claimed", "worker-2", None)
    assert record.usage == Usage(input_tokens=10, cost_usd=0.1)
    record = finish(store, key, "worker-2", text="Shorter.")
    assert (record.owner, record.request) == ("worker-2", guided)


def test_errors_of_one_attempt_are_counted(store, clock, parent_id, key):
    first_at = clock.now
    for number in (1, 2):
        claim(store, key, f"try-{number}")
        record = store.ledger.fail(key, f"try-{number}", error=f"Status 529, {number}")
        assert record.state == "failed"
        assert record.error_count == number
        clock.advance(5)
    assert (record.error, record.first_error_at) == ("Status 529, 2", first_at)
    granted = claim(store, key, "try-3")
    assert granted.record.error_count == 2
    assert granted.record.first_error_at == first_at


def test_a_new_attempt_starts_with_a_new_patience(store, parent_id, key):
    claim(store, key, "try-1")
    store.ledger.fail(key, "try-1", error="Status 529")
    granted = claim(store, key, "try-2", attempt=2)
    assert granted.record.error_count == 0
    assert granted.record.first_error_at is None
    assert granted.record.error is None


def test_an_error_of_one_who_lost_the_claim_is_not_counted(store, clock, parent_id, key):
    claim(store, key, "worker-1")
    clock.advance(61)
    claim(store, key, "worker-2")
    record = store.ledger.fail(key, "worker-1", error="Connection lost")
    assert (record.state, record.owner, record.error_count) == ("claimed", "worker-2", 0)


def test_an_error_after_anothers_answer_gives_the_answer(store, clock, parent_id, key):
    claim(store, key, "worker-1")
    clock.advance(61)
    claim(store, key, "worker-2")
    finish(store, key, "worker-1")
    assert store.ledger.fail(key, "worker-2", error="Status 500").state == "finished"


def test_what_broken_calls_have_used_counts(store, parent_id, key):
    claim(store, key, "try-1")
    store.ledger.fail(key, "try-1", error="Dropped", usage=Usage(input_tokens=100, cost_usd=0.25))
    claim(store, key, "try-2")
    finish(store, key, "try-2", usage=Usage(input_tokens=100, output_tokens=9, cost_usd=0.5))
    assert spent(store, parent_id) == Usage(input_tokens=200, output_tokens=9, cost_usd=0.75)


def test_a_call_cancelled_on_request_leaves_the_turn_free(store, parent_id, key):
    claim(store, key, "worker-1")
    store.ledger.release(key, "worker-1")
    [record] = store.ledger.turns_of(SCOPE, key.session_id)
    assert (record.state, record.error_count) == ("released", 0)
    assert claim(store, key, "worker-2").outcome == "granted"


def test_only_the_owner_can_release_a_claim(store, parent_id, key):
    claim(store, key, "worker-1")
    store.ledger.release(key, "worker-2")
    assert claim(store, key, "worker-3").outcome == "held"


def test_the_turns_of_one_conversation_can_be_read_alone(store, parent_id, post_id):
    take_turn(store, post_id, 1, parent_id, attempt=1)
    take_turn(store, post_id, 2, parent_id, attempt=2, conversation=2)
    assert [turn.turn for turn in store.ledger.turns_of(SCOPE, post_id, conversation=2)] == [2]
    assert [turn.turn for turn in store.ledger.turns_of(SCOPE, post_id)] == [1, 2]


def test_a_turn_knows_which_guidance_it_told(store, post_id, parent_id):
    record = take_turn(store, post_id, 1, parent_id, guidance=["decision-1-guidance"])
    assert record.guidance == ["decision-1-guidance"]


def test_usage_of_a_model_without_a_price_has_no_cost(store, parent_id, post_id):
    take_turn(store, post_id, 1, parent_id, usage=Usage(input_tokens=5, cost_usd=0.1))
    take_turn(store, post_id, 2, parent_id, usage=Usage(input_tokens=5, cost_usd=None))
    assert spent(store, parent_id) == Usage(input_tokens=10, cost_usd=None)


def test_a_session_outside_the_tree_cannot_be_claimed_for_it(store, parent_id, key):
    with pytest.raises(NotFoundError, match="Session not found"):
        claim(store, turn_reference(uuid4(), 1, parent_id))
    with pytest.raises(NotFoundError, match="Session not found"):
        claim(store, turn_reference(parent_id, 1, key.session_id))


def test_a_turn_that_nobody_claimed_cannot_be_finished(store, key):
    with pytest.raises(NotFoundError, match="was never claimed"):
        finish(store, key)
