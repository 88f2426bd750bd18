"""Traces are off unless asked for, and carry no text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Status, StatusCode

from design_sessions import extras
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.span_export import TextlessExporter
from hosting.tracing import tracing_interceptors
from tests.support.environment import without_our_settings
from tests.support.processes import ROOT


def settings(**environment: str) -> Settings:
    return Settings(environment=environment)


def test_the_variables_of_another_application_switch_nothing_on() -> None:
    theirs = settings(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")

    assert tracing_interceptors(theirs) == []


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)

    with pytest.raises(
        InputError, match=r"DESIGN_TRACING=otlp needs .* pip install '\.\[tracing\]'"
    ):
        tracing_interceptors(settings(DESIGN_TRACING="otlp"))


def test_a_protocol_that_is_not_there_is_said(environment: dict[str, str]) -> None:
    environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc"

    with pytest.raises(InputError, match="OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'"):
        tracing_interceptors(settings(DESIGN_TRACING="otlp"))


def test_a_span_leaves_without_messages_and_unknown_attributes() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(TextlessExporter(kept)))
    known = {"temporalWorkflowID": "context-design/a/b/C", "gen_ai.usage.output_tokens": 7}
    secret = "the words of a document"

    with provider.get_tracer("test").start_as_current_span("RunActivity:x") as span:
        span.set_attributes({**known, "gen_ai.input.messages": secret, "url.full": secret})
        span.record_exception(ValueError(secret))
        span.set_status(Status(StatusCode.ERROR, f"ValueError: {secret}"))

    (sent,) = kept.get_finished_spans()
    assert secret not in sent.to_json()
    assert dict(sent.attributes or {}) == known
    assert sent.status.description == "ValueError"
    assert [dict(event.attributes or {}) for event in sent.events] == [
        {"exception.type": "ValueError"}
    ]


_WITHOUT_COLLECTOR = """
from design_sessions.settings import Settings
from hosting.process_exit import end_process
from hosting.tracing import tracing_interceptors
(interceptor,) = tracing_interceptors(Settings(environment={"DESIGN_TRACING": "otlp"}))
with interceptor.tracer.start_as_current_span("a span"):
    pass
end_process(3)
"""


def test_a_collector_that_does_not_answer_changes_nothing_for_a_command() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT_COLLECTOR],
        cwd=ROOT,
        env=without_our_settings()
        | {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", "")
