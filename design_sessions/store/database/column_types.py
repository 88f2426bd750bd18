"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, Text, TypeDecorator

from design_sessions.errors import StoreError


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, timezone-aware on both sides; SQLite has no such type of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class StorableText(TypeDecorator[str]):
    """Text from anywhere. What PostgreSQL cannot hold (NUL, lone surrogates) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


JsonColumn = JSON(none_as_null=True)
"""JSON kept as it was written.

PostgreSQL's ``jsonb`` would reorder keys and refuse ``\\u0000``, and a conversation must be sent
again byte for byte for its cached prefix to hold.
"""


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """``text`` without NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


def json_text(value: object) -> str:
    """JSON in ASCII, so that any character survives.

    Raises:
        StoreError: not JSON, such as NaN or a set.
    """
    try:
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise StoreError(f"A record cannot be stored as JSON: {error}.") from None
