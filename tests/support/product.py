"""The whole product inside a test: a worker in this process, everything around it real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from command_line.temporal.session_start import session_request, start_operation
from design_sessions.scope import Scope
from design_sessions.services import Services, open_services
from design_sessions.session_order import SessionOrder
from design_sessions.settings import Settings
from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.store.turn_records import TurnRecord
from hosting.workers import build_workers, provide_threads
from tests.support.migrated import copy_migrated_sqlite
from tests.support.repositories import CONTEXT, TestRepository
from workflows.messages import InitializeVerdict
from workflows.workflow_ids import session_workflow_id

PATIENCE = 100.0
"""Seconds that a test waits for something to become true. Only a fault reaches them: a machine with
other work may take several times what a quiet one needs."""


@dataclass
class Product:
    """A worker with its services, and one scope to run sessions in."""

    client: Client
    settings: Settings
    services: Services
    repository: TestRepository
    scope: Scope

    @property
    def id(self) -> str:
        """Workflow id of the scope's session of the test context."""
        return session_workflow_id(self.scope, CONTEXT)

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """The session's workflow."""
        return self.client.get_workflow_handle(self.id)

    async def start(
        self, *, limits: dict[str, Any] | None = None, **order: Any
    ) -> InitializeVerdict:
        """Start a session as the client does, and wait for Initialize's verdict."""
        ordered: dict[str, Any] = {
            "repository": str(self.repository.origin),
            "context": CONTEXT,
            "context_module": CONTEXT,
            "limits": limits or {},
            **order,
        }
        request = await session_request(
            self.client,
            self.settings,
            self.services.store,
            self.scope,
            SessionOrder.model_validate(ordered),
        )
        verdict: InitializeVerdict = await self.client.execute_update_with_start_workflow(
            "initialized",
            start_workflow_operation=start_operation(self.settings, request, self.id),
            result_type=InitializeVerdict,
        )
        return verdict

    def status(self) -> SessionStatusView:
        """What ``client.py status`` would read."""
        return self.services.store.reports.read_status(self.scope, self.id)

    def component(self, name: str) -> ComponentStatus:
        """One component of the status."""
        return next(c for c in self.status().components if c.name == name)

    def turns(self, name: str) -> list[TurnRecord]:
        """The ledger of one component."""
        record = self.component(name).session_id
        assert record is not None
        return self.services.store.ledger.turns_of(self.scope, record)

    async def until(
        self, condition: Callable[[SessionStatusView], bool], *, patience: float = PATIENCE
    ) -> SessionStatusView:
        """Wait until the status fulfils a condition; fails with the status as it is then."""
        async with asyncio.timeout(patience + 5):
            deadline = asyncio.get_running_loop().time() + patience
            while True:
                view = await asyncio.to_thread(self.status)
                if condition(view):
                    return view
                if asyncio.get_running_loop().time() > deadline:
                    raise AssertionError(f"waited in vain; the status is {view.model_dump_json()}")
                await asyncio.sleep(0.1)

    async def until_attention(self) -> SessionStatusView:
        """Wait until a person is needed."""
        return await self.until(lambda view: view.attention is not None)

    async def until_complete(self, patience: float = PATIENCE) -> SessionStatusView:
        """Wait for the session's good end."""
        await asyncio.wait_for(self.handle.result(), patience)
        return await asyncio.to_thread(self.status)

    async def until_failed(self) -> SessionStatusView:
        """Wait for the session's bad end."""
        try:
            await asyncio.wait_for(self.handle.result(), PATIENCE)
        except WorkflowFailureError:
            return await asyncio.to_thread(self.status)
        raise AssertionError("the session ended well")

    async def update(self, name: str, **decision: Any) -> Any:
        """Decide as the client does; raises WorkflowUpdateFailedError for nonsense."""
        return await self.handle.execute_update(name, decision)

    async def rejection(self, name: str, *arguments: Any) -> str:
        """Why an update is rejected; fails when it is not."""
        with pytest.raises(WorkflowUpdateFailedError) as rejected:
            await self.handle.execute_update(name, args=arguments)
        cause = rejected.value.cause
        assert isinstance(cause, ApplicationError)
        return cause.message

    async def signal(self, name: str, *decision: Any) -> None:
        """Decide as the Web UI does."""
        await self.handle.signal(name, *decision)


async def until_pending(
    client: Client, workflow_id: str, activity: str, *, attempt: int = 1, patience: float = PATIENCE
) -> None:
    """Wait until a workflow, which may not be there yet, has this activity under way.

    Raises:
        TimeoutError: it had not within ``patience`` seconds.
    """
    deadline = asyncio.get_running_loop().time() + patience
    while asyncio.get_running_loop().time() < deadline:
        with suppress(RPCError):
            description = await client.get_workflow_handle(workflow_id).describe()
            if any(
                each.activity_type.name == activity and each.attempt >= attempt
                for each in description.raw_description.pending_activities
            ):
                return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{workflow_id} has no {activity} under way")


def product_settings(directory: Path, model_url: str, **more: Any) -> Settings:
    """Settings of a worker that touches nothing outside of ``directory``."""
    values: dict[str, Any] = {
        "ANTHROPIC_API_KEY": "test-key-not-a-secret",
        "ANTHROPIC_BASE_URL": model_url,
        "DESIGN_DATA_DIR": directory,
        "DESIGN_TASK_QUEUE": f"test-{uuid4().hex[:12]}",
        "DESIGN_DATABASE_URL": None,
        "GITHUB_TOKEN": None,
        "DESIGN_TURN_TIMEOUT": 20.0,  # also how long the end of a failed test waits for a call
        **more,
    }
    return Settings.model_validate(values)


@asynccontextmanager
async def running_product(
    client: Client,
    settings: Settings,
    repository: TestRepository,
    *,
    project: str | None = None,
    **options: Any,
) -> AsyncIterator[Product]:
    """A worker in this process for as long as the body runs; ``options`` of ``build_workers``."""
    provide_threads(settings)
    copy_migrated_sqlite(settings.resolved_database_url())
    services = await asyncio.to_thread(open_services, settings)
    project = project or f"shop-{uuid4().hex[:8]}"
    scope = Scope(account="default", project=project, user="ann@example.com")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(services.close)
        for worker in build_workers(settings, client, services, **options):
            await stack.enter_async_context(worker)
        yield Product(client, settings, services, repository, scope)
