"""The connection of workers and commands to Temporal."""

from __future__ import annotations

import asyncio
import shlex
from dataclasses import dataclass
from typing import Any

from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.service import RPCError

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from hosting.endpoints import Endpoints, living_endpoints, workflow_page

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


def worker_command(settings: Settings, *, dev: bool) -> str:
    """The command that starts a worker with these settings, ready to paste."""
    words = ["python", "worker.py"]
    if dev:
        words.append("--dev")
    if settings.data_directory != Settings.model_fields["data_directory"].get_default(
        call_default_factory=True, validated_data={}
    ):
        words += ["--data-dir", str(settings.data_directory)]
    return shlex.join(words)


def connect_settings(
    settings: Settings, endpoints: Endpoints | None
) -> tuple[ClientConnectConfig, str | None]:
    """Where to connect, and the Web UI there.

    Temporal's own settings come first (environment, or a profile in its configuration file), then
    the server of the data directory. Any other server on this machine is ignored.

    Raises:
        InputError: there is neither, or Temporal's settings cannot be read.
    """
    try:
        configured = ClientConfig.load_client_connect_config(override_env_vars=settings.environment)
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            f"Temporal's settings cannot be read: {error}.", "Fix TEMPORAL_* or its profile."
        ) from error
    if configured.get("target_host"):
        same = endpoints is not None and endpoints.address == configured.get("target_host")
        return configured, settings.temporal_ui or (endpoints.ui if same and endpoints else None)
    if endpoints is None:
        raise InputError(
            f"No Temporal server: TEMPORAL_ADDRESS is not set and none is running for the data "
            f"directory {settings.data_directory}.",
            f"Start one with: {worker_command(settings, dev=True)}",
        )
    return embedded_connect_settings(endpoints), endpoints.ui


def embedded_connect_settings(endpoints: Endpoints) -> ClientConnectConfig:
    """How to reach the embedded server, whatever Temporal's own settings say."""
    return ClientConnectConfig(target_host=endpoints.address, namespace=endpoints.namespace)


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
        InputError: no server is configured or it does not answer; says how to start one.
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
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            client = await Client.connect(
                address,
                **options,
                data_converter=pydantic_data_converter,
            )
            await client.workflow_service.get_system_info(GetSystemInfoRequest())
    except (RuntimeError, ValueError, RPCError, TimeoutError, OSError) as error:
        reason = "no answer" if isinstance(error, TimeoutError) else _first_line(error)
        raise InputError(
            f"The Temporal server at {address} cannot be reached ({reason}).",
            "Start it or fix TEMPORAL_ADDRESS. Or unset TEMPORAL_ADDRESS and start an embedded "
            f"server with: {worker_command(settings, dev=True)}",
        ) from error
    embedded = endpoints or living_endpoints(settings.data_directory)
    return Connection(
        client=client, ui=ui, embedded=embedded is not None and embedded.address == address
    )


def known_page(settings: Settings, view: SessionStatusView) -> str | None:
    """Address of a session's page in the Web UI; None if unknown without a connection."""
    try:
        target, ui = connect_settings(settings, living_endpoints(settings.data_directory))
    except InputError:
        return None
    if not ui:
        return None
    return workflow_page(ui, target.get("namespace") or "default", view.id, view.run_id)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0].strip() or type(error).__name__
