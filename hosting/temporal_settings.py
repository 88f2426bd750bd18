"""Where Temporal's server is: as Temporal's own settings say, or at the data directory's own.

Temporal's SDK reads its settings. It takes half a second to load, so it is loaded only where there
is something to read.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import platformdirs

from design_sessions import program
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from hosting.endpoints import Endpoints, living_endpoints, workflow_page

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig


def worker_command(settings: Settings, *, dev: bool) -> str:
    """The command that starts a worker with these settings, ready to paste."""
    words = program.worker_words(*(["--dev"] if dev else []))
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
    configured = _temporals_own(settings)
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


def server_is_configured(settings: Settings) -> bool:
    """Whether Temporal's own settings name a server; the data directory's is not used then.

    Raises:
        InputError: they cannot be read.
    """
    return bool(_temporals_own(settings).get("target_host"))


def embedded_connect_settings(endpoints: Endpoints) -> ClientConnectConfig:
    """How to reach the embedded server, whatever Temporal's own settings say."""
    return {"target_host": endpoints.address, "namespace": endpoints.namespace}


def known_page(settings: Settings, view: SessionStatusView) -> str | None:
    """Address of a session's page in the Web UI; None if unknown without a connection."""
    try:
        target, ui = connect_settings(settings, living_endpoints(settings.data_directory))
    except InputError:
        return None
    if not ui:
        return None
    return workflow_page(ui, target.get("namespace") or "default", view.id, view.run_id)


def _temporals_own(settings: Settings) -> ClientConnectConfig:
    """What Temporal's own settings say; empty if there are none.

    Raises:
        InputError: they cannot be read.
    """
    if not _something_is_configured(settings):
        return {}
    from temporalio.envconfig import ClientConfig

    try:
        return ClientConfig.load_client_connect_config(override_env_vars=settings.environment)
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            f"Temporal's settings cannot be read: {error}.", "Fix TEMPORAL_* or its profile."
        ) from error


def _something_is_configured(settings: Settings) -> bool:
    """Whether a variable is set or the configuration file is there, where the SDK looks for it."""
    default_file = platformdirs.user_config_path("temporalio", False, roaming=True)
    return (
        any(name.startswith("TEMPORAL_") for name in settings.environment)
        or (default_file / "temporal.toml").exists()
    )
