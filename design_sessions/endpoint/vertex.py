"""Claude on Google's Vertex AI."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

_WANTED_BY = "DESIGN_PROVIDER=vertex"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_REGION = re.compile(r"[a-z0-9-]+")
_PLAIN = "https://aiplatform.googleapis.com/v1"
_MULTI_REGIONS = ("us", "eu")
_REMEDY = (
    "Run 'gcloud auth application-default login' as the worker's user, or set "
    "GOOGLE_APPLICATION_CREDENTIALS in the environment of the worker."
)


class Vertex:
    """See :class:`design_sessions.endpoint.provider.Provider`."""

    names = SettingNames("ANTHROPIC_VERTEX_BASE_URL", "Google credentials", is_cloud=True)
    models_api = "Vertex AI has no models API"
    secrets: tuple[str, ...] = ()

    def __init__(self, settings: Settings) -> None:
        self._region = (settings.vertex_region or "").strip()
        self._project = (settings.vertex_project or "").strip()
        self.base_url = (settings.vertex_base_url or "").strip() or _address(self._region)
        self._credentials: Credentials | None = None
        self._client: anthropic.AsyncAnthropicVertex | None = None

    def check(self) -> None:
        """Region, project and the packages that know Google's credentials."""
        if not _REGION.fullmatch(self._region):
            raise InputError(
                f"CLOUD_ML_REGION is {self._region!r}, which is no region."
                if self._region
                else "CLOUD_ML_REGION is not set.",
                f"Set it to global or to a region of Vertex AI: {_WANTED_BY}.",
            )
        if not self._project:
            raise InputError(
                "ANTHROPIC_VERTEX_PROJECT_ID is not set.",
                f"Set it to the Google Cloud project that pays: {_WANTED_BY}.",
            )
        require_extra("vertex", _WANTED_BY)

    async def require_credentials(self) -> None:
        """Google's application default credentials; nothing is asked of Google."""
        if self._credentials is not None:
            return
        self.check()
        import google.auth
        from google.auth.exceptions import GoogleAuthError

        try:
            self._credentials, _ = await asyncio.to_thread(google.auth.default, scopes=[_SCOPE])
        except (GoogleAuthError, OSError, ValueError) as error:
            raise InputError(
                f"No Google credentials were found: {safe_line(str(error)).rstrip('.')}.", _REMEDY
            ) from None
        if self._client is not None:
            self._client.credentials = self._credentials

    def client(self, options: ClientOptions) -> anthropic.AsyncAnthropicVertex:
        """It renews the access token in a thread."""
        self._client = anthropic.AsyncAnthropicVertex(
            region=self._region,
            project_id=self._project,
            credentials=self._credentials,
            **options,
        )
        return self._client

    def model_id(self, model: str) -> str:
        """As it is."""
        return model

    def translated(self, error: Exception) -> DesignSessionError | None:
        """What Google's library says when it renews the access token."""
        if not type(error).__module__.startswith("google.auth."):
            return None
        words = safe_line(str(error)).rstrip(".")
        if getattr(error, "retryable", False) or type(error).__name__ == "TransportError":
            return ModelUnavailableError(f"The Google credentials cannot be renewed now: {words}.")
        return CredentialsError(f"The Google credentials cannot be used: {words}.", _REMEDY)


def _address(region: str) -> str:
    """Where the SDK sends requests for a region; empty without one."""
    if region in _MULTI_REGIONS:
        return f"https://aiplatform.{region}.rep.googleapis.com/v1"
    if region == "global":
        return _PLAIN
    return f"https://{region}-aiplatform.googleapis.com/v1" if region else ""
