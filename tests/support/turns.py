"""A turn with a real ledger and a model that says what a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from design_sessions.endpoint.messages import ModelRequest, ModelResponse
from design_sessions.endpoint.pace import Admission, Pace
from design_sessions.metrics import Metrics, NoMetrics
from design_sessions.outcomes import LegOutcome
from design_sessions.references import LegReference, TurnReference
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView, Usage
from design_sessions.steps.guidance import untold_guidance
from design_sessions.store import Store
from design_sessions.store.turn_records import TurnRecord
from design_sessions.turns.leases import Leases
from design_sessions.turns.leg import Leg, run_leg
from design_sessions.turns.limit_waits import LimitWaits
from design_sessions.turns.ports import Reporter
from design_sessions.turns.prices import PriceTable
from design_sessions.turns.turn import admitted, output_tokens, prepare_turn, run_turn
from design_sessions.turns.turn_request import Transcript, TurnRequest
from tests.support.memory_snapshot import MemorySnapshot
from tests.support.scripted_endpoint import make_settings
from tests.support.stores import SCOPE, claim, turn_reference

Tell = Callable[[str], None]


def ignore(_: str) -> None:
    return None


MODULE = "MyApp.Blog.Post"
SYSTEM = [{"type": "text", "text": "You are an architect."}]
OPENING = [{"type": "text", "text": "Write it."}]
FILES = MemorySnapshot({"docs/blog.md": "# Blog\n"})


def answer(
    *blocks: dict[str, Any], stop_reason: str = "tool_use", output: int = 20
) -> ModelResponse:
    return ModelResponse(
        content=list(blocks),
        stop_reason=stop_reason,
        model="claude-sonnet-5-5",
        usage=Usage(input_tokens=100, output_tokens=output, cost_usd=None),
        request_id="req_1",
    )


def use(id_: str, name: str, **arguments: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": id_, "name": name, "input": arguments}


SUBMITTED = answer(use("s", "submit_design", document="# Post\n"))
READING = answer(use("r", "read_file", path="docs/blog.md"))


def reporter(
    *,
    tell: Tell = ignore,
    show: Callable[[int, Usage], None] = lambda turn, used: None,
    abort: bool = False,
    hand_over: Callable[[], bool] = lambda: False,
) -> Reporter:
    """One that nobody listens to."""
    return Reporter(
        tell=tell,
        show=show,
        show_wait=lambda turn, reason: None,
        should_abort=lambda: abort,
        should_hand_over=hand_over,
    )


@dataclass
class ScriptedModel:
    """Gives the answers in order; with a gate, not before it is opened."""

    answers: list[ModelResponse | Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    asked: list[ModelRequest] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    ended: list[str] = field(default_factory=list)
    ceiling: int | None = None
    own_pace: Pace = field(default_factory=lambda: Pace(900.0))

    async def output_limit(self, model: str) -> int | None:
        return self.ceiling

    def pace(self, model: str) -> Pace:
        return self.own_pace

    async def stream_turn(
        self,
        request: ModelRequest,
        *,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None = None,
        admission: Admission | None = None,
    ) -> ModelResponse:
        assert admission is not None
        admission.taken({})
        self.asked.append(request)
        self.headers.append(dict(headers))
        self.begun.set()
        if on_usage is not None:
            on_usage(Usage(input_tokens=100, cost_usd=None))
        try:
            if self.gate is not None:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.ended.append("cancelled")
            raise
        given = self.answers.pop(0)
        if isinstance(given, Exception):
            raise given
        self.ended.append("answered")
        return given


@dataclass
class World:
    store: Store
    parent_id: UUID
    session_id: UUID
    model_client: ScriptedModel = field(default_factory=ScriptedModel)
    settings: Settings = field(default_factory=lambda: make_settings("http://x"))
    prices: PriceTable = field(default_factory=PriceTable.load)
    metrics: Metrics = field(default_factory=NoMetrics)
    owner: str = "worker-1"
    leases: Leases = field(init=False)
    limit_waits: LimitWaits = field(init=False)
    now: datetime = datetime(2026, 3, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.leases = Leases(self.store)
        self.limit_waits = LimitWaits(self.store)

    async def turn(
        self, number: int, *, tell: Tell = ignore, abort: bool = False, **changes: Any
    ) -> TurnRecord:
        request = self.request(number, **changes)
        max_tokens = await output_tokens(self, request.model)
        told = reporter(tell=tell, abort=abort)
        record = await run_turn(
            self,
            request,
            prepare_turn(request, self.transcript(), FILES, max_tokens),
            admission=await admitted(
                self, request.reference, request.model, told, input_tokens=1_000
            ),
            reporter=told,
            show_usage=lambda used: None,
            clock=lambda: self.now,
        )
        assert record is not None
        return record

    def limit(self, usd: float) -> float:
        """Set the session's cost limit."""
        state = self.store.sessions.parent(SCOPE, self.parent_id).state
        state.order.limits.max_cost = usd
        self.store.sessions.save_state(SCOPE, self.parent_id, state)
        return usd

    def report(self) -> SessionStatusView:
        """The session as ``status`` shows it."""
        return self.store.reports.read_status(SCOPE, session_id=self.parent_id)

    def transcript(self) -> Transcript:
        conversation = self.store.conversations.get(SCOPE, self.session_id, 1)
        assert conversation is not None
        return Transcript(
            conversation, self.store.ledger.turns_of(SCOPE, self.session_id, conversation=1)
        )

    async def leg(
        self,
        first: int = 1,
        *,
        most_turns: int = 20,
        hand_over: Callable[[], bool] = lambda: False,
        show: Callable[[int, Usage], None] = lambda turn, used: None,
    ) -> LegOutcome:
        turn = turn_reference(self.session_id, first, self.parent_id)
        leg = Leg(
            reference=LegReference(**dict(turn), most_turns=most_turns),
            component=MODULE,
            effort="medium",
            cost_limit_usd=None,
            transcript=self.transcript(),
            draft=self.store.drafts.latest(SCOPE, self.session_id),
            snapshot=FILES,
            untold_guidance=lambda turns: untold_guidance(
                self.store, SCOPE, self.session_id, turns
            ),
        )
        told = reporter(show=show, hand_over=hand_over)
        return await run_leg(self, leg, told, clock=lambda: self.now)

    def request(self, number: int, **changes: Any) -> TurnRequest:
        fields: dict[str, Any] = {
            "reference": turn_reference(
                self.session_id,
                number,
                self.parent_id,
                attempt=changes.pop("attempt", 1),
                conversation=changes.pop("conversation", 1),
            ),
            "component": MODULE,
            "model": "claude-sonnet-5-5",
            "effort": "medium",
        }
        return TurnRequest(**(fields | changes))

    def recorded(self, number: int) -> TurnRecord:
        turns = self.store.ledger.turns_of(SCOPE, self.session_id)
        return next(turn for turn in turns if turn.turn == number)

    def held_by_another(self, number: int, **changes: Any) -> TurnReference:
        turn = turn_reference(self.session_id, number, self.parent_id)
        assert claim(self.store, turn, "other", **changes).outcome == "granted"
        return turn
