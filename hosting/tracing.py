"""Traces of sessions for OpenTelemetry, by the interceptor of Temporal's SDK.

Switched on by a setting of ours, since ``OTEL_*`` in a developer's environment are there for their
own application; where the spans go is what those variables say.
"""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from temporalio.client import Interceptor

from design_sessions.errors import InputError
from design_sessions.extras import require_extra
from design_sessions.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_SERVICE = "context-design"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"
_LAST_SECONDS = 5.0
"""How long the end of a process waits for its last spans to be taken."""
_providers: list[TracerProvider] = []


def tracing_interceptors(settings: Settings) -> Sequence[Interceptor]:
    """What a connection is made with: nothing, unless the setting asks for traces.

    Raises:
        InputError: packages are missing, or the variables of OpenTelemetry cannot be used.
    """
    return [_interceptor()] if settings.tracing == "otlp" else []


def send_last_spans() -> None:
    """Send what has not been sent yet, within seconds; call it at the end of the process."""
    for provider in _providers:
        # A daemon, as the exporter's own patience is longer than that of who waits for the end.
        last = threading.Thread(target=provider.shutdown, daemon=True)
        last.start()
        last.join(_LAST_SECONDS)


@functools.cache
def _interceptor() -> Interceptor:
    require_extra("tracing", "DESIGN_TRACING=otlp")
    variable = next((name for name in _PROTOCOLS if os.environ.get(name)), None)
    if variable is not None and os.environ[variable].strip() != _PROTOCOL:
        raise InputError(
            f"{variable} is {os.environ[variable]!r}, but traces are sent by {_PROTOCOL} only.",
            f"Set it to {_PROTOCOL}, or unset DESIGN_TRACING.",
        )
    from opentelemetry import trace
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from temporalio.contrib.opentelemetry import TracingInterceptor

    from hosting.span_export import textless_exporter

    # Without any handler, Python would print on standard error that a collector does not answer.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    # A name that the environment gives wins.
    found = Resource.create().attributes.get(SERVICE_NAME, "unknown_service")
    own = {SERVICE_NAME: _SERVICE} if str(found).startswith("unknown_service") else {}
    provider = TracerProvider(resource=Resource.create(own), shutdown_on_exit=False)
    try:
        provider.add_span_processor(BatchSpanProcessor(textless_exporter()))
    except (ValueError, OSError) as error:
        raise InputError(
            f"The variables OTEL_* cannot be used for traces: {error}.",
            "Fix them, or unset DESIGN_TRACING.",
        ) from None
    trace.set_tracer_provider(provider)
    _providers.append(provider)
    # A session may be started by a client that makes no traces.
    return TracingInterceptor(always_create_workflow_spans=True)
