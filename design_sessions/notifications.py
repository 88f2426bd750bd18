"""Notifications that a session needs a person or has ended: a webhook, a command."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Mapping
from typing import Literal

import httpx2

from design_sessions.errors import InputError, NotificationError
from design_sessions.file_modes import users_umask
from design_sessions.proxies import proxy_of
from design_sessions.secret_variables import environment_without_our_secrets
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView

Event = Literal["needs_person", "complete", "failed", "cancelled"]

WEBHOOK_LIMIT = 10.0
"""Seconds for a webhook's answer."""
COMMAND_LIMIT = 60.0
"""Seconds for a command to end."""


def message_of(event: Event, view: SessionStatusView) -> dict[str, object]:
    """The notification as JSON, without documents and transcripts."""
    attention = view.attention if event == "needs_person" else None
    return {
        "event": event,
        "id": view.id,
        "scope": view.scope.model_dump(mode="json"),
        "context": view.context,
        "status": view.status,
        "branch": view.branch,
        "attention": attention.model_dump(mode="json") if attention else None,
        "pull_request": view.pull_request.model_dump(mode="json") if view.pull_request else None,
        "error": view.error,
        "usage": view.usage.model_dump(mode="json"),
    }


def notify(settings: Settings, message: dict[str, object]) -> None:
    """Call the webhook and then the command, if set.

    Raises:
        NotificationError: one of them failed; may pass.
    """
    body = json.dumps(message).encode()
    if settings.webhook is not None:
        _post(settings.webhook.get_secret_value(), body, settings.environment)
    if settings.notify_command:
        _run(settings.notify_command, body, message)


def _post(url: str, body: bytes, environment: Mapping[str, str]) -> None:
    # The address is never shown: for many services it is the credential.
    through = ""
    try:
        proxy = proxy_of(url, environment)
        through = f" through {proxy}" if proxy else ""
        transport = httpx2.HTTPTransport(proxy=proxy.url if proxy else None)
        with httpx2.Client(
            transport=transport, timeout=WEBHOOK_LIMIT, follow_redirects=False
        ) as client:
            answer = client.post(url, content=body, headers={"Content-Type": "application/json"})
    except InputError as error:
        raise NotificationError(f"The webhook call failed: {error.message}", error.remedy) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise NotificationError(
            f"The webhook call{through} failed: {type(error).__name__}.", "Check DESIGN_WEBHOOK."
        ) from None
    if answer.status_code >= 400:
        raise NotificationError(
            f"The webhook answered HTTP {answer.status_code}.", "Check DESIGN_WEBHOOK."
        )


def _run(command: str, body: bytes, message: dict[str, object]) -> None:
    environment = environment_without_our_secrets() | {
        "DESIGN_EVENT": str(message["event"]),
        "DESIGN_SESSION": str(message["id"]),
        "DESIGN_CONTEXT": str(message["context"]),
    }
    try:
        ended = subprocess.run(
            shlex.split(command),
            input=body,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=COMMAND_LIMIT,
            umask=users_umask(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND did not finish within {COMMAND_LIMIT:g} seconds."
        ) from None
    except (OSError, ValueError) as error:
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND cannot be run: {error}."
        ) from None
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND failed with exit code {ended.returncode}"
            + (f": {said[-1][:200]}" if said else ".")
        )
