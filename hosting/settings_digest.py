"""Whether two processes have the same settings, without telling them."""

from __future__ import annotations

import hashlib
import json

from pydantic import SecretStr

from design_sessions.program import VERSION
from design_sessions.settings import Settings

_OF_REQUESTS = frozenset({"account", "project", "user", "data_directory", "environment"})
"""What each request brings along, or what both have by definition."""
_READ_BY_LIBRARIES = ("SSL_CERT_FILE", "ANTHROPIC_CUSTOM_HEADERS")


def settings_digest(settings: Settings) -> str:
    """A digest of the version and of the settings that a worker's work depends on."""
    values = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in settings.__dict__.items()
        if name not in _OF_REQUESTS
    }
    environment = {
        name: value
        for name, value in settings.environment.items()
        if name in _READ_BY_LIBRARIES or name.lower().endswith("_proxy")
    }
    text = json.dumps([VERSION, values, environment], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
