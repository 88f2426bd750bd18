"""Workers that poll a task queue."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import psutil
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

_LONGEST_POLL = timedelta(seconds=75)
"""A poll is answered within a minute and repeated at once, so a worker last seen before that is
gone. The server itself forgets pollers only after five minutes."""


async def is_polled(client: Client, task_queue: str, *, on_this_machine: bool = False) -> bool:
    """Whether a worker polls this queue for workflow tasks.

    A killed worker still counts for as long as its last poll could have lasted, so True is not a
    proof; unless the server is this machine's own: there, one whose process is gone does not count.

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
    return any(
        poller.last_access_time.ToDatetime(tzinfo=UTC) > oldest
        and not (on_this_machine and _is_gone(poller.identity))
        for poller in answer.pollers
    )


def _is_gone(identity: str) -> bool:
    """Whether ``7@host``, as the SDK names its processes, is a process of this host that ended."""
    process_id, _, host = identity.partition("@")
    return (
        process_id.isdecimal()
        and host == socket.gethostname()
        and not psutil.pid_exists(int(process_id))
    )
