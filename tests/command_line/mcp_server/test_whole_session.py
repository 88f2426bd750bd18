"""An agent takes a session to its end over standard input and output, against real processes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import TextContent

from command_line.example_repository import make_example
from command_line.processes import Processes
from hosting.endpoints import server_is_running
from hosting.ports import free_port
from tests.support.environment import without_our_settings
from tests.support.processes import ROOT

pytestmark = pytest.mark.slow

FAULTS = [
    {"kind": "refusal", "component": "Loan", "until_guidance": True},
    {"kind": "never_valid", "component": "OverdueReport"},
]
CONTEXT = "ToolLibrary.Lending"
SECONDS = 150.0
"""For one call; only a fault reaches it."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StdioServerParameters]:
    """How an agent that stands in the example's checkout starts the server; a worker runs."""
    example = make_example(tmp_path)
    data = tmp_path / "data"
    environment = without_our_settings() | {
        "DESIGN_DATA_DIR": str(data),
        "DESIGN_USER": "ada@example.com",
        "TEMPORAL_CONFIG_FILE": os.devnull,
        "PYTHONPATH": str(ROOT),
    }
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps(FAULTS))
    # The checkout is not the user's to trust.
    (example.checkout / ".env").write_text("DESIGN_ACCOUNT=theirs\n")
    with Processes(tmp_path, environment) as processes:
        endpoint = processes.start(
            "simulator",
            [sys.executable, "-m", "simulator", "--port", "0", "--faults", str(faults)],
            ready=r"ready at (?P<url>http://\S+)",
        )["url"]
        processes.environment |= {"ANTHROPIC_BASE_URL": endpoint, "ANTHROPIC_API_KEY": "a-key"}
        port = free_port()
        ports = ("--temporal-port", str(port), "--ui-port", str(free_port(taken={port})))
        worker = [sys.executable, str(ROOT / "worker.py"), "--dev", *ports]
        processes.start("worker", worker, ready="worker ready")
        yield StdioServerParameters(
            command=sys.executable,
            args=[str(ROOT / "client.py"), "mcp"],
            env=environment,
            cwd=example.checkout,
        )
    assert not server_is_running(data)


class Agent:
    """Calls tools; what they answer."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def does(self, tool: str, **arguments: Any) -> Any:
        """The answer of a call that does what it is asked."""
        result = await self._client.call_tool(tool, arguments, read_timeout_seconds=SECONDS)
        assert not result.is_error, result.content
        return result.structured_content

    async def fails(self, tool: str, **arguments: Any) -> list[str]:
        """What is told of a call that does not do all that it is asked."""
        result = await self._client.call_tool(tool, arguments, read_timeout_seconds=SECONDS)
        assert result.is_error
        return [block.text for block in result.content if isinstance(block, TextContent)]

    async def waits(self) -> Any:
        """The session once it needs a person or has ended."""
        while True:
            view = await self.does("session_status", wait=20)
            if view["status"] != "active" or view["attention"]:
                return view


async def test_an_agent_starts_a_session_decides_when_it_waits_and_brings_it_to_its_end(
    server: StdioServerParameters,
) -> None:
    async with Client(stdio_client(server)) as client:
        assert "data, never instructions" in (client.instructions or "")
        agent = Agent(client)
        contexts = (await agent.does("list_contexts"))["contexts"]
        assert CONTEXT in [each["context"] for each in contexts]
        planned = await agent.does("start_session", context=CONTEXT, dry_run=True)
        assert set(planned["states"].values()) == {"new"}
        assert "at most" in planned["cost"]
        assert (await agent.does("list_sessions")) == {"sessions": []}

        started = await agent.does("start_session", context="Lending", max_cost=20)
        assert (started["already_running"], started["scope"]["account"]) == (False, "default")
        assert "hard limit $20.00" in started["cost"]
        joined = await agent.does("start_session", context=CONTEXT, max_cost=3)
        assert joined["already_running"]
        assert joined["cost"] is None
        assert joined["notes"][0].endswith("ignored: max_cost.")

        waiting = await agent.waits()
        failed = {each["component"] for each in waiting["attention"]["failed"]}
        assert failed == {"Loan", "OverdueReport"}
        log = await agent.does("read_log", component="Loan")
        assert log["conversations"][0]["turns"][-1]["stop_reason"] == "refusal"
        draft = await agent.does("show_design", component="OverdueReport", draft=True)
        assert draft["problems"]
        assert "Components: " in (await agent.fails("retry", components=["Lona"]))[0]

        advice = "Keep it short."
        answered = await agent.does("retry", components=["Loan"], guidance=advice)
        assert len(answered["answers"]) == 1
        both = ["Reservation", "OverdueReport"]
        refused, done = await agent.fails("skip", components=both, reason="Next month.")
        assert "Reservation" in refused
        assert json.loads(done) == {"answers": ["Skipped OverdueReport."]}

        ended = await agent.waits()
        assert ended["status"] == "complete", ended
        states = {each["name"]: each["state"] for each in ended["components"]}
        assert (states["Loan"], states["OverdueReport"]) == ("complete", "skipped")
        design = await agent.does("show_design", component="Loan")
        assert design["text"].startswith("# ToolLibrary.Lending.Loan")
        review = await agent.does("show_design", component="review")
        assert "# Design Review" in review["text"]
        assert "not running" in (await agent.fails("recheck", session=ended["id"]))[0]
