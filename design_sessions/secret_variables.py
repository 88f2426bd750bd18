"""Which environment variables are secrets; programs that we start do not inherit them."""

from __future__ import annotations

import os
import re
from typing import get_args

from pydantic import SecretStr

from design_sessions.settings import Settings

SHORTEST_SECRET = 6
"""Characters below which a secret is not searched for in texts: a placeholder such as ``x`` or
``none``, as local endpoints and databases get one, would be taken out of every word."""
_READ_BY_LIBRARIES = frozenset(
    {
        *("ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_IDENTITY_TOKEN"),
        "ANTHROPIC_AWS_API_KEY",
        *("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"),
        *("TEMPORAL_API_KEY", "TEMPORAL_CODEC_AUTH", "TEMPORAL_TLS_CLIENT_KEY_DATA"),
    }
)
"""Of the SDKs of Anthropic, OpenTelemetry and Temporal, which read them without
:class:`Settings`."""
_OF_CLOUDS = frozenset(
    {
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    }
)
"""The user's own, for all their programs: a credential helper of AWS's repositories or a command
that tells somebody may need them, so those two get them."""
_OF_LIBPQ = frozenset({"PGPASSWORD"})
_SECRET_INSIDE = frozenset(
    {
        *("DATABASE_URL", "DESIGN_DATABASE_URL", "DESIGN_NOTIFY_COMMAND"),
    }
)
"""Addresses, which are told without their password and are no secrets as a whole; and a command,
whose arguments may be some. ``DATABASE_URL`` is the address of the user's own application."""
_HEADERS_OF_TEMPORAL = "TEMPORAL_GRPC_META_"
"""Begins the names of headers, an authorization among them."""
_SECRET_NAME = re.compile(
    r"(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|COOKIE|WEBHOOK"
    r"|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_?KEY)(?![A-Z])|_(AUTH|PAT|PSK)$"
)
_HEADER = re.compile(r"\bauthorization:", re.IGNORECASE)
_PASSWORD_IN_ADDRESS = re.compile(r"://[^/\s:@]*:[^/\s]+@")


def _secret_settings() -> frozenset[str]:
    return frozenset(
        str(field.alias or name).upper()
        for name, field in Settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    )


SECRET_VARIABLES = _secret_settings() | _READ_BY_LIBRARIES | _OF_LIBPQ | _SECRET_INSIDE
"""The secrets of our settings, whichever they are, and those that libraries read."""


def is_secret(variable: str) -> bool:
    """Whether an environment variable is one of ours, by its name in any case."""
    name = variable.upper()
    return name in SECRET_VARIABLES or name.startswith(_HEADERS_OF_TEMPORAL)


def environment_without_our_secrets() -> dict[str, str]:
    """This process's environment for a program of the user's, which may need secrets of its own."""
    return {name: value for name, value in os.environ.items() if not is_secret(name)}


def environment_without_secrets() -> dict[str, str]:
    """This process's environment for a program that needs no secret of anybody's."""
    return {
        name: value
        for name, value in environment_without_our_secrets().items()
        if not _SECRET_NAME.search(name.upper()) and not holds_secret(value)
    }


def holds_secret(*texts: str) -> bool:
    """Whether one of the texts has an address with a password, or a header that authorizes."""
    return any(_PASSWORD_IN_ADDRESS.search(text) or _HEADER.search(text) for text in texts)


def secret_values(settings: Settings) -> list[str]:
    """The secrets that this process knows, to be kept out of texts.

    Without the password of ``DESIGN_DATABASE_URL``, which only a reader of such addresses can tell.
    """
    known = [v.get_secret_value() for v in settings.__dict__.values() if isinstance(v, SecretStr)]
    given = settings.environment
    others = _READ_BY_LIBRARIES | _OF_CLOUDS | _OF_LIBPQ
    return [*known, *(given[name] for name in others if name in given)]
