"""Workers that poll a task queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

_LONGEST_POLL = timedelta(seconds=75)
"""A poll is answered within a minute and repeated at once, so a worker last seen before that is
gone. The server itself forgets pollers only after five minutes."""


async def is_polled(client: Client, task_queue: str) -> bool:
    """Whether a worker polls this queue for workflow tasks.

    A killed worker still counts for as long as its last poll could have lasted, so True is not a
    proof.

    Raises:
        temporalio.service.RPCError: the server did not answer.
    """
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ),
        timeout=timedelta(seconds=3),
    )
    oldest = datetime.now(UTC) - _LONGEST_POLL
    return any(poller.last_access_time.ToDatetime(tzinfo=UTC) > oldest for poller in answer.pollers)
