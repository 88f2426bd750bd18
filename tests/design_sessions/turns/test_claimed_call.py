from __future__ import annotations

import asyncio
from typing import Any

import pytest

from design_sessions.errors import (
    StoreUnavailableError,
)
from design_sessions.status import Usage
from design_sessions.store.turn_records import TurnRecord
from design_sessions.turns import leases, running_calls
from design_sessions.turns.running_calls import wait_for_running_calls as all_recorded
from tests.support.turns import (
    SUBMITTED,
    World,
)


async def test_a_second_try_waits_for_a_live_claim_and_takes_over_its_answer(world: World) -> None:
    gate = world.model_client.gate = asyncio.Event()
    world.model_client.answers = [SUBMITTED]
    first = asyncio.create_task(world.turn(1))
    await world.model_client.begun.wait()
    second = asyncio.create_task(world.turn(1))
    await asyncio.sleep(0.1)
    assert not second.done()
    gate.set()
    assert await first == await second
    assert len(world.model_client.asked) == 1


async def test_a_claim_whose_lease_has_ended_is_taken_over(world: World) -> None:
    world.held_by_another(1, lease_seconds=0.05)
    world.model_client.answers = [SUBMITTED]
    assert (await world.turn(1)).state == "finished"


async def test_a_long_call_keeps_its_claim(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", 1.5)
    gate = world.model_client.gate = asyncio.Event()
    world.model_client.answers = [SUBMITTED, SUBMITTED]
    first = asyncio.create_task(world.turn(1))
    await world.model_client.begun.wait()
    second = asyncio.create_task(world.turn(1))
    await asyncio.sleep(2.0)
    gate.set()
    await asyncio.gather(first, second)
    assert len(world.model_client.asked) == 1


async def test_the_loser_of_a_race_takes_the_answer_that_was_recorded_first(world: World) -> None:
    gate = world.model_client.gate = asyncio.Event()
    world.model_client.answers = [SUBMITTED]
    running = asyncio.create_task(world.turn(1))
    await world.model_client.begun.wait()
    mine = world.recorded(1).owner
    winner = [{"type": "text", "text": "I was first."}]
    world.store.ledger.finish(
        world.request(1).reference,
        mine,
        response=winner,
        stop_reason="end_turn",
        model="m",
        usage=Usage(),
        request_id=None,
    )
    gate.set()
    assert (await running).stop_reason == "end_turn"
    assert world.recorded(1).response == winner


async def test_a_requested_cancellation_ends_the_call_and_gives_up_the_claim(world: World) -> None:
    world.model_client.gate = asyncio.Event()
    running = asyncio.create_task(world.turn(1, abort=True))
    await world.model_client.begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = world.recorded(1)
    assert row.state == "released"
    assert row.usage.input_tokens == 100, "what the broken call has used is counted"
    assert world.model_client.ended == ["cancelled"]


async def test_any_other_cancellation_lets_the_call_run_on_and_be_recorded(world: World) -> None:
    gate = world.model_client.gate = asyncio.Event()
    world.model_client.answers = [SUBMITTED]
    running = asyncio.create_task(world.turn(1))
    await world.model_client.begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert world.recorded(1).state == "claimed"
    again = asyncio.create_task(world.turn(1))
    gate.set()
    await all_recorded()
    assert world.recorded(1).state == "finished"
    assert (await again).state == "finished"
    assert len(world.model_client.asked) == 1


async def test_an_answer_is_recorded_as_soon_as_the_database_answers_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.model_client.answers = [SUBMITTED]
    finish = world.store.ledger.finish
    tries: list[None] = []
    told: list[str] = []

    def unreliable(*arguments: Any, **named: Any) -> TurnRecord:
        tries.append(None)
        if len(tries) < 3:
            raise StoreUnavailableError("The database is locked.")
        return finish(*arguments, **named)

    monkeypatch.setattr(world.store.ledger, "finish", unreliable)
    record = await world.turn(1, tell=told.append)
    assert record.state == "finished"
    why = "A model answer cannot be recorded yet. The database is locked."
    assert told == [why, why, ""]


async def test_a_process_that_ends_gives_up_recording_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.model_client.answers = [SUBMITTED]

    def gone(*arguments: Any, **named: Any) -> TurnRecord:
        raise StoreUnavailableError("The database is gone.")

    monkeypatch.setattr(world.store.ledger, "finish", gone)
    turn = asyncio.create_task(world.turn(1))
    await asyncio.sleep(0.3)
    assert not turn.done()
    await running_calls.wait_for_running_calls(patience=0.1)
    with pytest.raises(StoreUnavailableError):
        await turn
