"""A person who steers components while everything around them goes wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from design_sessions.errors import DesignSessionError
from design_sessions.status import ComponentStatus
from tests.chaos.plan import PersonsDecision
from tests.chaos.world import World
from tests.end_to_end.test_pauses import pause, unpause

_ANSWER_SECONDS = 20.0
_SERVER_SECONDS = 90.0


async def decide_all(world: World, decisions: tuple[PersonsDecision, ...]) -> None:
    """Take every decision at its time, about a component that is being designed then."""
    for decision in decisions:
        await asyncio.sleep(decision.after)
        component = await _running(world, decision.which)
        if component is None or component.workflow_id is None:
            continue
        world.happened.append(f"person: {decision.kind} {component.name}")
        match decision.kind:
            case "guide":
                await _update(world, "retry_component", component, guidance="Keep it short.")
            case "skip_and_retry":
                # A call that is ended may have been answered in that very moment.
                world.calls_lost += 1
                world.skipped.add(component.name)
                await _update(world, "skip_component", component, reason="not sure")
                await asyncio.sleep(decision.lasts)
                await _update(world, "retry_component", component)
            case "cancel_component":
                world.calls_lost += 1
                child = world.product.client.get_workflow_handle(component.workflow_id)
                await _done(child.cancel)
            case "pause":
                await _done(partial(pause, world.product, component.workflow_id))
                await asyncio.sleep(decision.lasts)
                await _done(partial(unpause, world.product, component.workflow_id))
            case unknown:
                raise ValueError(unknown)


async def _running(world: World, which: float) -> ComponentStatus | None:
    with suppress(DesignSessionError):
        view = await asyncio.to_thread(world.product.status)
        running = [each for each in view.components if each.state == "running"]
        if running:
            return running[round(which * (len(running) - 1))]
    return None


async def _update(world: World, name: str, component: ComponentStatus, **more: str) -> None:
    # Meanwhile the component may have ended, which makes the decision pointless.
    # While the server is down, the SDK has an error of its own for a wait that is given up.
    gave_up = (RPCError, TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError)
    with suppress(WorkflowUpdateFailedError, *gave_up):
        async with asyncio.timeout(_ANSWER_SECONDS):
            await world.product.update(name, component=component.name, **more)


async def _done(work: Callable[[], Awaitable[object]]) -> None:
    """Do it once the server is there; a workflow that has ended needs nothing."""
    deadline = time.monotonic() + _SERVER_SECONDS
    while time.monotonic() < deadline:
        try:
            await work()
            return
        except RPCError as error:
            if error.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT):
                return
            await asyncio.sleep(0.5)
