"""Which component sessions have an activity that somebody paused in Temporal."""

from __future__ import annotations

from datetime import timedelta

import structlog
from temporalio import activity
from temporalio.service import RPCError

_PATIENCE = timedelta(seconds=2)
_log = structlog.get_logger(__name__)


async def paused_children() -> list[str] | None:
    """Ids of running workflows below the calling activity's workflow with a paused activity.

    One query to Temporal's index, however many children there are. The index may be a second
    behind. None when the query fails: a pause that is not shown stops nothing.
    """
    session = activity.info().workflow_id
    query = (
        f"(ParentWorkflowId = '{session}' OR RootWorkflowId = '{session}') "
        "AND ExecutionStatus = 'Running' AND TemporalPauseInfo IS NOT NULL"
    )
    try:
        children = activity.client().list_workflows(query, rpc_timeout=_PATIENCE)
        return [child.id async for child in children]
    except RPCError as error:
        _log.debug("cannot query paused activities", error=str(error))
        return None
