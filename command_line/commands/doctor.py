"""``doctor``: the checks of ``start`` that write nothing, each with its result."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import click
from rich.text import Text

from command_line.choosing.repository import snapshot_of
from command_line.database import open_records
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say_json
from command_line.temporal.model_check import ask_worker
from command_line.temporal.worker import is_polled_soon, no_worker
from design_sessions.data_directory import check_writable
from design_sessions.endpoint.messages import is_anthropics
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import DesignSessionError
from design_sessions.outcomes import ModelCheck
from design_sessions.project_settings.layout_check import check_layout
from design_sessions.project_settings.model import ModelsTable
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.pull_requests import pull_requests_for
from design_sessions.pull_requests.local import LocalPullRequests
from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.mirrors.checkout_configuration import adopt_configuration
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.push import check_push_allowed
from design_sessions.settings import Settings
from design_sessions.steps.model_check import check_models
from design_sessions.store.database.transactions import shown_url
from design_sessions.turns.prices import PriceTable, prices_of
from hosting import search_attributes
from hosting.temporal_connection import Connection, connect

_RULE_NOTES = 3
"""Notes about rule files shown on one line; ``rules`` shows all."""
_MARKS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("-", "yellow")}
_PROBE_BRANCH = "docs-context-components-design-session-for-doctor"


@dataclass(frozen=True)
class Result:
    """The result of one check; ``detail`` says what was found, or what is wrong and what to do."""

    name: str
    passed: bool | None
    """None where it could not be checked."""
    detail: str


class _NotCheckedError(Exception):
    """It could not be found out; the message says why."""


@click.command()
@click.option("--repo", "repository", help="Also check this repository: path or URL.")
@common_options(json=True)
def doctor(invocation: Invocation, repository: str | None) -> int:
    """Check everything that a session needs, before anything is spent."""
    results = asyncio.run(_collect(invocation, repository))
    if invocation.as_json:
        say_json(json.dumps([result.__dict__ for result in results], indent=2))
    else:
        for result in results:
            mark = Text(*_MARKS[result.passed])
            invocation.console.print(
                Text.assemble(mark, " ", (result.name, "bold"), f": {result.detail}")
            )
    return BAD_INPUT if any(result.passed is False for result in results) else DONE_OR_RUNNING


async def _collect(invocation: Invocation, repository: str | None) -> list[Result]:
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
    if repository is not None:
        own = _OwnSettings(settings, repository)
        results.append(await _check("project settings", _blocking(own.read)))
        models = own.models
    results += await _models(settings, server, models)
    if repository is not None:
        results += [
            await _check(name, _blocking(check, settings, repository))
            for name, check in _REPOSITORY_CHECKS
        ]
    return results


async def _check(name: str, check: Callable[[], Awaitable[str]]) -> Result:
    try:
        return Result(name, True, await check())
    except _NotCheckedError as unknown:
        return Result(name, None, f"not checked: {unknown}")
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
        self._connection = await connect(self._settings)
        client = self._connection.client
        web = f", Web UI {self._connection.ui}" if self._connection.ui else ""
        return f"{client.service_client.config.target_host}, namespace {client.namespace}{web}"

    async def worker(self) -> str:
        connection = self._reached()
        if not await is_polled_soon(connection, self._settings):
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


class _OwnSettings:
    """The repository's own settings, at the commit that a session starts from."""

    def __init__(self, settings: Settings, repository: str) -> None:
        self._settings = settings
        self._repository = repository
        self.models = ModelsTable()

    def read(self) -> str:
        snapshot = snapshot_of(self._settings, resolve_repository(self._repository), None)
        found = read_project_settings(snapshot)
        self.models = found.models
        said = ", ".join(found.said().values())
        elsewhere = check_layout(snapshot, found.documents.layout)
        _, diagnostics = read_project_rules(found, snapshot)
        notes = [f"{each.path}:{each.line}: {each.message}" for each in diagnostics[:_RULE_NOTES]]
        return "; ".join(
            [
                said or f"{SETTINGS_FILE} sets nothing or does not exist",
                *([elsewhere] if elsewhere else []),
                *notes,
            ]
        )


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


def _repository(settings: Settings, repository: str) -> str:
    address = resolve_repository(repository)
    base = check_checkout(address, None, None)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    return f"{address.remote_url} at {resolve_base(mirror, base)[:10]}"


def _push(settings: Settings, repository: str) -> str:
    address = resolve_repository(repository)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    if address.checkout is not None:
        adopt_configuration(mirror, Path(address.checkout))
    check_push_allowed(mirror, _PROBE_BRANCH)
    # Even a push that is undone would trigger the remote's hooks and CI.
    return (
        "allowed, but not tried; the remote's hooks and branch rules are checked when start "
        "creates the branch"
    )


def _code_host(settings: Settings, repository: str) -> str:
    host = pull_requests_for(settings, resolve_repository(repository).remote_url)
    host.check_access()
    if isinstance(host, LocalPullRequests):
        return host.note or "the remote is not on a code host: title and body are kept and printed"
    return "pull requests can be opened"


_REPOSITORY_CHECKS: tuple[tuple[str, Callable[[Settings, str], str]], ...] = (
    ("repository", _repository),
    ("push", _push),
    ("pull requests", _code_host),
)


COMMAND: click.Command = doctor
