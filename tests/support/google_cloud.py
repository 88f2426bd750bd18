"""Google's side of Vertex AI on loopback: access tokens, and models behind which a simulator is."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ACCESS_TOKEN = "ya29.an-access-token-that-nobody-must-see"
PROJECT, REGION = "shop-project", "global"
_CALL = re.compile(
    rf"/v1/projects/{PROJECT}/locations/{REGION}/publishers/anthropic/models/([^/:]+):(\w+)"
)


@dataclass
class GoogleCloud:
    """What came."""

    url: str
    tokens: int = 0
    """How many access tokens were given."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    """Model and method of each call."""

    def environment(self, directory: Path) -> dict[str, str]:
        """The variables of a worker that uses it; makes a service account's key file."""
        key = rsa.generate_private_key(65_537, 2_048).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        account = directory / "account.json"
        account.write_text(
            json.dumps(
                {
                    "type": "service_account",
                    "client_email": "worker@example.com",
                    "private_key": key.decode(),
                    "token_uri": f"{self.url}/token",
                }
            )
        )
        return {
            "DESIGN_PROVIDER": "vertex",
            "CLOUD_ML_REGION": REGION,
            "ANTHROPIC_VERTEX_PROJECT_ID": PROJECT,
            "ANTHROPIC_VERTEX_BASE_URL": f"{self.url}/v1",
            "GOOGLE_APPLICATION_CREDENTIALS": str(account),
        }


@contextmanager
def running_google_cloud(simulator: str) -> Iterator[GoogleCloud]:
    """One that serves for as long as the body runs.

    Args:
        simulator: address of the Messages API that answers calls.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            call = _CALL.fullmatch(self.path)
            if self.path == "/token":
                cloud.tokens += 1
                self._answer(200, {"access_token": ACCESS_TOKEN, "expires_in": 3600})
            elif self.headers["Authorization"] != f"Bearer {ACCESS_TOKEN}" or call is None:
                self._answer(404, {"error": {"code": 404, "status": "NOT_FOUND"}})
            else:
                self._forward(call[1], call[2], json.loads(body))

        def _forward(self, model: str, method: str, body: dict[str, object]) -> None:
            cloud.calls.append((model, method))
            version = str(body.pop("anthropic_version"))
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower().startswith("x-design-")
            }
            connection = http.client.HTTPConnection(urlsplit(simulator).netloc, timeout=60)
            connection.request(
                "POST",
                "/v1/messages",
                json.dumps(body | {"model": model}),
                headers | {"X-Api-Key": "any", "anthropic-version": version},
            )
            answer = connection.getresponse()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Connection", "close")
            self.end_headers()
            while chunk := answer.read1(65_536):
                self.wfile.write(chunk)
            connection.close()
            self.close_connection = True

        def _answer(self, status: int, body: dict[str, object]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    cloud = GoogleCloud(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
