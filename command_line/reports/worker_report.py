"""The workers of a data directory: which run, where, and what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from command_line.database import open_records
from command_line.options import Invocation
from command_line.reports.formatting import duration, elapsed, local_time
from design_sessions.errors import DesignSessionError
from design_sessions.step_words import spoken_step
from design_sessions.store.records import SessionSummary
from hosting.endpoints import Endpoints, living_endpoints
from hosting.registered_workers import FoundWorker, find_workers
from hosting.temporal_settings import worker_command


@dataclass(frozen=True)
class WorkersView:
    """What a person asks of the workers on this machine."""

    workers: list[FoundWorker]
    server: Endpoints | None
    """The embedded server, which outlives a worker that is killed."""
    sessions: list[SessionSummary]
    """The account's sessions that have not ended."""

    @classmethod
    def read(cls, invocation: Invocation) -> WorkersView:
        """As it is now. Without a database there are no sessions."""
        settings = invocation.settings
        try:
            sessions = open_records(settings).reports.active_sessions(invocation.scope)
        except DesignSessionError:
            sessions = []
        directory = settings.data_directory
        return cls(find_workers(directory), living_endpoints(directory), sessions)

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        workers = [
            each.worker.model_dump(mode="json", exclude={"settings_digest"})
            | {"stopping": each.stopping}
            for each in self.workers
        ]
        sessions = [
            each.model_dump(mode="json", include={"id", "context", "step", "needs_person"})
            for each in self.sessions
        ]
        return {"workers": workers, "sessions": sessions}


def worker_lines(invocation: Invocation, view: WorkersView) -> Iterator[Text]:
    """One line for each fact."""
    for each in view.workers:
        yield from _facts(each)
    if not view.workers:
        yield Text(f"No worker runs on {invocation.settings.data_directory}.")
        if view.server:
            yield _fact("server", f"{view.server.address} runs (process {view.server.pid})")
        yield _fact("to run one", worker_command(invocation.settings, dev=True))
    for session in view.sessions:
        doing = "waits for a person" if session.needs_person else spoken_step(session.step)
        yield _fact("waits" if session.needs_person else "runs", f"{session.id}, {doing}")
    if not view.sessions:
        yield _fact("runs", "nothing")


def _facts(found: FoundWorker) -> Iterator[Text]:
    worker = found.worker
    since = worker.since.isoformat()
    where = "in the background" if worker.background else "in the foreground"
    state = "stopping" if found.stopping else f"running {where}"
    yield _fact("worker", f"{state}, process {worker.pid}", "bold")
    yield _fact("since", f"{local_time(since)} ({elapsed(since, None)})")
    kind = "embedded server" if worker.embedded else "server"
    yield _fact("temporal", f"{worker.address}, {kind}, namespace {worker.namespace}")
    if worker.ui:
        yield _fact("web ui", worker.ui)
    yield _fact("database", worker.database)
    yield _fact("log", worker.log or "in its own terminal")
    if worker.idle_timeout is not None:
        yield _fact("ends", f"after {duration(worker.idle_timeout)} without work")


def _fact(name: str, value: str, style: str = "") -> Text:
    return Text.assemble((f"{name:10} ", "dim"), (value, style))
