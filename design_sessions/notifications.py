"""Notifications that a session needs a person or has ended: a webhook, a command."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from typing import Literal

import httpx2

from design_sessions.errors import InputError, NotificationError, NotificationRefusedError
from design_sessions.file_modes import users_umask
from design_sessions.proxies import proxy_of
from design_sessions.secret_variables import environment_without_our_secrets
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView

Event = Literal["needs_person", "complete", "failed", "cancelled"]

WEBHOOK_LIMIT = 10.0
"""Seconds for a webhook's answer."""
COMMAND_LIMIT = 20.0
"""Seconds for a command to end: less than a session that has ended tries to tell somebody."""
_LAST_WORDS = 4_000
"""Bytes of a command's standard error that are read."""


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
    """Call the webhook and run the command, if set; neither waits for the other's success.

    Raises:
        NotificationError: one of them, or both, failed; may pass.
        NotificationRefusedError: the same, and it will not pass.
    """
    body = json.dumps(message).encode()
    failed: list[NotificationError] = []
    if settings.webhook is not None:
        try:
            _post(settings.webhook.get_secret_value(), body, settings.environment)
        except NotificationError as error:
            failed.append(error)
    if settings.notify_command:
        try:
            _run(settings.notify_command, body, message)
        except NotificationError as error:
            failed.append(error)
    if len(failed) > 1:
        raise NotificationError(" ".join(str(error) for error in failed))
    if failed:
        raise failed[0]


def _post(url: str, body: bytes, environment: Mapping[str, str]) -> None:
    # The address is never shown: for many services it is the credential.
    through = ""
    try:
        proxy = proxy_of(url, environment)
        through = f" through {proxy}" if proxy else ""
        transport = httpx2.HTTPTransport(proxy=proxy.url if proxy else None)
        with (
            httpx2.Client(
                transport=transport, timeout=WEBHOOK_LIMIT, follow_redirects=False
            ) as client,
            # The status says all; the body of an answer may be of any length.
            client.stream(
                "POST", url, content=body, headers={"Content-Type": "application/json"}
            ) as answer,
        ):
            status = answer.status_code
    except InputError as error:
        raise NotificationError(f"The webhook call failed: {error.message}", error.remedy) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise NotificationError(
            f"The webhook call{through} failed: {type(error).__name__}.", "Check DESIGN_WEBHOOK."
        ) from None
    if 300 <= status < 400:
        raise NotificationRefusedError(
            f"The webhook answered HTTP {status}, a redirect, which is not followed.",
            "Set DESIGN_WEBHOOK to the address it leads to.",
        )
    if not 200 <= status < 300:
        raise NotificationError(f"The webhook answered HTTP {status}.", "Check DESIGN_WEBHOOK.")


def _run(command: str, body: bytes, message: dict[str, object]) -> None:
    environment = environment_without_our_secrets() | {
        "DESIGN_EVENT": str(message["event"]),
        "DESIGN_SESSION": str(message["id"]),
        "DESIGN_CONTEXT": str(message["context"]),
    }
    try:
        status, said = _end_of(shlex.split(command), body, environment)
    except subprocess.TimeoutExpired:
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND did not finish within {COMMAND_LIMIT:g} seconds."
        ) from None
    except (OSError, ValueError) as error:
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND cannot be run: {error}."
        ) from None
    if status:
        raise NotificationError(
            f"The command in DESIGN_NOTIFY_COMMAND failed with exit code {status}"
            + (f": {said[-1][:200]}" if said else ".")
        )


def _end_of(
    command: list[str], body: bytes, environment: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Run a command; its exit code and the last lines of its standard error.

    Raises:
        TimeoutExpired: it did not end in time; it was killed, with the processes it started.
        OSError, ValueError: it cannot be run.
    """
    with (
        # Files, not pipes: what it says may be of any length, and its children may outlive it.
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as errors,
    ):
        given.write(body)
        given.seek(0)
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            start_new_session=True,
            umask=users_umask(),
        )
        try:
            status = process.wait(COMMAND_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - _LAST_WORDS))
        return status, errors.read().decode("utf-8", "replace").strip().splitlines()
