"""The simulated endpoint's state and the way from a request to its answer."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simulator.agent import agent_answer
from simulator.answer_log import AnswerLog
from simulator.answers import Answer, cut_to, text_block, tool_answer, with_thinking
from simulator.api_errors import ApiError
from simulator.conversation import Conversation, read_conversation
from simulator.faults import CONVERSATION_KINDS, Call, Endpoint, Fault, FaultPlan, FaultsFile
from simulator.models import ModelCatalogue
from simulator.rate_limits import RateLimiter
from simulator.requests import CallHeaders, MessagesRequest
from simulator.usage import PromptCache

GREETING = (
    "I am a simulator of the Messages API, not a model. I answer requests that offer a tool to "
    "submit a design or a review; for any other I can only say this."
)
_NO_FAULT = Fault(kind="slow")


@dataclass
class Engine:
    """Everything that outlives a request. ``latency`` is in seconds for each answer.

    ``clock`` gives seconds since the epoch, for the rate limits of ``faults``.
    """

    latency: float = 0.0
    seed: int = 0
    faults: FaultsFile = field(default_factory=FaultsFile)
    log: AnswerLog = field(default_factory=lambda: AnswerLog(None))
    cache: PromptCache = field(default_factory=PromptCache)
    clock: Callable[[], float] = time.time
    in_flight: int = 0
    finishing: int = 0
    """Answers whose last byte is being sent and whose line in the log is not yet written."""
    abandoned: int = 0
    """Calls whose client went away before the answer was whole."""

    def __post_init__(self) -> None:
        self.models = ModelCatalogue(self.faults.model)
        self.rate_limiter = RateLimiter(self.faults.limits, self.clock)
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
        raise_error_of(fault)
        if request.warm_up:
            return Answer([], "max_tokens"), fault
        if conversation.tools.submit is None:
            answer = Answer([text_block(GREETING)], "end_turn")
        else:
            own = fault if fault and fault.kind in CONVERSATION_KINDS else None
            answer = agent_answer(conversation, own)
        if request.thinking:
            answer = with_thinking(answer, "What does the request ask for, and what do I know?")
        answer = _unexpected((fault or _NO_FAULT).kind, answer, conversation)
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


def raise_error_of(fault: Fault | None) -> None:
    """Raise the HTTP error that a fault stands for, if it stands for one.

    Raises:
        ApiError: with the fault's status, message and headers.
    """
    if fault is None or fault.status is None:
        return
    headers: dict[str, str] = {}
    if fault.retry_after is not None:
        headers["retry-after"] = f"{fault.retry_after:g}"
        headers["retry-after-ms"] = f"{fault.retry_after * 1000:.0f}"
    default = f"The simulator answers {fault.status} because its faults file says so"
    raise ApiError(
        fault.status, fault.message or default, headers=headers, error_code=fault.error_code
    )


def _unexpected(kind: str, answer: Answer, conversation: Conversation) -> Answer:
    """What becomes of an answer under a fault of :data:`simulator.faults.ANSWER_KINDS`."""
    half = max(4, answer.output_tokens // 2)
    nonsense = {"nonsense": 7}
    submit = conversation.tools.submit
    match kind:
        case "refusal":
            words = "The simulator refuses this request because its faults file says so."
            details = {"type": "refusal", "category": None, "explanation": words}
            return Answer([], "refusal", stop_details=details)
        case "max_tokens":
            return cut_to(answer, half)
        case "context_window":
            return replace(cut_to(answer, half), stop_reason="model_context_window_exceeded")
        case "empty":
            return Answer([], "end_turn")
        case "wrong_arguments" if submit is not None:
            calls = [(submit["name"], nonsense)]
        case "unknown_tool" | "wrong_arguments":
            calls = [("delete_everything", nonsense)]
        case _:
            return answer
    return tool_answer("This is it.", calls, f"{kind}/{conversation.answers}")
