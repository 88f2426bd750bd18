"""A person's advice reaches every conversation of its session, and each only once."""

from __future__ import annotations

from uuid import UUID

import pytest

from design_sessions.decisions import Guidance
from design_sessions.steps.guidance import keep_guidance, untold_guidance
from design_sessions.store import Store
from tests.support.stores import (
    SCOPE,
    claim,
    start_components,
    start_session,
    take_turn,
    turn_reference,
)

ADVICE = Guidance(key="decision-1-guidance", by="ann@example.com", text="Use binary ids.")


@pytest.fixture
def parent_id(store: Store) -> UUID:
    return start_session(store)


@pytest.fixture
def post_id(store: Store, parent_id: UUID) -> UUID:
    post: UUID = start_components(store, parent_id)["MyApp.Blog.Post"]
    keep_guidance(store, SCOPE, post, ADVICE)
    return post


def untold(store: Store, session_id: UUID, conversation: int | None = None) -> list[Guidance]:
    turns = store.ledger.turns_of(SCOPE, session_id, conversation=conversation)
    return untold_guidance(store, SCOPE, session_id, turns)


def test_advice_waits_until_a_finished_turn_has_told_it(
    store: Store, parent_id: UUID, post_id: UUID
) -> None:
    assert untold(store, post_id) == [ADVICE]
    claim(store, turn_reference(post_id, 1, parent_id), guidance=[ADVICE.key])
    assert untold(store, post_id) == [ADVICE], "the turn may never be answered"
    take_turn(store, post_id, 1, parent_id, guidance=[ADVICE.key])
    assert untold(store, post_id) == []


def test_an_answer_to_an_older_question_leaves_the_advice_waiting(
    store: Store, parent_id: UUID, post_id: UUID
) -> None:
    take_turn(store, post_id, 1, parent_id)
    assert untold(store, post_id) == [ADVICE]


def test_a_conversation_that_replaces_another_is_told_the_advice_again(
    store: Store, parent_id: UUID, post_id: UUID
) -> None:
    take_turn(store, post_id, 1, parent_id, guidance=[ADVICE.key])
    assert untold(store, post_id, conversation=1) == []
    assert untold(store, post_id, conversation=2) == [ADVICE]
    assert untold(store, post_id) == []


def test_a_decision_that_is_recorded_again_is_no_new_advice(
    store: Store, parent_id: UUID, post_id: UUID
) -> None:
    take_turn(store, post_id, 1, parent_id, guidance=[ADVICE.key])
    keep_guidance(store, SCOPE, post_id, ADVICE)
    assert untold(store, post_id) == []
