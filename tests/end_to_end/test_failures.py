"""Each way in which a model can fail, all at once in one session: none stops the others.

The session runs once, each component with a fault of its own; the tests look at what came of it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.store.turn_records import TurnRecord
from simulator.testing import running_simulator
from tests.end_to_end.conftest import connected
from tests.support.client_commands import Ended, run_client
from tests.support.product import product_settings, running_product
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

MAX_TURNS = 6
MAX_REVISIONS = 2
RETRY_AFTER = 1.5

# What lets a component fail: the fault, what status says of it, what log says of it.
FATAL: dict[str, tuple[dict[str, Any], str, str]] = {
    "NeverValid": (
        {"kind": "never_valid"},
        "Still not valid after 2 revisions: line ",
        "not valid yet",
    ),
    "SameErrors": (
        {"kind": "same_errors"},
        "Same problems twice in a row: line ",
        "not valid yet",
    ),
    "Refused": ({"kind": "refusal"}, "The model refused to write a design", "refusal"),
    "Silent": (
        {"kind": "no_submission"},
        "ended its turn without submitting a design, even after a reminder",
        "You ended your turn without submitting",
    ),
    "Reader": (
        {"kind": "endless_reading"},
        f"did not submit a design that passed within {MAX_TURNS} turns",
        "read_file",
    ),
    "CutOff": (
        {"kind": "max_tokens"},
        f"did not submit a design that passed within {MAX_TURNS} turns",
        "max_tokens",
    ),
    "Full": (
        {"kind": "context_window"},
        "no longer fits the model's window",
        "model_context_window_exceeded",
    ),
    "Empty": (
        {"kind": "empty"},
        "ended its turn without submitting a design",
        "You ended your turn without submitting",
    ),
    "UnknownTool": (
        {"kind": "unknown_tool"},
        "The same unusable tool call came three times",
        "delete_everything",
    ),
    "WrongArguments": (
        {"kind": "wrong_arguments"},
        "The same unusable tool call came three times",
        "Wrong input",
    ),
    "WebPage": ({"kind": "garbage"}, "text/html instead of an event stream", "text/html"),
    "Overloaded": ({"kind": 529}, "HTTP 529 overloaded_error", "HTTP 529"),
    "Hanging": ({"kind": "hang"}, "sent nothing for 3 seconds", "sent nothing for 3 seconds"),
    "BadRequest": (
        {"kind": 400, "message": "no such effort"},
        "HTTP 400 invalid_request_error: no such effort",
        "no such effort",
    ),
}

# What status says in one line of a draft that is not valid: what is wrong with it.
IN_SHORT = {
    "NeverValid": 'NeverValid: title "Design Notes" does not name Shop.Blog.NeverValid',
    "SameErrors": 'SameErrors: section "Purpose" is missing',
}

# What a component gets over.
PASSING: dict[str, dict[str, Any]] = {
    "Revised": {"kind": "invalid", "times": 2},
    "Nudged": {"kind": "early_stop"},
    "CutOnce": {"kind": "max_tokens", "times": 1},
    "RateLimited": {"kind": 429, "times": 1, "retry_after": RETRY_AFTER},
    "Busy": {"kind": 529, "times": 1},
    "Broken": {"kind": 500, "times": 1},
    "Dropped": {"kind": "drop", "times": 1},
    "EarlyEnd": {"kind": "early_end", "times": 1},
    "NoEvents": {"kind": "no_events", "times": 1},
    "ErrorEvent": {"kind": "error_event", "times": 1},
    "HungOnce": {"kind": "hang", "times": 1},
    "Healthy": {"kind": "slow", "latency": 0.1},
}
PAID_ONCE = ("RateLimited", "Busy", "Broken", "Dropped", "EarlyEnd", "NoEvents", "HungOnce")


@dataclass
class Outcome:
    """What there was to see once the session waited for a person."""

    view: SessionStatusView
    status: Ended
    calls: list[dict[str, Any]]
    files: list[str]
    logs: dict[str, str] = field(default_factory=dict)
    turns: dict[str, list[TurnRecord]] = field(default_factory=dict)

    def component(self, name: str) -> ComponentStatus:
        return next(c for c in self.view.components if c.name == name)

    def calls_of(self, name: str) -> list[dict[str, Any]]:
        return [call for call in self.calls if call["component"] == f"Shop.Blog.{name}"]


@pytest.fixture(scope="module")
def outcome(temporal_address: str, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    directory = tmp_path_factory.mktemp("failures")
    names = dict.fromkeys([*FATAL, *PASSING], "schema")
    repository = make_repository(directory / "git", {CONTEXT_PATH: context_document(names)})
    return asyncio.run(_run(temporal_address, directory, repository))


async def _run(address: str, directory: Path, repository: TestRepository) -> Outcome:
    client = await connected(address)
    faults = [{"component": name, **fault} for name, (fault, _, _) in FATAL.items()]
    faults += [{"component": name, **fault} for name, fault in PASSING.items()]
    with running_simulator(faults=faults) as simulator:
        settings = product_settings(
            directory / "data",
            simulator.base_url,
            DESIGN_MODEL_IDLE_TIMEOUT=3.0,
            DESIGN_MODEL_PATIENCE=2.0,
        )
        async with running_product(client, settings, repository) as product:
            verdict = await product.start(
                review=False,
                limits={
                    "max_parallel": 40,
                    "max_turns": MAX_TURNS,
                    "max_revisions": MAX_REVISIONS,
                },
            )
            assert verdict.accepted, verdict.error
            view = await product.until_attention()
            found = Outcome(
                view=view,
                status=await run_client(product, "status", product.id),
                calls=simulator.read_log(),
                files=repository.on_branch(),
            )
            for name in (*FATAL, *PASSING):
                found.logs[name] = (await run_client(product, "log", product.id, name)).out
                found.turns[name] = product.turns(name)
            await product.handle.terminate()
            return found


def test_failing_siblings_never_stop_the_others(outcome: Outcome) -> None:
    attention = outcome.view.attention
    assert attention is not None
    assert attention.kind == "components"
    assert {entry.component for entry in attention.failed} == set(FATAL)
    assert {c.name for c in outcome.view.components if c.state == "complete"} == set(PASSING)
    designs = {path.rpartition("/")[2] for path in outcome.files} - {"blog.md"}
    assert len(designs) == len(PASSING)
    assert outcome.status.code == 3


@pytest.mark.parametrize("name", FATAL)
def test_status_and_log_name_the_cause(outcome: Outcome, name: str) -> None:
    _, reason, said = FATAL[name]
    assert reason in (outcome.component(name).error or "")
    assert IN_SHORT.get(name, reason) in outcome.status.out
    assert said in outcome.logs[name]
    assert re.search(rf"^  {name}\b", outcome.status.out, re.MULTILINE)


def test_status_says_how_to_retry_the_first_and_any_other(outcome: Outcome) -> None:
    for named in ("BadRequest", "COMPONENT..."):
        assert f"client.py retry Shop.Blog {named} --guidance TEXT" in outcome.status.out


def test_an_invalid_draft_is_revised_in_the_same_conversation_until_it_is_valid(
    outcome: Outcome,
) -> None:
    component = outcome.component("Revised")
    assert (component.state, component.attempt, component.revisions) == ("complete", 1, 2)
    assert {turn.conversation for turn in outcome.turns["Revised"]} == {1}
    assert outcome.logs["Revised"].count("The document is not valid yet") == 2


def test_revisions_are_used_up(outcome: Outcome) -> None:
    assert outcome.component("NeverValid").revisions == MAX_REVISIONS
    assert outcome.component("SameErrors").revisions == 1


def test_a_model_that_stops_early_is_asked_once_more(outcome: Outcome) -> None:
    asked = "You ended your turn without submitting"
    assert outcome.logs["Nudged"].count(asked) == 1
    assert outcome.component("Nudged").state == "complete"
    assert outcome.logs["Silent"].count(asked) == 1


@pytest.mark.parametrize(
    ("name", "turns"),
    [("Reader", MAX_TURNS), ("CutOff", MAX_TURNS), ("UnknownTool", 3), ("WrongArguments", 3)],
)
def test_turns_are_bounded(outcome: Outcome, name: str, turns: int) -> None:
    assert outcome.component(name).turns == turns
    assert len(outcome.calls_of(name)) == turns


@pytest.mark.parametrize("name", PAID_ONCE)
def test_what_passes_is_tried_again_and_paid_once(outcome: Outcome, name: str) -> None:
    calls = outcome.calls_of(name)
    answered = [call for call in calls if call["kind"] == "message"]
    assert len(answered) == len(outcome.turns[name]) == outcome.component(name).turns
    assert [call["turn"] for call in answered] == sorted({call["turn"] for call in answered})
    # What a broken stream had told of its tokens is billed too, and counted.
    assert outcome.component(name).usage.output_tokens >= sum(
        call["output_tokens"] for call in answered
    )


def test_retry_after_is_honoured(outcome: Outcome) -> None:
    refused, next_call = outcome.calls_of("RateLimited")[:2]
    assert refused["status"] == 429
    waited = datetime.fromisoformat(next_call["time"]) - datetime.fromisoformat(refused["time"])
    assert waited.total_seconds() >= RETRY_AFTER - 0.1


def test_patience_with_an_endpoint_ends(outcome: Outcome) -> None:
    for name in ("WebPage", "Overloaded", "Hanging"):
        (turn,) = outcome.turns[name]
        assert turn.state == "failed"
        assert turn.error_count >= 2
        assert f"{turn.error_count} tries in " in (outcome.component(name).error or "")
