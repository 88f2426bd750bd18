"""Who serves the models: Anthropic, or a cloud by its own addresses and credentials."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypedDict

import anthropic
import httpx2

from design_sessions.errors import DesignSessionError

SDKClient = (
    anthropic.AsyncAnthropic
    | anthropic.AsyncAnthropicBedrockMantle
    | anthropic.AsyncAnthropicVertex
)


class SettingNames(NamedTuple):
    """What a person has to look at when something is wrong."""

    address: str = "ANTHROPIC_BASE_URL"
    credentials: str = "ANTHROPIC_API_KEY"
    is_cloud: bool = False
    """Whether access is granted by a cloud, whose 403 is about that, whatever its form."""


class ClientOptions(TypedDict):
    """What the SDK's clients have in common."""

    base_url: str
    max_retries: int
    timeout: httpx2.Timeout
    http_client: httpx2.AsyncClient
    open_telemetry: anthropic.OpenTelemetryOptions


class Provider(Protocol):
    """One of those whom ``DESIGN_PROVIDER`` names."""

    @property
    def names(self) -> SettingNames: ...
    @property
    def base_url(self) -> str:
        """Where requests go; empty if settings are missing, see :meth:`check`."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in a text; empty ones are none."""

    @property
    def models_api(self) -> str | None:
        """Why there is no models API to ask; None where there may be one."""

    def check(self) -> None:
        """Check settings and packages; asks nobody.

        Raises:
            InputError: one is missing.
        """

    async def require_credentials(self) -> None:
        """Find the credentials, without asking the endpoint whether it takes them.

        Raises:
            InputError: there are none.
            CredentialsError: they cannot be used.
        """

    def client(self, options: ClientOptions) -> SDKClient:
        """The SDK's client."""

    def model_id(self, model: str) -> str:
        """The name under which a model is asked for here."""

    def translated(self, error: Exception) -> DesignSessionError | None:
        """The domain's error for one of the provider's own libraries; None for all others."""
