"""Address, key and SDK client of the model endpoint, and what may be shown of them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import anthropic
import httpx2

from design_sessions import program
from design_sessions.endpoint.errors import safe_line, translate
from design_sessions.endpoint.http_client import bounded_client
from design_sessions.endpoint.message_assembly import without_secrets
from design_sessions.errors import CredentialsError, DesignSessionError, InputError
from design_sessions.proxies import Proxy, proxy_of
from design_sessions.repository.remote_url import basic_header, is_readable, redact_url
from design_sessions.secret_variables import SHORTEST_SECRET
from design_sessions.settings import Settings

_ANTHROPICS = "https://api.anthropic.com"
_CONNECT_TIMEOUT = 10.0
_SHORTEST_KEY = 16
"""Characters below which a key is not taken out of what a model wrote: a design may well speak of a
``dummy-key``."""


class ModelConnection:
    """One ``AsyncAnthropic``, made at first use, with explicit credentials and without retries."""

    def __init__(self, settings: Settings) -> None:
        key, token = settings.anthropic_api_key, settings.anthropic_auth_token
        self._key = key.get_secret_value().strip() if key else ""
        self._token = "" if self._key or not token else token.get_secret_value().strip()
        # The SDK adds the paths; the addresses that gateways show often have the first part of
        # them.
        self._base_url = re.sub(r"/v1(/messages)?/*$", "", settings.anthropic_base_url.strip())
        # Set and empty means unset, as in a Compose file.
        self._base_url = self._base_url or _ANTHROPICS
        # Off unless asked for, whatever the environment says; and never with what is sent.
        self._spans: anthropic.OpenTelemetryOptions = {
            "propagation": False,
            "traces": {"enabled": settings.tracing != "off", "content_mode": "metadata_only"},
        }
        self._timeout = httpx2.Timeout(
            settings.turn_timeout, connect=_CONNECT_TIMEOUT, read=settings.model_idle_timeout
        )
        self.timeout_of_calls = httpx2.Timeout(None, connect=_CONNECT_TIMEOUT)
        """Of calls of a model, whose answers take as long as they take."""
        self.endpoint, password = _without_credentials(self._base_url)
        """The address as it may be shown."""
        self._proxy: Proxy | None = None
        self._unusable: InputError | None = None
        try:
            if not is_readable(self._base_url):
                # The library's words could repeat a part of a password.
                raise ValueError("it names no host, or a password has characters to escape")
            url = httpx2.URL(self._base_url)
            if url.scheme not in ("http", "https") or not url.host:
                raise ValueError("it has to begin with https:// or http:// and name a host")
            self._proxy = proxy_of(self._base_url, settings.environment)
        except InputError as error:
            self._unusable = error
        except (httpx2.InvalidURL, ValueError) as error:
            self._unusable = InputError(
                f"ANTHROPIC_BASE_URL is not a URL: {safe_line(str(error), (password,))}.",
                "Fix it; the default is https://api.anthropic.com.",
            )
        of_proxy = self._proxy.password if self._proxy else ""
        header = basic_header(urlsplit(self._base_url).username or "", password) if password else ""
        secrets = (self._key, self._token, header, password, of_proxy)
        self._secrets = tuple(each for each in secrets if len(each) >= SHORTEST_SECRET)
        self._keys = tuple(each for each in secrets if len(each) >= _SHORTEST_KEY)
        self._client: anthropic.AsyncAnthropic | None = None

    @property
    def settings_of_the_way(self) -> str:
        """The settings that say how the endpoint is reached."""
        return " and ".join(
            ["ANTHROPIC_BASE_URL", *([self._proxy.variable] if self._proxy else [])]
        )

    @property
    def reached(self) -> str:
        """The address as it may be shown, and the proxy on the way to it, for errors."""
        return self.endpoint if self._proxy is None else f"{self.endpoint} through {self._proxy}"

    def sdk(self) -> anthropic.AsyncAnthropic:
        """The SDK's client.

        Raises:
            InputError: no key is set, or see :meth:`open`.
            CredentialsError: the key cannot be one.
        """
        self.require_credentials()
        return self.open()

    def open(self) -> anthropic.AsyncAnthropic:
        """The SDK's client, made with or without a key; asks nothing of the endpoint.

        Raises:
            InputError: the address is no URL, or what the environment says of proxies or
                certificates cannot be used.
        """
        if self._unusable is not None:
            raise self._unusable
        if self._client is None:
            self._client = anthropic.AsyncAnthropic(
                api_key=self._key or None,
                auth_token=self._token or None,
                base_url=self._base_url,
                max_retries=0,
                timeout=self._timeout,
                http_client=bounded_client(self._proxy),
                open_telemetry=self._spans,
                # The SDK sends Authorization only; gateways of the older kind look for this one.
                default_headers={"X-Api-Key": self._key} if self._key else None,
            )
        return self._client

    def require_credentials(self) -> None:
        """Raise unless there is a key that could be one; see :meth:`sdk`."""
        secret = self._key or self._token
        if not secret:
            raise InputError(
                "ANTHROPIC_API_KEY is not set.",
                "Set it in the environment or in the .env file of the worker; "
                f"'{program.client('demo')}' needs none.",
            )
        if not secret.isascii() or not secret.isprintable() or " " in secret:
            raise CredentialsError(
                "ANTHROPIC_API_KEY contains characters that no key has.", "Copy the key again."
            )

    def safe(self, text: str) -> str:
        """``text`` on one short line without the credentials."""
        return safe_line(text, self._secrets)

    def without_secrets(self, value: Any) -> Any:
        """JSON from the endpoint without the credentials, which it could send back in an answer
        and so have committed."""
        return without_secrets(value, self._keys)

    def translated(self, error: Exception) -> DesignSessionError:
        """The domain's error for what a call raised."""
        return translate(error, reached=self.reached, secrets=self._secrets)

    async def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.close()


def _without_credentials(url: str) -> tuple[str, str]:
    """The address as it may be shown, and the password that was in it."""
    shown = re.sub(r"[?#].*", "", redact_url(url))
    try:
        password = urlsplit(url).password or ""
    except ValueError:
        password = ""
    return shown, password
