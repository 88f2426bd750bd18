"""Structured logs on standard error: text on a terminal, one JSON object per line elsewhere."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from structlog.typing import EventDict, Processor, WrappedLogger

from design_sessions.secret_variables import SHORTEST_SECRET, secret_values
from design_sessions.settings import Settings
from design_sessions.unprintable import printable_text

REDACTED = "[redacted]"
_SECRET_NAME = re.compile(
    r"(api[-_]?key|auth[-_]?token|access[-_]?token|github[-_]?token|authorization|password|secret)$",
    re.IGNORECASE,
)
_CHATTY = ("alembic", "anthropic", "httpcore", "httpcore2", "httpx", "httpx2", "urllib3")
"""Libraries that log every step; only their warnings are useful."""
_SECRET_SHAPES = (
    re.compile(r"sk-ant-[\w-]{8,}"),
    re.compile(r"\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,})"),
    re.compile(r"(?i)(?<=bearer )[\w.~+/=-]{8,}"),
    re.compile(r"(?i)(?<=basic )(?=\S*[\d=])[\w.~+/=-]{8,}"),
    re.compile(r"(?<=://)[^/@\s:]*:\S+(?=@)"),
)


class SecretRedactor:
    """Redacts secrets in log records: by field name, by shape and by value.

    Args:
        secrets: values that must never be logged; blank and very short ones are ignored.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({s for s in secrets if len(s) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """A structlog processor."""
        return {key: self._field(key, value) for key, value in event.items()}

    def text(self, text: str) -> str:
        """The text without secrets, and without what a terminal would obey."""
        text = printable_text(text)
        if self._known is not None:
            text = self._known.sub(REDACTED, text)
        for shape in _SECRET_SHAPES:
            text = shape.sub(REDACTED, text)
        return text

    def _field(self, key: object, value: object) -> object:
        if isinstance(key, str) and _SECRET_NAME.search(key) and value:
            return REDACTED
        return self._value(value)

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self._field(key, item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(item) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.text(str(value))


def configure_logging(settings: Settings, *, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's records to standard error, without secrets."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=True)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(default=str)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                SecretRedactor(_secrets(settings)),
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


def _secrets(settings: Settings) -> list[str]:
    values = secret_values(settings)
    try:
        password = make_url(settings.database_url).password if settings.database_url else None
    except ArgumentError:
        password = None
    return [*values, password] if password else values
