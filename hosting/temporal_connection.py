"""The connection of workers and commands to Temporal."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client
from temporalio.service import RPCError

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.endpoints import Endpoints, living_endpoints
from hosting.payloads import DATA_CONVERTER
from hosting.temporal_runtime import prepare_runtime
from hosting.temporal_settings import (
    connect_settings,
    embedded_connect_settings,
    worker_command,
)
from hosting.tracing import tracing_interceptors

CONNECT_SECONDS = 4.0


@dataclass(frozen=True)
class Connection:
    """A client, and the address of the server's Web UI if it is known."""

    client: Client
    ui: str | None
    embedded: bool
    """Whether it is the data directory's own server."""

    def belongs_to_database(self, settings: Settings) -> bool:
        """Whether a workflow that the server does not know cannot run elsewhere.

        True if server and database are those of the data directory; others may be shared.
        """
        return self.embedded and settings.database_url is None


async def connect(
    settings: Settings,
    *,
    endpoints: Endpoints | None = None,
) -> Connection:
    """Connect within :data:`CONNECT_SECONDS`.

    Args:
        settings: of this process.
        endpoints: the embedded server, which overrides the configuration (``worker.py --dev``);
            None to use Temporal's settings, or the server of the data directory.

    Raises:
        InputError: no server is configured or it does not answer; says how to start one. Or traces
            are asked for and cannot be made.
    """
    target, ui = (
        (embedded_connect_settings(endpoints), endpoints.ui)
        if endpoints is not None
        else connect_settings(settings, living_endpoints(settings.data_directory))
    )
    address = target.get("target_host") or ""
    options: dict[str, Any] = {
        name: value for name, value in target.items() if name != "target_host"
    }
    prepare_runtime()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            client = await Client.connect(
                address,
                **options,
                data_converter=DATA_CONVERTER,
                interceptors=tracing_interceptors(settings),
            )
            await client.workflow_service.get_system_info(GetSystemInfoRequest())
    except (RuntimeError, ValueError, RPCError, TimeoutError, OSError) as error:
        reason = "no answer" if isinstance(error, TimeoutError) else plain_reason(str(error))
        raise InputError(
            f"The Temporal server at {address} cannot be reached ({reason}).",
            "Start it or fix TEMPORAL_ADDRESS. Or unset TEMPORAL_ADDRESS and start an embedded "
            f"server with: {worker_command(settings, dev=True)}",
        ) from error
    embedded = endpoints or living_endpoints(settings.data_directory)
    return Connection(
        client=client, ui=ui, embedded=embedded is not None and embedded.address == address
    )


def plain_reason(text: str) -> str:
    """What the SDK says of a failed connection, in its innermost words.

    The core of Temporal's SDK repeats all layers of a Rust error, such as ``Os { code: 111, kind:
    ConnectionRefused, message: "Connection refused" }``.
    """
    if refused := _CERTIFICATE.search(text):
        return f"its certificate is not accepted: {refused[1]}"
    if words := _QUOTED.findall(text):
        return str(words[-1])
    return text.partition("\n")[0].strip() or "no reason given"


_CERTIFICATE = re.compile(r"InvalidCertificate\((?:\w+\()*(\w+)")
_QUOTED = re.compile(r'\b(?:message|error): "((?:[^"\\]|\\.)*)"')
