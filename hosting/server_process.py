"""The process of Temporal's development server: starts it, and checks whether it serves."""

from __future__ import annotations

import asyncio
import fcntl
import os
import subprocess
from pathlib import Path

import psutil
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from design_sessions.secret_variables import environment_without_secrets
from hosting import search_attributes
from hosting.endpoints import SERVER_DATABASE, SERVER_LOCK, Endpoints
from hosting.ports import LOOPBACK

SERVER_LOG = "temporal-server.log"
_NO_HTTP_API = 'frontend.httpAllowedHosts=["nobody.invalid"]'
"""Closes the server's HTTP API, which would take signals from any page open in a browser. It cannot
be turned off; so it answers only to a host name that nobody can have. gRPC and the Web UI, whose
requests need a token, are not affected."""

_PATIENT_LOCKS = 'history.cacheNonUserContextLockTimeout="10s"'
"""Where many children start at once, each start waits for the parent's lock. After the usual half a
second the server puts it off for three seconds: of 250 children, the last came 2 to 5 s late."""
_ONE_PARTITION = (
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)
"""With the usual four, a task waits until a poll is forwarded to its partition, up to 4 s."""


def spawn_server(
    data_directory: Path,
    *,
    command: str,
    namespace: str,
    port: int,
    ui_port: int,
    dynamic_config: tuple[str, ...],
) -> subprocess.Popen[bytes]:
    """Start the server in its own process session.

    ``command`` is what :func:`hosting.temporal_command.temporal_command` gives. The server inherits
    the locked descriptor that :func:`hosting.endpoints.server_is_running` checks.
    """
    arguments = [
        *("--ip", LOOPBACK, "--port", str(port), "--ui-port", str(ui_port)),
        # Relative, since the server takes it for a part of a URL: # ? and % have a meaning there.
        *("--db-filename", SERVER_DATABASE),
        # Without these, a step takes three times as long with a database file.
        *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"),
        *search_attributes.command_line_arguments(),
        "--ui-disable-news-fetch",
    ]
    if namespace != "default":
        arguments += ["--namespace", namespace]
    for pair in (_NO_HTTP_API, _PATIENT_LOCKS, *_ONE_PARTITION, *dynamic_config):
        arguments += ["--dynamic-config-value", pair]
    lock = os.open(data_directory / SERVER_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # Blocks only while another process is checking whether a server runs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (data_directory / SERVER_LOG).open("ab") as log:
            process = subprocess.Popen(
                [command, "server", "start-dev", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,
                cwd=data_directory,
                # The server does not start for a user without a name, as in a container.
                env={"USER": "temporal", "HOME": str(data_directory)}
                | environment_without_secrets(),
            )
        os.ftruncate(lock, 0)
        os.write(lock, str(process.pid).encode())
    finally:
        os.close(lock)
    return process


async def serves(endpoints: Endpoints) -> bool:
    """Whether it is this server that answers at its address, for its namespace."""
    try:
        async with asyncio.timeout(3):
            _, writer = await asyncio.open_connection(LOOPBACK, endpoints.port)
            writer.close()
            client = await Client.connect(endpoints.address, namespace=endpoints.namespace)
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=endpoints.namespace)
            )
    except (OSError, RuntimeError, RPCError, TimeoutError):
        return False
    return _may_listen(endpoints.pid, endpoints.port)


def _may_listen(process_id: int, port: int) -> bool:
    """Whether a process, or one below it, listens on a port, or that cannot be told.

    Two servers that start at once may choose the same port: for a moment the one that is about to
    fail would seem to answer, with the other's sessions.
    """
    try:
        server = psutil.Process(process_id)
        connections = [
            each
            for process in (server, *server.children(recursive=True))
            for each in process.net_connections("tcp")
        ]
    except psutil.AccessDenied:
        return True
    except psutil.NoSuchProcess:
        return False
    return any(
        each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in connections
    )
