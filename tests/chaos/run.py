"""One run: a session, its plan of disturbances, a patient person, and the verdict."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.service import RPCError

from design_sessions.errors import DesignSessionError
from design_sessions.status import Attention, SessionStatusView
from tests.chaos.checks import broken_promises, leftovers
from tests.chaos.deciding import decide_all
from tests.chaos.disturbing import disturb_all, disturb_github
from tests.chaos.plan import Plan
from tests.chaos.world import World, make_world
from tests.support.ledgers import finished_turns
from tests.support.postgresql import PostgresqlServer

PATIENCE = 420.0
"""Seconds for one session; kills cost the time until a heartbeat is missed, each."""
MOST_DECISIONS = 12
_CAUSES = {
    "repository": ("refuse_pushes", "hide_remote", "person_pushes"),
    "pull_request": ("github_",),
    "components": ("model_", "cancel_"),
    "review": ("model_",),
}
"""What may stand behind each kind of attention; any other kind is a miss."""


class Verdict(BaseModel):
    """How one run ended."""

    seed: int
    happened: list[str]
    seconds: float
    """From the session's start to its end, or to the end of patience."""
    attentions: list[str]
    """What a person was asked on the way."""
    turns: int = 0
    calls_answered: int = 0
    calls_lost: int = 0
    """Under way in workers at the moments these were killed."""
    misses: list[str]
    """Broken promises; none in a good run."""


async def run(
    plan: Plan, postgresql: PostgresqlServer, *, components: int, keep: Path | None = None
) -> Verdict:
    """Run one plan.

    Args:
        plan: what goes wrong.
        postgresql: has started; the run makes a database of its own there.
        components: of the context.
        keep: directory to leave everything in; None to leave nothing.
    """
    with tempfile.TemporaryDirectory(prefix="chaos-") as temporary:
        directory = (keep or Path(temporary)) / f"seed-{plan.seed}"
        async with make_world(directory, plan, postgresql, components=components) as world:
            verdict = await _session(world, plan)
            for worker in world.workers:
                await asyncio.to_thread(worker.stop)
            verdict.misses += leftovers(world)
            return verdict


async def _session(world: World, plan: Plan) -> Verdict:
    began = time.monotonic()
    verdict = Verdict(seed=plan.seed, happened=[], seconds=0, attentions=[], misses=[])
    disturb_github(world, plan.github)
    await world.product.start()
    disturbing = asyncio.create_task(disturb_all(world, plan.disturbances))
    deciding = asyncio.create_task(decide_all(world, plan.decisions))
    try:
        async with asyncio.timeout(PATIENCE):
            await _steer(world, plan, verdict)
            await asyncio.gather(disturbing, deciding)
        view = await asyncio.to_thread(world.product.status)
        verdict.misses += await broken_promises(world, view)
    except TimeoutError:
        view = await asyncio.to_thread(world.product.status)
        verdict.misses.append(f"it hangs: {view.model_dump_json()}")
    finally:
        for task in (disturbing, deciding):
            task.cancel()
        await asyncio.gather(disturbing, deciding, return_exceptions=True)
    verdict.happened = world.happened
    verdict.seconds = round(time.monotonic() - began, 1)
    verdict.turns = len(await asyncio.to_thread(finished_turns, world.product))
    verdict.calls_answered = world.answered().total()
    verdict.calls_lost = world.calls_lost
    return verdict


async def _steer(world: World, plan: Plan, verdict: Verdict) -> None:
    """Decide as a person would who reads what the session says, until it has ended."""
    while True:
        await asyncio.sleep(0.5)
        with suppress(RPCError, DesignSessionError):
            described = await world.product.handle.describe()
            if described.status != WorkflowExecutionStatus.RUNNING:
                return
            view: SessionStatusView = await asyncio.to_thread(world.product.status)
            if view.attention is None:
                continue
            verdict.attentions.append(f"{view.attention.kind}: {view.attention.reason[:300]}")
            verdict.misses += _untrue(view.attention, plan)
            if len(verdict.attentions) > MOST_DECISIONS:
                verdict.misses.append("a person was asked again and again")
                return
            with suppress(WorkflowUpdateFailedError, TimeoutError):
                async with asyncio.timeout(20):
                    await world.product.update("retry_step")
            await asyncio.sleep(2)


def _untrue(attention: Attention, plan: Plan) -> list[str]:
    causes = _CAUSES.get(attention.kind, ())
    found = []
    if not any(kind.startswith(causes) for kind in plan.kinds):
        found.append(f"asked without a cause: {attention.kind}: {attention.reason[:300]}")
    if not attention.reason or not attention.actions:
        found.append(f"asked without reason or action: {attention}")
    return found
