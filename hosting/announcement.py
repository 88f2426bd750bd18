"""What a worker prints when it is ready: text on a terminal, JSON elsewhere."""

from __future__ import annotations

import json
import os
import sys

import structlog

from design_sessions.settings import Settings
from hosting.endpoints import without_password
from hosting.temporal_connection import Connection

_logger = structlog.get_logger(__name__)


def announce(
    settings: Settings, connection: Connection, *, endpoint: str, with_attributes: bool
) -> None:
    """Print one line that says that the worker is ready, and where; warn if no key is set.

    Args:
        settings: of the worker.
        connection: to the server that it polls.
        endpoint: of the models, without credentials.
        with_attributes: whether workflows set search attributes.
    """
    if not _has_key(settings):
        _logger.warning(
            "no key for the model: every session is refused until ANTHROPIC_API_KEY is set in the "
            "worker's environment or .env and the worker is restarted"
        )
    facts: dict[str, object] = {
        "event": "worker ready",
        "temporal": connection.client.service_client.config.target_host,
        "namespace": connection.client.namespace,
        "ui": connection.ui,
        "task_queues": [settings.task_queue, settings.model_task_queue],
        "database": without_password(settings.resolved_database_url()),
        "model_endpoint": endpoint,
        "search_attributes": with_attributes,
        "pid": os.getpid(),
    }
    line = ready_line(facts) if sys.stdout.isatty() else json.dumps(facts)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def ready_line(facts: dict[str, object]) -> str:
    """The facts as one line for people."""
    web = f", Web UI {facts['ui']}" if facts["ui"] else ""
    return (
        f"Worker ready: Temporal {facts['temporal']}{web}, database {facts['database']}, "
        f"models at {facts['model_endpoint']}. Ctrl-C stops it."
    )


def _has_key(settings: Settings) -> bool:
    if settings.provider != "anthropic":
        return True
    keys = (settings.anthropic_api_key, settings.anthropic_auth_token)
    return any(key is not None and key.get_secret_value().strip() for key in keys)
