"""Spans on their way out, without any text.

The libraries that make spans put messages of exceptions and addresses into them, which may repeat a
document, a model's words or a password. What is passed on is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.util.types import Attributes

_PASSED_ON = re.compile(
    r"temporal\w+ID$|temporal\w+Type$|error\.type$|exception\.type$"
    r"|gen_ai\.(operation\.name|provider\.name|request\.(model|max_tokens|stream|reasoning\.level)"
    r"|usage\.[\w.]+)$|anthropic\.message\.stop_reason$|anthropic\.usage\.[\w.]+$"
    r"|http\.(request\.method|response\.status_code|request\.resend_count)$"
    r"|server\.(address|port)$"
)
"""Attributes that hold a name, a number or an id."""
_EXCEPTION = re.compile(r"\w+")


class TextlessExporter(SpanExporter):
    """Hands on spans without what is not on the list.

    Args:
        next_: what takes them.
    """

    def __init__(self, next_: SpanExporter) -> None:
        self._next = next_

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """See :class:`SpanExporter`."""
        return self._next.export([_without_text(span) for span in spans])

    def shutdown(self) -> None:
        """See :class:`SpanExporter`."""
        self._next.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """See :class:`SpanExporter`."""
        return self._next.force_flush(timeout_millis)


def textless_exporter() -> TextlessExporter:
    """To the collector that the variables ``OTEL_EXPORTER_OTLP_*`` name; redirects, which could
    lead their headers elsewhere, are not followed.

    Raises:
        ValueError, OSError: they cannot be used.
    """
    session = requests.Session()
    session.max_redirects = 0
    return TextlessExporter(OTLPSpanExporter(session=session))


def _without_text(span: ReadableSpan) -> ReadableSpan:
    # The description begins with the exception's class; its message follows.
    kind = _EXCEPTION.match(span.status.description or "")
    return ReadableSpan(
        name=span.name,
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes=_passed_on(span.attributes),
        events=[Event(e.name, _passed_on(e.attributes), e.timestamp) for e in span.events],
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code, kind[0] if kind else None),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _passed_on(attributes: Attributes) -> Attributes:
    return {name: value for name, value in (attributes or {}).items() if _PASSED_ON.match(name)}
