"""Who waits for the endpoint is told so in the reports."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from design_sessions.endpoint.errors import RateLimitedError
from design_sessions.errors import BudgetReservedError, HandedOverError, ModelUnavailableError
from design_sessions.references import TurnReference
from design_sessions.scope import Scope
from design_sessions.store.turn_records import ClaimResult
from design_sessions.turns import limit_waits
from tests.support.stores import SCOPE, claim, start_components, turn_reference
from tests.support.turns import SUBMITTED, World

NOTHING_LEFT = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "0",
}


@pytest.fixture
async def noted(world: World, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once a wait is in the database."""
    monkeypatch.setattr(limit_waits, "_WRITTEN_EVERY", 0.05)
    noted = asyncio.Event()
    loop, note_waits = asyncio.get_running_loop(), world.store.sessions.note_waits

    def note(waits: list[tuple[Scope, UUID, str]], seconds: float) -> None:
        note_waits(waits, seconds)
        loop.call_soon_threadsafe(noted.set)

    monkeypatch.setattr(world.store.sessions, "note_waits", note)
    return noted


async def test_a_session_shows_which_limit_it_waits_for(world: World, noted: asyncio.Event) -> None:
    pace = world.model_client.own_pace
    (await pace.admit(1)).refused(NOTHING_LEFT, 60.0)
    waiting = asyncio.create_task(world.leg())
    async with asyncio.timeout(10):
        await noted.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert world.report().waits_for == "the endpoint asks to wait 60 s; 1 call waiting"
    assert world.model_client.asked == []


async def test_a_session_whose_only_call_was_refused_shows_that_it_waits(
    world: World, noted: asyncio.Event
) -> None:
    world.model_client.answers = [RateLimitedError("Too many requests.", retry_after=60.0)]
    with pytest.raises(ModelUnavailableError):
        await world.leg()
    async with asyncio.timeout(10):
        await noted.wait()
    assert str(world.report().waits_for).endswith("; 1 call waiting")


async def test_a_worker_that_stops_hands_over_what_waits(world: World) -> None:
    asked: list[None] = []

    def stopping() -> bool:
        asked.append(None)
        return len(asked) > 1

    (await world.model_client.own_pace.admit(1)).refused({}, 60.0)
    with pytest.raises(HandedOverError):
        await world.leg(hand_over=stopping)
    assert world.store.ledger.turns_of(SCOPE, world.session_id) == []


async def test_a_call_that_has_waited_is_made(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    (await world.model_client.own_pace.admit(1)).refused({}, 0.2)
    assert (await world.leg()).end == "submitted"


async def test_a_call_that_is_held_after_its_claim_gives_the_claim_up_and_is_made_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.model_client.answers = [SUBMITTED]
    pace, claim = world.model_client.own_pace, world.store.ledger.claim
    another = await pace.admit(1)
    claims: list[ClaimResult] = []

    def claim_and_be_refused(turn: TurnReference, **claimed: Any) -> ClaimResult:
        claims.append(claim(turn, **claimed))
        another.refused({}, 0.3)
        return claims[-1]

    monkeypatch.setattr(world.store.ledger, "claim", claim_and_be_refused)
    assert (await world.leg()).end == "submitted"
    assert [each.outcome for each in claims] == ["granted", "granted"]
    assert len(world.model_client.asked) == 1
    assert world.recorded(1).error_count == 0


async def test_a_session_shows_that_it_waits_for_money_that_others_reserve(
    world: World, noted: asyncio.Event
) -> None:
    other = start_components(world.store, world.parent_id)["MyApp.Blog.Tag"]
    turn = turn_reference(other, 1, world.parent_id)
    claim(world.store, turn, "other", reserve_usd=0.45, cost_limit_usd=0.5)
    with pytest.raises(BudgetReservedError):
        await world.turn(1, cost_limit_usd=world.limit(0.5))
    async with asyncio.timeout(10):
        await noted.wait()
    assert "reserve what is left of the session's cost limit; 1 call" in str(
        world.report().waits_for
    )
