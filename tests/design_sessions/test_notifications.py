"""Who is told what, over real HTTP and with real commands."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from design_sessions import notifications
from design_sessions.errors import NotificationError
from design_sessions.notifications import message_of, notify
from design_sessions.secret_variables import SECRET_VARIABLES
from design_sessions.settings import Settings
from design_sessions.status import Attention
from tests.support.stores import WORKFLOW_ID, view_of


class Listener(HTTPServer):
    """Keeps what it is sent and answers with one status."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[Any] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.body_chunks = 0
        """Chunks of a megabyte that follow the headers, or fewer where nobody takes them."""
        self.sent_chunks = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/secret-part"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            for _ in range(self.server.body_chunks):
                self.wfile.write(b"x" * 1_000_000)
                self.server.sent_chunks += 1

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def settings(**given: Any) -> Settings:
    return Settings.model_validate(given)


def waiting_message() -> dict[str, object]:
    view = view_of(uuid4())
    view.attention = Attention(
        step="SpawnReviewSession", kind="review", reason="No.", since="2026-01-01T00:00:00+00:00"
    )
    return message_of("needs_person", view)


def test_a_webhook_is_sent_what_the_session_needs(listener: Listener) -> None:
    notify(settings(DESIGN_WEBHOOK=listener.url), waiting_message())
    [message] = listener.received
    assert message["event"] == "needs_person"
    assert message["attention"]["reason"] == "No."
    assert message["id"] == WORKFLOW_ID


def test_a_webhook_that_refuses_is_tried_again_and_its_address_is_told_to_nobody(
    listener: Listener,
) -> None:
    listener.status = 500
    with pytest.raises(NotificationError, match="HTTP 500") as refused:
        notify(settings(DESIGN_WEBHOOK=listener.url), waiting_message())
    assert refused.value.retryable
    assert "secret-part" not in str(refused.value)
    listener.server_close()
    with pytest.raises(NotificationError) as gone:
        notify(settings(DESIGN_WEBHOOK="http://127.0.0.1:9/secret-part"), waiting_message())
    assert "secret-part" not in str(gone.value)


def test_an_answer_of_any_length_is_not_read(listener: Listener) -> None:
    listener.status, listener.body_chunks = 200, 1_000
    notify(settings(DESIGN_WEBHOOK=listener.url), waiting_message())
    assert listener.sent_chunks < 100


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_tells_nobody(listener: Listener, status: int) -> None:
    listener.status, listener.headers = status, {"Location": listener.url}
    with pytest.raises(NotificationError, match=rf"HTTP {status}, a redirect") as refused:
        notify(settings(DESIGN_WEBHOOK=listener.url), waiting_message())
    assert not refused.value.retryable
    assert len(listener.received) == 1


def test_the_command_runs_although_the_webhook_fails(listener: Listener, tmp_path: Path) -> None:
    listener.status = 500
    both = settings(
        DESIGN_WEBHOOK=listener.url, DESIGN_NOTIFY_COMMAND=f"/bin/sh -c 'cat > {tmp_path}/told'"
    )
    with pytest.raises(NotificationError, match="HTTP 500"):
        notify(both, waiting_message())
    assert '"event": "needs_person"' in (tmp_path / "told").read_text()


def test_a_webhook_on_loopback_is_never_proxied(listener: Listener) -> None:
    for proxy in ("http://127.0.0.1:9", "socks5://127.0.0.1:9"):
        around = {"ALL_PROXY": proxy, "HTTP_PROXY": proxy}
        notify(settings(DESIGN_WEBHOOK=listener.url, environment=around), waiting_message())
    assert len(listener.received) == 2


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9"])
def test_a_webhook_behind_a_proxy_that_does_not_work_names_its_variable(proxy: str) -> None:
    to_webhook = settings(
        DESIGN_WEBHOOK="http://hooks.invalid/secret-part", environment={"ALL_PROXY": proxy}
    )
    with pytest.raises(NotificationError, match="ALL_PROXY") as failed:
        notify(to_webhook, waiting_message())
    assert "secret-part" not in str(failed.value)


def test_a_command_gets_the_message_and_no_key(tmp_path: Path, environment: dict[str, str]) -> None:
    script = tmp_path / "tell me.sh"
    script.write_text('#!/bin/sh\ncat > "$1"\nenv >> "$1"\n')
    script.chmod(0o755)
    told = tmp_path / "told"
    to_script = settings(DESIGN_NOTIFY_COMMAND=f"'{script}' {told}")
    environment |= dict.fromkeys(SECRET_VARIABLES, "sk-secret")
    notify(to_script, waiting_message())
    text = told.read_text()
    assert '"event": "needs_person"' in text
    assert "DESIGN_EVENT=needs_person" in text
    assert "sk-secret" not in text


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("/bin/sh -c 'echo no channel >&2; exit 3'", "failed with exit code 3: no channel"),
        ("/no/such/command", "cannot be run"),
        ("'unfinished", "cannot be run"),
    ],
)
def test_a_command_that_fails_says_why(command: str, reason: str) -> None:
    with pytest.raises(NotificationError, match=reason):
        notify(settings(DESIGN_NOTIFY_COMMAND=command), waiting_message())


def test_a_command_that_hangs_ends_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "COMMAND_LIMIT", 0.5)
    child = tmp_path / "child"
    hanging = f"/bin/sh -c 'sleep 600 & echo $! > {child}; wait'"
    with pytest.raises(NotificationError, match=r"did not finish within 0\.5 seconds"):
        notify(settings(DESIGN_NOTIFY_COMMAND=hanging), waiting_message())
    # The kernel ends a killed process when it next gives it the processor.
    while _is_alive(int(child.read_text())):
        time.sleep(0.01)


def test_a_command_may_say_any_amount() -> None:
    loud = "/bin/sh -c 'head -c 50000000 /dev/zero >&2; echo >&2; echo no channel >&2; exit 3'"
    with pytest.raises(NotificationError, match="exit code 3: no channel"):
        notify(settings(DESIGN_NOTIFY_COMMAND=loud), waiting_message())


def _is_alive(process: int) -> bool:
    # A killed orphan stays a zombie until whoever adopted it looks.
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_where_nothing_is_set_nobody_is_told() -> None:
    notify(settings(), waiting_message())
