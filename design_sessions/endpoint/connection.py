"""Address, key and SDK client of the model endpoint, and what may be shown of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import anthropic
import httpx2

from design_sessions.endpoint.anthropic_api import AnthropicApi
from design_sessions.endpoint.bedrock import Bedrock
from design_sessions.endpoint.errors import safe_line, translate
from design_sessions.endpoint.http_client import bounded_client
from design_sessions.endpoint.message_assembly import without_secrets
from design_sessions.endpoint.provider import Provider, SDKClient
from design_sessions.endpoint.vertex import Vertex
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.proxies import Proxy, proxy_of
from design_sessions.repository.remote_url import basic_header, is_readable, redact_url
from design_sessions.secret_variables import SHORTEST_SECRET
from design_sessions.settings import Settings

_PROVIDERS: dict[str, Callable[[Settings], Provider]] = {
    "anthropic": AnthropicApi,
    "bedrock": Bedrock,
    "vertex": Vertex,
}
_CONNECT_TIMEOUT = 10.0
_SHORTEST_KEY = 16
"""Characters below which a key is not taken out of what a model wrote: a design may well speak of a
``dummy-key``."""


class ModelConnection:
    """One client of the SDK, made at first use, with explicit credentials and without retries."""

    def __init__(self, settings: Settings) -> None:
        self.provider: Provider = _PROVIDERS[settings.provider](settings)
        self._base_url = self.provider.base_url
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
            self.provider.check()
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
                f"{self.provider.names.address} is not a URL: "
                f"{safe_line(str(error), (password,))}.",
                "Fix it; the default is https://api.anthropic.com."
                if settings.provider == "anthropic"
                else "Fix or unset it.",
            )
        of_proxy = self._proxy.password if self._proxy else ""
        header = basic_header(urlsplit(self._base_url).username or "", password) if password else ""
        secrets = (*self.provider.secrets, header, password, of_proxy)
        self._secrets = tuple(each for each in secrets if len(each) >= SHORTEST_SECRET)
        self._keys = tuple(each for each in secrets if len(each) >= _SHORTEST_KEY)
        self._client: SDKClient | None = None

    @property
    def settings_of_the_way(self) -> str:
        """The settings that say how the endpoint is reached."""
        return " and ".join(
            [self.provider.names.address, *([self._proxy.variable] if self._proxy else [])]
        )

    @property
    def reached(self) -> str:
        """The address as it may be shown, and the proxy on the way to it, for errors."""
        return self.endpoint if self._proxy is None else f"{self.endpoint} through {self._proxy}"

    async def sdk(self) -> SDKClient:
        """The SDK's client.

        Raises:
            InputError: there are no credentials, or see :meth:`open`.
            CredentialsError: they cannot be used.
        """
        await self.provider.require_credentials()
        return self.open()

    def open(self) -> SDKClient:
        """The SDK's client, made with or without a key; asks nothing of the endpoint.

        Raises:
            InputError: a setting or a package is missing, the address is no URL, or what the
                environment says of proxies or certificates cannot be used.
        """
        self.check()
        if self._client is None:
            self._client = self.provider.client(
                {
                    "base_url": self._base_url,
                    "max_retries": 0,
                    "timeout": self._timeout,
                    "http_client": bounded_client(self._base_url, self._proxy),
                    "open_telemetry": self._spans,
                }
            )
        return self._client

    def check(self) -> None:
        """Check what :meth:`open` needs, except for certificates.

        Raises:
            InputError: see :meth:`open`.
        """
        if self._unusable is not None:
            raise self._unusable

    def safe(self, text: str) -> str:
        """``text`` on one short line without the credentials."""
        return safe_line(text, self._secrets)

    def without_secrets(self, value: Any, request: httpx2.Request) -> Any:
        """JSON from the endpoint without the credentials, which it could send back in an answer
        and so have committed.

        Args:
            value: of its answer.
            request: what it answered, with the credentials that were sent.
        """
        sent = (each for each in _sent(request) if len(each) >= _SHORTEST_KEY)
        return without_secrets(value, (*self._keys, *sent))

    def translated(
        self, error: Exception, request: httpx2.Request | None = None
    ) -> DesignSessionError:
        """The domain's error for what a call raised.

        Args:
            error: what it raised.
            request: of the call, with the credentials that were sent; if it is not the error's own.
        """
        if (own := self.provider.translated(error)) is not None:
            return own
        if request is None and isinstance(error, anthropic.APIError):
            request = error.request
        sent = () if request is None else _sent(request)
        return translate(
            error,
            reached=self.reached,
            secrets=(*self._secrets, *(each for each in sent if len(each) >= SHORTEST_SECRET)),
            names=self.provider.names,
        )

    async def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.close()


def _sent(request: httpx2.Request) -> tuple[str, ...]:
    """The credentials in a request that clouds renew again and again."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = token if scheme.lower() == "bearer" else ""
    return (bearer, request.headers.get("x-amz-security-token", ""))


def _without_credentials(url: str) -> tuple[str, str]:
    """The address as it may be shown, and the password that was in it."""
    shown = re.sub(r"[?#].*", "", redact_url(url))
    try:
        password = urlsplit(url).password or ""
    except ValueError:
        password = ""
    return shown, password
