"""The optional parts of the product, whose packages may be missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from design_sessions.errors import InputError

Extra = Literal["tracing", "bedrock", "vertex"]

_MODULES: dict[Extra, tuple[str, ...]] = {
    "tracing": ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"),
    "bedrock": ("boto3", "botocore"),
    "vertex": ("google.auth", "requests"),
}


def require_extra(extra: Extra, wanted_by: str) -> None:
    """Check that the packages of an extra are there; loads none of them.

    Args:
        extra: its name, as in ``pip install '.[tracing]'``.
        wanted_by: the setting that needs it, with its value.

    Raises:
        InputError: one of them is missing.
    """
    if not all(_is_there(module) for module in _MODULES[extra]):
        raise InputError(
            f"{wanted_by} needs packages that are not installed.",
            f"Install the product with the extra {extra}, in its checkout: "
            f"uv tool install --force '.[{extra}]', or pip install '.[{extra}]'.",
        )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        # A package above it is missing.
        return False
