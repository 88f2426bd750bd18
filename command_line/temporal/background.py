"""Lets a worker run in the background where none runs and no server is configured."""

from __future__ import annotations

import asyncio

from temporalio.service import RPCError

from command_line.database import open_records
from command_line.output import say
from design_sessions import program
from design_sessions.data_directory import writing_in
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.file_modes import make_private_directory
from design_sessions.settings import Settings
from design_sessions.wording import counted
from hosting.background_worker import start_background_worker
from hosting.idleness import something_runs
from hosting.registered_workers import FoundWorker, usable_worker, worker_start_lock
from hosting.server_process import has_run_a_server
from hosting.settings_digest import settings_digest
from hosting.temporal_connection import connect
from hosting.temporal_settings import server_is_configured
from hosting.worker_stop import stop_worker


async def provide_worker(
    settings: Settings, *, in_new_directory: bool = False, needs_key: bool = True
) -> None:
    """Return when a worker of the data directory takes work, or another server is configured.

    One that runs in the background with other settings than these is replaced if nothing runs.

    Args:
        settings: of this command; a worker that it starts has the same.
        in_new_directory: start one even where no server has ever run.
        needs_key: whether what is asked of the worker needs the model.

    Raises:
        InputError: the worker cannot start, or would have no key.
    """
    directory = settings.data_directory
    if not (in_new_directory or has_run_a_server(directory)) or server_is_configured(settings):
        return
    with writing_in(directory):
        make_private_directory(directory)
    async with worker_start_lock(directory):
        found = await _without_outdated(settings, usable_worker(directory, settings.task_queue))
        if found is None:
            if needs_key and not settings.has_model_key:
                raise InputError(
                    "No worker runs, and the one that would be started has no key for the model.",
                    "Set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN) here or in "
                    f"{directory / '.env'}.",
                )
            found = await asyncio.to_thread(start_background_worker, settings)
            _tell(found)
        found.mark_used()


def is_started_when_needed(settings: Settings) -> bool:
    """Whether no worker takes work now, and the next decision starts one."""
    return (
        has_run_a_server(settings.data_directory)
        and not server_is_configured(settings)
        and usable_worker(settings.data_directory, settings.task_queue) is None
    )


async def _without_outdated(settings: Settings, found: FoundWorker | None) -> FoundWorker | None:
    """The worker; None after it was stopped because it has other settings and nothing to do."""
    if found is None or not found.worker.background or not settings.has_model_key:
        return found
    if found.worker.settings_digest == settings_digest(settings):
        return found
    if await _is_busy(settings):
        say(
            "Note: the worker in the background has other settings than this terminal, and works "
            f"on with its own. To end it: {program.client('worker', 'stop')}",
            err=True,
        )
        return found
    say("The worker in the background has other settings; starting another.", err=True)
    await stop_worker(found)
    return None


async def _is_busy(settings: Settings) -> bool:
    try:
        connection = await connect(settings)
        store = await asyncio.to_thread(open_records, settings)
        return await something_runs(connection.client, settings.task_queue, store)
    except (DesignSessionError, RPCError):
        return True


def _tell(found: FoundWorker) -> None:
    seconds = round(found.worker.idle_timeout or 0)
    while_idle = counted(seconds, "second") if seconds < 60 else counted(seconds // 60, "minute")
    say(
        f"Started a worker in the background; it ends after {while_idle} without work. "
        f"Its log: {found.worker.log}",
        err=True,
    )
