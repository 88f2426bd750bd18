"""Making things go wrong, and making them right again."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.chaos.plan import Disturbance
from tests.chaos.world import World
from tests.support.github_server import Fault
from tests.support.repositories import BRANCH

RESTART_SECONDS = 90.0
_GITHUB = {
    "server_error": ("POST", Fault(status=500)),
    "unprocessable": ("POST", Fault(status=422, body={"message": "Validation Failed"})),
    "answer_lost": ("POST", Fault(status=504, body="<html>late</html>", after_effect=True)),
    "list_error": ("GET", Fault(status=502, body="<html>bad</html>")),
}


def disturb_github(world: World, kinds: tuple[str, ...]) -> None:
    """Arrange what the code host does when it is asked for a pull request."""
    for kind in kinds:
        method, fault = _GITHUB[kind]
        world.github.fail(method, "/pulls", fault, times=2)
        world.happened.append(f"github {kind}")


async def disturb_all(world: World, disturbances: tuple[Disturbance, ...]) -> None:
    """Let everything go wrong at its time; different things may be wrong at once."""
    one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def when_free(disturbance: Disturbance) -> None:
        target = f"worker {disturbance.worker}" if "worker" in disturbance.kind else "remote"
        if disturbance.kind.startswith(("kill_t", "kill_s", "crash")):
            target = disturbance.kind
        async with one_at_a_time[target]:
            await disturb(world, disturbance)

    async with asyncio.TaskGroup() as tasks:
        for disturbance in disturbances:
            await asyncio.sleep(disturbance.after)
            tasks.create_task(when_free(disturbance))


async def disturb(world: World, disturbance: Disturbance) -> None:
    """Let one thing go wrong, for as long as it lasts."""
    world.happened.append(f"{disturbance.kind} for {disturbance.lasts:.1f} s")
    match disturbance.kind:
        case "kill_worker":
            await _kill_worker(world, disturbance)
        case "kill_temporal":
            await _kill(world.temporal.kill, world.temporal.start, disturbance.lasts)
        case "kill_simulator":
            await _kill(world.simulator.kill, world.simulator.start, disturbance.lasts)
        case "crash_postgresql":
            await _kill(world.postgresql.crash, world.postgresql.start, disturbance.lasts)
        case "refuse_pushes":
            await _refuse_pushes(world, disturbance.lasts)
        case "hide_remote":
            await _hide_remote(world, disturbance.lasts)
        case "person_pushes":
            await asyncio.to_thread(_person_pushes, world)
        case unknown:
            raise ValueError(unknown)


async def _kill(kill: Callable[[], None], start: Callable[[], None], lasts: float) -> None:
    await asyncio.to_thread(kill)
    await asyncio.sleep(lasts)
    await asyncio.to_thread(start)


async def _kill_worker(world: World, disturbance: Disturbance) -> None:
    worker = world.workers[disturbance.worker]
    if worker.process.poll() is not None:
        return  # it died for good
    pid = worker.process.pid
    await asyncio.to_thread(worker.kill)
    world.calls_lost += await asyncio.to_thread(_claims_of, world, pid)
    if disturbance.for_good:
        world.happened.append("it does not come back")
        return
    await asyncio.sleep(disturbance.lasts)
    await asyncio.to_thread(start_again, world, disturbance.worker)


def start_again(world: World, number: int) -> None:
    """Start a worker as a supervisor does: again, until it stays."""
    deadline = time.monotonic() + RESTART_SECONDS
    while True:
        with suppress(AssertionError):
            world.workers[number].start()
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"worker {number + 1} does not start any more")
        time.sleep(1)


def _claims_of(world: World, pid: int) -> int:
    query = text("SELECT count(*) FROM turns WHERE state = 'claimed' AND owner LIKE :owner")
    engine = world.product.services.store.engine
    deadline = time.monotonic() + RESTART_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                return int(connection.execute(query, {"owner": f"%-{pid}-%"}).scalar_one())
        except OperationalError:  # the database may be down at this moment
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


async def _refuse_pushes(world: World, lasts: float) -> None:
    hook = world.repository.origin / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'closed for maintenance' >&2\nexit 1\n")
    hook.chmod(0o755)
    await asyncio.sleep(lasts)
    hook.unlink()


async def _hide_remote(world: World, lasts: float) -> None:
    origin = world.repository.origin
    hidden = origin.with_name("hidden.git")
    origin.rename(hidden)
    await asyncio.sleep(lasts)
    hidden.rename(origin)


def _person_pushes(world: World) -> None:
    number = len(world.happened)
    # Another writer may be faster: then the person's push is refused, as it would be.
    with suppress(subprocess.CalledProcessError):
        world.repository.commit(f"notes/{number}.md", f"Note {number}\n", branch=BRANCH)
