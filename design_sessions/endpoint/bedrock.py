"""Claude in Amazon Bedrock, by its endpoint that speaks the Messages API.

Bedrock's older interface, ``InvokeModel``, does not serve today's models.
"""

from __future__ import annotations

import asyncio
import re

import anthropic

from design_sessions.endpoint.errors import safe_line
from design_sessions.endpoint.provider import ClientOptions, SettingNames
from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    InputError,
    ModelUnavailableError,
)
from design_sessions.extras import require_extra
from design_sessions.settings import Settings

_WANTED_BY = "DESIGN_PROVIDER=bedrock"
_REGION = re.compile(r"[a-z0-9-]+")
_OF_ENVIRONMENT = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_REMEDY = (
    "Set AWS_BEARER_TOKEN_BEDROCK, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in "
    "the environment of the worker."
)


class Bedrock:
    """See :class:`design_sessions.endpoint.provider.Provider`."""

    names = SettingNames("ANTHROPIC_BEDROCK_MANTLE_BASE_URL", "AWS credentials", is_cloud=True)
    models_api = "Amazon Bedrock has no models API"

    def __init__(self, settings: Settings) -> None:
        environment, token = settings.environment, settings.aws_bearer_token
        # In the order in which the SDK would take them.
        self._token = token.get_secret_value().strip() if token else ""
        self._token = self._token or environment.get("ANTHROPIC_AWS_API_KEY", "").strip()
        self._is_empty = not self._token and bool(
            {"AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_AWS_API_KEY"} & environment.keys()
        )
        self._region = (settings.aws_region or environment.get("AWS_DEFAULT_REGION", "")).strip()
        self.secrets = (self._token, *(environment.get(name, "") for name in _OF_ENVIRONMENT))
        self.base_url = (settings.bedrock_base_url or "").strip()
        if not self.base_url and self._region:
            self.base_url = f"https://bedrock-mantle.{self._region}.api.aws/anthropic"
        self._has_credentials = False

    def check(self) -> None:
        """Region, and the packages that sign requests."""
        if not _REGION.fullmatch(self._region):
            raise InputError(
                f"AWS_REGION is {self._region!r}, which is no region."
                if self._region
                else "AWS_REGION is not set.",
                f"Set it to the region of Amazon Bedrock: {_WANTED_BY}.",
            )
        if self._is_empty:
            raise InputError(
                "AWS_BEARER_TOKEN_BEDROCK or ANTHROPIC_AWS_API_KEY is set but empty.",
                "Unset it, so that the other AWS credentials are used.",
            )
        if not self._token:
            require_extra("bedrock", _WANTED_BY)

    async def require_credentials(self) -> None:
        """A token, or what AWS's own chain finds: environment, profile, role of the machine."""
        if self._has_credentials:
            return
        self.check()
        if self._token:
            return
        from boto3 import Session
        from botocore.exceptions import BotoCoreError

        try:
            found = await asyncio.to_thread(
                lambda: Session(region_name=self._region).get_credentials()
            )
        except BotoCoreError as error:
            raise InputError(
                f"The AWS credentials cannot be used: {safe_line(str(error), self.secrets)}",
                _REMEDY,
            ) from None
        if found is None:
            raise InputError("No AWS credentials were found.", _REMEDY)
        self._has_credentials = True

    def client(self, options: ClientOptions) -> anthropic.AsyncAnthropicBedrockMantle:
        """It signs requests in a thread, with credentials that AWS's library renews."""
        return anthropic.AsyncAnthropicBedrockMantle(
            api_key=self._token or None, aws_region=self._region, **options
        )

    def model_id(self, model: str) -> str:
        """Bedrock's ids are Anthropic's names behind ``anthropic.``."""
        return f"anthropic.{model}" if model.startswith("claude-") else model

    def translated(self, error: Exception) -> DesignSessionError | None:
        """What AWS's library says when it renews credentials."""
        if not type(error).__module__.startswith("botocore."):
            return None
        from botocore.exceptions import HTTPClientError

        words = safe_line(str(error), self.secrets)
        if isinstance(error, HTTPClientError):
            return ModelUnavailableError(f"The AWS credentials cannot be renewed now: {words}")
        return CredentialsError(f"The AWS credentials cannot be used: {words}", _REMEDY)
