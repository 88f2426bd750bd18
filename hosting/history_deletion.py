"""Deletes the histories of a session's workflows on the server."""

from __future__ import annotations

from collections.abc import Iterable

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode


async def delete_histories(client: Client, workflow_id: str, run_id: str | None) -> int:
    """Delete one run of a session's workflow and of all below it; return how many were deleted.

    Those that the server no longer has are ignored.
    """
    gone = await _delete(client, [(workflow_id, run_id)])
    if run_id is None:
        return gone
    query = (
        f'(ParentWorkflowId = "{workflow_id}" AND ParentRunId = "{run_id}") '
        f'OR (RootWorkflowId = "{workflow_id}" AND RootRunId = "{run_id}")'
    )
    below = [
        (each.id, each.run_id)
        async for each in client.list_workflows(query)
        if each.run_id != run_id
    ]
    return gone + await _delete(client, below)


async def _delete(client: Client, runs: Iterable[tuple[str, str | None]]) -> int:
    gone = 0
    for workflow_id, run_id in runs:
        execution = WorkflowExecution(workflow_id=workflow_id, run_id=run_id or "")
        try:
            await client.workflow_service.delete_workflow_execution(
                DeleteWorkflowExecutionRequest(
                    namespace=client.namespace, workflow_execution=execution
                )
            )
            gone += 1
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
    return gone
