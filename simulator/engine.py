"""The simulated endpoint's state and the way from a request to its answer."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from simulator.answer_log import AnswerLog
from simulator.answers import Answer, cut_to, text_block, with_thinking
from simulator.api_errors import ApiError
from simulator.call_headers import CallHeaders
from simulator.calls import CallMaker
from simulator.conversation import Conversation, read_conversation
from simulator.design_agent import design_answer
from simulator.faults import (
    ANSWER_KINDS,
    CONVERSATION_KINDS,
    Call,
    Endpoint,
    Fault,
    FaultPlan,
    FaultsFile,
)
from simulator.faulty_answers import spoil_answer
from simulator.models import ModelCatalogue
from simulator.requests import MessagesRequest
from simulator.review_agent import review_answer
from simulator.usage import PromptCache

GREETING = (
    "I am a simulator of the Messages API, not a model. I answer requests that offer a tool to "
    "submit a design or a review; for any other I can only say this."
)


@dataclass
class Engine:
    """Everything that outlives a request. ``latency`` is in seconds for each answer."""

    latency: float = 0.0
    seed: int = 0
    faults: FaultsFile = field(default_factory=FaultsFile)
    log: AnswerLog = field(default_factory=lambda: AnswerLog(None))
    cache: PromptCache = field(default_factory=PromptCache)
    in_flight: int = 0
    finishing: int = 0
    """Answers whose last byte is being sent and whose line in the log is not yet written."""
    abandoned: int = 0
    """Calls whose client went away before the answer was whole."""

    def __post_init__(self) -> None:
        self.models = ModelCatalogue(self.faults.model)
        self._plan = FaultPlan(self.faults.fault, self.seed)
        self._numbers = itertools.count(1)

    def new_id(self, prefix: str) -> str:
        """An id that no other answer of this process has."""
        return f"{prefix}_sim_{self.seed}_{next(self._numbers):08d}"

    def fault_at(self, endpoint: Endpoint) -> Fault | None:
        """The fault of a call that belongs to no conversation."""
        return self._plan.choose(Call(endpoint, endpoint, None, None, review=False))

    def answer(self, request: MessagesRequest, headers: CallHeaders) -> tuple[Answer, Fault | None]:
        """What the simulated model answers, with the fault that remains for the sending.

        Raises:
            ApiError: where a fault is an HTTP error.
        """
        conversation = read_conversation(request, headers.component)
        fault = self._fault(request, conversation, headers)
        if fault is not None and fault.status is not None:
            raise fault_error(fault)
        if request.warm_up:
            return Answer([], "max_tokens"), fault
        answer = self._conversation_answer(request, conversation, fault)
        if request.thinking:
            answer = with_thinking(answer, "What does the request ask for, and what do I know?")
        if fault is not None and fault.kind in ANSWER_KINDS:
            answer = spoil_answer(fault.kind, answer, conversation)
        return cut_to(answer, request.max_tokens), fault

    def _fault(
        self, request: MessagesRequest, conversation: Conversation, headers: CallHeaders
    ) -> Fault | None:
        component = None if conversation.review else (headers.component or conversation.module)
        return self._plan.choose(
            Call(
                "warm-up" if request.warm_up else "messages",
                session=headers.session or component or "review",
                component=component,
                turn=headers.turn,
                review=conversation.review,
                submissions=len(conversation.submissions),
                idle_ends=conversation.idle_ends,
                answers=conversation.answers,
                guided=bool(conversation.guidance),
            )
        )

    def _conversation_answer(
        self, request: MessagesRequest, conversation: Conversation, fault: Fault | None
    ) -> Answer:
        if conversation.tools.submit is None:
            return Answer([text_block(GREETING)], "end_turn")
        calls = CallMaker(
            f"{self.seed}/{conversation.module}/{conversation.review}", len(request.messages)
        )
        misbehaviour = fault if fault and fault.kind in CONVERSATION_KINDS else None
        if conversation.review:
            return review_answer(conversation, calls, fault=misbehaviour)
        return design_answer(conversation, calls, seed=self.seed, fault=misbehaviour)


def fault_error(fault: Fault) -> ApiError:
    """The HTTP error that a fault stands for."""
    status = fault.status or 500
    headers: dict[str, str] = {}
    if fault.retry_after is not None:
        headers["retry-after"] = f"{fault.retry_after:g}"
        headers["retry-after-ms"] = f"{fault.retry_after * 1000:.0f}"
    message = fault.message or f"The simulator answers {status} because its faults file says so"
    return ApiError(status, message, headers=headers, error_code=fault.error_code)
