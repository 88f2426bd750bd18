"""Anthropic's own API, or any endpoint that speaks it."""

from __future__ import annotations

import re

import anthropic

from design_sessions import program
from design_sessions.endpoint.provider import ClientOptions, SettingNames
from design_sessions.errors import CredentialsError, InputError
from design_sessions.settings import Settings

_ANTHROPICS = "https://api.anthropic.com"


class AnthropicApi:
    """See :class:`design_sessions.endpoint.provider.Provider`."""

    names = SettingNames()
    models_api = None

    def __init__(self, settings: Settings) -> None:
        key, token = settings.anthropic_api_key, settings.anthropic_auth_token
        self._key = key.get_secret_value().strip() if key else ""
        self._token = "" if self._key or not token else token.get_secret_value().strip()
        self.secrets = (self._key, self._token)
        # The SDK adds the paths; the addresses that gateways show often have the first part of
        # them.
        self.base_url = re.sub(r"/v1(/messages)?/*$", "", settings.anthropic_base_url.strip())
        # Set and empty means unset, as in a Compose file.
        self.base_url = self.base_url or _ANTHROPICS

    def check(self) -> None:
        """A missing key is told when it is needed."""

    async def require_credentials(self) -> None:
        """There has to be a key that could be one."""
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

    def client(self, options: ClientOptions) -> anthropic.AsyncAnthropic:
        """With explicit credentials."""
        return anthropic.AsyncAnthropic(
            api_key=self._key or None,
            auth_token=self._token or None,
            # The SDK sends Authorization only; gateways of the older kind look for this one.
            default_headers={"X-Api-Key": self._key} if self._key else None,
            **options,
        )

    def model_id(self, model: str) -> str:
        """As it is."""
        return model

    def translated(self, error: Exception) -> None:
        """It has no libraries of its own."""
