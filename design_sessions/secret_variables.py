"""Which environment variables are secrets; programs that we start do not inherit them."""

from __future__ import annotations

import os
from typing import get_args

from pydantic import SecretStr

from design_sessions.settings import Settings

SHORTEST_SECRET = 6
"""Characters below which a secret is not searched for in texts: a placeholder such as ``x`` or
``none``, as local endpoints and databases get one, would be taken out of every word."""
_READ_BY_LIBRARIES = frozenset(
    {
        *("ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_IDENTITY_TOKEN"),
        *("TEMPORAL_API_KEY", "TEMPORAL_CODEC_AUTH", "TEMPORAL_TLS_CLIENT_KEY_DATA"),
    }
)
"""Of the SDKs of Anthropic and of Temporal, which read them without :class:`Settings`."""
_PASSWORD_INSIDE = frozenset({"DATABASE_URL", "DESIGN_DATABASE_URL"})
"""Addresses, which are told without their password and are no secrets as a whole; the first is that
of the user's own application."""
_HEADERS_OF_TEMPORAL = "TEMPORAL_GRPC_META_"
"""Begins the names of headers, an authorization among them."""


def _secret_settings() -> frozenset[str]:
    return frozenset(
        str(field.alias or name).upper()
        for name, field in Settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    )


SECRET_VARIABLES = _secret_settings() | _READ_BY_LIBRARIES | _PASSWORD_INSIDE
"""The secrets of our settings, whichever they are, and those that libraries read."""


def is_secret(variable: str) -> bool:
    """Whether an environment variable is one, by its name in any case."""
    name = variable.upper()
    return name in SECRET_VARIABLES or name.startswith(_HEADERS_OF_TEMPORAL)


def environment_without_secrets() -> dict[str, str]:
    """This process's environment for a program that needs none of our keys."""
    return {name: value for name, value in os.environ.items() if not is_secret(name)}


def secret_values(settings: Settings) -> list[str]:
    """The secrets that this process knows, to be kept out of texts.

    Without the password of ``DESIGN_DATABASE_URL``, which only a reader of such addresses can tell.
    """
    known = [v.get_secret_value() for v in settings.__dict__.values() if isinstance(v, SecretStr)]
    return [*known, *(os.environ[name] for name in _READ_BY_LIBRARIES if name in os.environ)]
