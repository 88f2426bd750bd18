"""Starts a session's workflow and waits for Initialize's verdict."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from command_line.choosing.order import Ordered
from command_line.database import open_records
from command_line.options import Invocation
from command_line.temporal.background import provide_worker
from command_line.temporal.server_errors import refused_by
from command_line.temporal.worker import (
    ANSWER_SECONDS,
    connect_to_worker,
    is_polled_soon,
    no_answer,
    no_worker,
)
from design_sessions.errors import HandWrittenError, InputError, NotFoundError
from design_sessions.id_length import check_ids
from design_sessions.scope import Scope
from design_sessions.session_order import SessionOrder
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from hosting import search_attributes
from hosting.temporal_connection import Connection
from hosting.temporal_settings import server_is_configured
from workflows.messages import ContextDesignRequest, InitializeVerdict, SessionResult
from workflows.search_attributes import session_search_attributes
from workflows.timeouts import WORKFLOW_TASK
from workflows.web_ui.session_details import introduction
from workflows.workflow_ids import session_workflow_id

_WORKFLOW = "ContextComponentsDesignWorkflow"
"""By name: importing its module would load everything that the activities need."""
_LOOK_SECONDS = 5.0
_END_SECONDS = 60.0
"""Twice as long as a session tries to tell somebody how it has ended."""


@dataclass(frozen=True)
class Started:
    """A session after its Initialize."""

    view: SessionStatusView
    ordered: Ordered
    notes: list[str]
    running: SessionOrder | None
    """The order of the session that was already running; None if this one was started."""

    @property
    def already_running(self) -> bool:
        """Whether the context already had a running session, which was joined."""
        return self.running is not None


async def start_session(invocation: Invocation, make_order: Callable[[], Ordered]) -> Started:
    """Start a session, or join the running one of its context.

    A server that is configured, and its worker, are checked first: they are missing more often than
    anything else, and reading a remote repository may take long. Otherwise a worker is started in
    the background if none runs, but not for an order that cannot be read.

    Raises:
        HandWrittenError: somebody has to confirm what ``--regenerate`` replaces.
        InputError: no server or worker; Initialize refused; the running session belongs to another
            repository.
    """
    settings = invocation.settings
    if server_is_configured(settings):
        connection = await connect_to_worker(settings)
        ordered = await asyncio.to_thread(make_order)
    else:
        ordered = await asyncio.to_thread(make_order)
        await provide_worker(settings, in_new_directory=True)
        connection = await connect_to_worker(settings)
    order = ordered.order
    scope = invocation.own_scope
    if scope.project is None:
        scope = scope.model_copy(update={"project": ordered.project})
    store = await asyncio.to_thread(open_records, settings)
    request = await session_request(connection.client, settings, store, scope, order)
    workflow_id = session_workflow_id(scope, order.context_module)
    # The server would refuse the session's own id in other words.
    check_ids(workflow_id, ordered.context.components)
    try:
        update, handle, already_running = await _start_or_join(
            connection, settings, request, workflow_id
        )
        if already_running and await _ends(store, scope, handle):
            update, handle, already_running = await _start_or_join(
                connection, settings, request, workflow_id
            )
        verdict = await _verdict(connection, settings, update, handle)
    except RPCError as error:
        raise refused_by(connection, settings, error) from error
    if verdict.error_type == HandWrittenError.__name__:
        raise HandWrittenError(verdict.error or "")
    if not verdict.accepted or verdict.view is None:
        raise InputError(verdict.error or "Initialize failed.")
    if already_running and verdict.view.environment.repository != order.repository:
        raise InputError(
            f"{workflow_id} is already running for another repository: "
            f"{verdict.view.environment.repository}.",
            "Give this one its own project with --project.",
        )
    if not already_running:
        return Started(verdict.view, ordered, verdict.notes, None)
    view = await asyncio.to_thread(store.reports.read_status, scope, workflow_id)
    running = await asyncio.to_thread(_order_of, store, scope, view)
    return Started(view, ordered, verdict.notes, running)


def _order_of(store: Store, scope: Scope, view: SessionStatusView) -> SessionOrder:
    return store.sessions.parent(scope, view.session_id).state.order


async def session_request(
    client: Client, settings: Settings, store: Store, scope: Scope, order: SessionOrder
) -> ContextDesignRequest:
    """The input of the session's workflow."""
    return ContextDesignRequest(
        **order.model_dump(),
        scope=scope,
        deployment_id=store.deployment_id,
        model_task_queue=settings.model_task_queue,
        search_attributes=await search_attributes.registered(client),
    )


def start_operation(
    settings: Settings, request: ContextDesignRequest, workflow_id: str
) -> WithStartWorkflowOperation[Any, SessionResult]:
    """The start of the session's workflow, sent together with its first update, ``initialized``."""
    return WithStartWorkflowOperation(
        _WORKFLOW,
        request,
        id=workflow_id,
        result_type=SessionResult,
        task_queue=settings.task_queue,
        task_timeout=WORKFLOW_TASK,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        search_attributes=session_search_attributes(request),
        static_summary=f"Designs of {request.context_module}",
        static_details=introduction(
            context=request.context_module,
            repository=request.repository,
            has_review=request.review,
        ),
    )


_Session = WorkflowHandle[Any, Any]


async def _start_or_join(
    connection: Connection, settings: Settings, request: ContextDesignRequest, workflow_id: str
) -> tuple[WorkflowUpdateHandle[InitializeVerdict], _Session, bool]:
    client = connection.client
    operation = start_operation(settings, request, workflow_id)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            update = await client.start_update_with_start_workflow(
                "initialized",
                start_workflow_operation=operation,
                result_type=InitializeVerdict,
                wait_for_stage=WorkflowUpdateStage.ACCEPTED,
            )
            return update, await operation.workflow_handle(), False
    except WorkflowAlreadyStartedError:
        # The operation's handle has the same error; if never read, it is logged on stderr.
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await operation.workflow_handle()
        handle = client.get_workflow_handle(workflow_id)
        return await _ask(connection, settings, handle), handle, True
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
        handle = client.get_workflow_handle(workflow_id)
        if not await _was_picked_up(handle):
            # The user is told that the start failed; a later worker must not run it after all.
            await handle.terminate("No worker picked it up.")
            raise no_worker(settings, connection) from None
        return await _ask(connection, settings, handle), handle, False


async def _ask(
    connection: Connection, settings: Settings, handle: _Session
) -> WorkflowUpdateHandle[InitializeVerdict]:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await handle.start_update(
                "initialized",
                wait_for_stage=WorkflowUpdateStage.ACCEPTED,
                result_type=InitializeVerdict,
            )
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
        raise no_answer(settings, connection) from None


async def _ends(store: Store, scope: Scope, handle: _Session) -> bool:
    """Whether the session was over, and only told somebody so; waits until it has done that."""
    try:
        view = await asyncio.to_thread(store.reports.read_status, scope, handle.id)
    except NotFoundError:
        return False
    running = await handle.describe()
    if view.status == "active" or view.run_id != running.run_id:
        return False
    with contextlib.suppress(TimeoutError, WorkflowFailureError):
        async with asyncio.timeout(_END_SECONDS):
            await handle.result()
    return True


async def _was_picked_up(handle: _Session) -> bool:
    async for event in handle.fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            return True
    return False


async def _verdict(
    connection: Connection,
    settings: Settings,
    update: WorkflowUpdateHandle[InitializeVerdict],
    handle: _Session,
) -> InitializeVerdict:
    """Wait as long as Initialize takes, unless the worker disappears."""
    waiting = asyncio.create_task(update.result())
    try:
        while True:
            done, _ = await asyncio.wait([waiting], timeout=_LOOK_SECONDS)
            if done:
                return waiting.result()
            if not await is_polled_soon(connection, settings, within=0):
                raise no_worker(settings, connection)
    except WorkflowUpdateFailedError as error:
        raise InputError(
            f"The session ended while starting: {error.cause}.",
            "The worker's log says why.",
        ) from error
    finally:
        waiting.cancel()
        # If it is not awaited, it reports its cancellation on stderr.
        await asyncio.gather(waiting, return_exceptions=True)
