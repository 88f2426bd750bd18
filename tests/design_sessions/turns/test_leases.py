"""The claims of one process live as long as their calls are under way."""

from __future__ import annotations

import asyncio

import pytest

from design_sessions.errors import StoreUnavailableError
from design_sessions.references import TurnReference
from design_sessions.turns import leases
from design_sessions.turns.leases import Leases
from tests.support.stores import claim
from tests.support.turns import World


async def test_a_claim_is_renewed_until_its_call_has_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", 0.5)
    turn = world.held_by_another(1, lease_seconds=0.5)
    with Leases(world.store).held(turn, "other"):
        await asyncio.sleep(0.8)
        assert world.recorded(1).lease_until is not None
        result = claim(world.store, turn, "worker-2", lease_seconds=1)
        assert result.outcome == "held"
    await asyncio.sleep(0.7)
    assert claim(world.store, turn, "worker-2", lease_seconds=1).outcome == "granted"


async def test_a_database_that_does_not_answer_ends_no_renewal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", 1.0)
    turn = world.held_by_another(1, lease_seconds=1.0)
    renew = world.store.ledger.renew
    tries: list[None] = []
    renewed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def unreliable(claims: dict[str, TurnReference], lease_seconds: float) -> None:
        tries.append(None)
        if len(tries) < 3:
            raise StoreUnavailableError("The database is locked.")
        renew(claims, lease_seconds)
        loop.call_soon_threadsafe(renewed.set)

    monkeypatch.setattr(world.store.ledger, "renew", unreliable)
    with Leases(world.store).held(turn, "other"):
        async with asyncio.timeout(10):
            await renewed.wait()
        assert claim(world.store, turn, "worker-2", lease_seconds=1).outcome == "held"
