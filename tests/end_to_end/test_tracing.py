"""A session as one trace, from the command that starts it to the calls of the model."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.support.client_commands import client_environment
from tests.support.processes import ROOT, product_of_processes, worker_process
from tests.support.product import product_settings
from tests.support.repositories import CONTEXT, CONTEXT_PATH, TestRepository
from tests.support.trace_collector import running_collector

API_KEY = "sk-ant-api03-a-key-that-nobody-must-see"
DOCUMENT = "which keeps what readers and writers need"
"""Words of the context document, which the simulator repeats in its designs."""


@pytest.mark.slow
async def test_a_session_is_one_trace_without_any_text(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    faults: list[dict[str, object]] = [
        {"kind": "invalid", "component": "Post", "times": 1},
        {"kind": 500, "component": "PostRepository", "times": 1},
    ]
    with running_collector() as collector, running_simulator(faults=faults) as simulator:
        tracing = {
            "DESIGN_TRACING": "otlp",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_EXPORTER_OTLP_HEADERS": "x-token=hush",
            # What our own and the user's other programs are told must not be done here.
            "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
        }
        settings = product_settings(
            tmp_path / "data", simulator.base_url, ANTHROPIC_API_KEY=API_KEY
        )
        with worker_process(
            tmp_path / "run", settings, temporal=temporal_address, environment=tracing
        ) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                started = await asyncio.to_thread(
                    subprocess.run,
                    [
                        *(sys.executable, str(ROOT / "client.py"), "start", CONTEXT, "--yes"),
                        *("--repo", str(repository.origin)),
                    ],
                    env=client_environment(product) | tracing,
                    cwd=tmp_path,
                    capture_output=True,
                    text=True,
                    timeout=120,
                )
                assert started.returncode == 0, started.stderr
                assert started.stderr == ""
                await product.until_complete()
                calls = len([*simulator.read_log("message"), *simulator.read_log("error")])
                assert await asyncio.to_thread(worker.terminate) == 0
        log = worker.output()

    spans = collector.spans()
    names = Counter(span.name for span in spans)
    assert names["StartUpdateWithStartWorkflow:ContextComponentsDesignWorkflow"] == 1
    assert names["RunWorkflow:ContextComponentsDesignWorkflow"] == 1
    assert names["RunWorkflow:ComponentDesignWorkflow"] == 3
    assert names["RunWorkflow:ContextDesignReviewWorkflow"] == 1
    of_calls = [span for span in spans if span.name == "anthropic.messages.create"]
    assert len(of_calls) == calls
    assert len({span.trace_id for span in spans}) == 1
    known = {span.span_id for span in spans}
    assert {span.name for span in of_calls if span.parent_span_id not in known} == set()

    whole = b"".join(collector.bodies)
    for text in (API_KEY, "hush", DOCUMENT, repository.read(CONTEXT_PATH), "# Post"):
        assert text.encode() not in whole
    assert "hush" not in log
    assert {header["x-token"] for header in collector.headers} == {"hush"}
    services = {
        attribute.value.string_value
        for request in collector.requests()
        for resource in request.resource_spans
        for attribute in resource.resource.attributes
        if attribute.key == "service.name"
    }
    assert services == {"context-design"}
