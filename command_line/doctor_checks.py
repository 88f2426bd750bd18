"""The checks of ``start`` that write nothing, each with its result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from command_line.choosing.target import HERE
from command_line.database import missing_file, open_records
from command_line.options import Invocation
from command_line.repository_checks import REPOSITORY_CHECKS, NothingThereError, OwnSettings
from command_line.temporal.model_check import ask_worker
from command_line.temporal.worker import is_polled_soon, no_worker
from design_sessions.data_directory import check_writable
from design_sessions.endpoint.messages import is_anthropics
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import DesignSessionError
from design_sessions.outcomes import ModelCheck
from design_sessions.project_settings.model import ModelsTable
from design_sessions.repository.address import resolve_repository
from design_sessions.repository.git.command import GitCommand
from design_sessions.settings import Settings
from design_sessions.steps.model_check import check_models
from design_sessions.store.database.transactions import shown_url
from design_sessions.turns.prices import PriceTable, prices_of
from hosting import search_attributes
from hosting.endpoints import living_endpoints
from hosting.temporal_connection import Connection, connect
from hosting.temporal_settings import server_is_configured


@dataclass(frozen=True)
class Result:
    """The result of one check; ``detail`` says what was found, or what is wrong and what to do."""

    name: str
    passed: bool | None
    """None where it could not be checked, or where nothing is there and nothing needs to be."""
    detail: str


class _NotCheckedError(Exception):
    """It could not be found out; the message says why."""


async def check_everything(invocation: Invocation, repository: str | None) -> list[Result]:
    """The results of all checks, in the order in which a session needs what they look at.

    Args:
        invocation: of the command.
        repository: path or URL; None for the one that one stands in, if any.
    """
    settings = invocation.settings
    results = [
        await _check("data directory", _blocking(_data_directory, settings)),
        await _check("git", _blocking(_git)),
        await _check("database", _blocking(_database, settings)),
    ]
    if settings.left_alone:
        results.append(Result("DATABASE_URL", True, settings.left_alone))
    server = _Server(settings)
    results += [
        await _check("Temporal server", server.reach),
        await _check("worker", server.worker),
        await _check("search attributes", server.attributes),
    ]
    models = ModelsTable()
    repository = repository or _repository_here()
    if repository is not None:
        own = OwnSettings(settings, repository)
        results.append(await _check("project settings", _blocking(own.read)))
        models = own.models
    results += await _models(settings, server, models)
    if repository is not None:
        results += [
            await _check(name, _blocking(check, settings, repository))
            for name, check in REPOSITORY_CHECKS
        ]
    else:
        results.append(
            Result("repository", None, "not checked: you stand in none; name one with --repo")
        )
    return results


def _repository_here() -> str | None:
    try:
        resolve_repository(HERE)
    except DesignSessionError:
        return None
    return HERE


async def _check(name: str, check: Callable[[], Awaitable[str]]) -> Result:
    try:
        return Result(name, True, await check())
    except _NotCheckedError as unknown:
        return Result(name, None, f"not checked: {unknown}")
    except NothingThereError as nothing:
        return Result(name, None, str(nothing))
    except DesignSessionError as error:
        return Result(name, False, f"{error.message} {error.remedy}".strip())


def _blocking(function: Callable[..., str], *arguments: object) -> Callable[[], Awaitable[str]]:
    return lambda: asyncio.to_thread(function, *arguments)


def _data_directory(settings: Settings) -> str:
    check_writable(settings.data_directory)
    return str(settings.data_directory)


def _git() -> str:
    return GitCommand(Path("/")).run("--version", action="run git", time_limit=5.0).text


def _database(settings: Settings) -> str:
    if missing_file(settings) is not None:
        raise _NotCheckedError("there is none yet; the first worker makes it")
    store = open_records(settings)
    store.close()
    return f"deployment {store.deployment_id} at {shown_url(store.engine)}"


class _Server:
    """The checks that need Temporal, on one connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: Connection | None = None
        self._is_polled = False

    async def reach(self) -> str:
        own = living_endpoints(self._settings.data_directory)
        if own is None and not server_is_configured(self._settings):
            raise _NotCheckedError("none runs; start starts one here, with a worker")
        self._connection = await connect(self._settings)
        client = self._connection.client
        web = f", Web UI {self._connection.ui}" if self._connection.ui else ""
        return f"{client.service_client.config.target_host}, namespace {client.namespace}{web}"

    async def worker(self) -> str:
        connection = self._reached()
        if not await is_polled_soon(connection, self._settings):
            if connection.embedded:
                raise _NotCheckedError("none runs; start and the decisions start one")
            raise no_worker(self._settings, connection)
        self._is_polled = True
        return f"polls {self._settings.task_queue}"

    async def ask_worker(self, models: ModelsTable) -> list[ModelCheck] | None:
        if self._connection is None or not self._is_polled:
            return None
        return await ask_worker(
            self._connection, self._settings, design=models.design, review=models.review
        )

    async def attributes(self) -> str:
        if await search_attributes.registered(self._reached().client):
            return "registered"
        return "not registered; sessions work without them, but the Web UI cannot filter by them"

    def _reached(self) -> Connection:
        if self._connection is None:
            raise _NotCheckedError("no server")
        return self._connection


async def _models(settings: Settings, server: _Server, models: ModelsTable) -> list[Result]:
    found, who = await server.ask_worker(models), "the worker"
    if found is None:
        client, who = ModelClient(settings), "this terminal"
        own = [models.design or settings.model, models.review or settings.review_model]
        found = await check_models(client, own, anonymous=not settings.has_model_key)
        await client.close()
    prices = prices_of(settings)
    roles = zip(("design model", "review model"), found, strict=True)
    return [_model(role, check, who, prices) for role, check in roles]


def _model(role: str, found: ModelCheck, who: str, prices: PriceTable) -> Result:
    if found.refused:
        return Result(role, False, f"{found.model}: {who} says: {found.refused}")
    if found.unknown:
        unknown = f"not checked: {found.model} at {found.endpoint}; {found.unknown}"
        return Result(role, None, unknown)
    notes = [f"{found.model} at {found.endpoint}", f"accepted, says {who}"]
    if not is_anthropics(found.endpoint):
        notes.append("no call is tried; start may make a small one")
    if prices.price_of(found.model) is None:
        notes.append("no known price, so the cost limit cannot be enforced")
    return Result(role, True, "; ".join(notes))
