"""Stops the workers of a data directory and tells what became of them."""

from __future__ import annotations

import asyncio

from command_line.output import say
from design_sessions.settings import Settings
from design_sessions.wording import counted
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import server_is_running
from hosting.registered_workers import find_workers
from hosting.worker_stop import stop_worker


async def stop_workers(settings: Settings) -> None:
    """Stop all of them, and a server that a killed worker has left; return when they have ended."""
    directory = settings.data_directory
    found = find_workers(directory)
    had_server = server_is_running(directory)
    for each in found:
        say(
            f"Stopping the worker (process {each.worker.pid}). It finishes its model calls, "
            f"which may take {settings.turn_timeout / 60:g} minutes."
        )
    await asyncio.gather(*(stop_worker(each) for each in found))
    if had_server and not find_workers(directory):
        await EmbeddedServer(directory, database="").stop_unused()
    ended = [f"{counted(len(found), 'worker')} stopped"] if found else ["No worker runs"]
    if had_server and not server_is_running(directory):
        ended.append("the embedded Temporal server too" if found else "its server is stopped")
    say(f"{', '.join(ended)} ({directory}).")
    if found:
        say("Sessions that are not at their end go on when a worker runs again.")
