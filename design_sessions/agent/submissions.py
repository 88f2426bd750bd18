"""How the agent submits its work: the submitting tools, and the submission in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from design_sessions.agent.tool_inputs import read_input
from design_sessions.agent.tools import describe_problems
from design_sessions.endpoint.messages import INVALID_JSON, Block
from design_sessions.outcomes import OutcomeKind
from design_sessions.status import ReviewFinding

SUBMIT_DESIGN = "submit_design"
SUBMIT_REVIEW = "submit_review"
SUBMIT_TOOLS = frozenset({SUBMIT_DESIGN, SUBMIT_REVIEW})


class DesignSubmission(BaseModel):
    """The input of ``submit_design``."""

    model_config = ConfigDict(strict=True)
    document: str = Field(description="The whole document in Markdown, from its title to its end.")

    @field_validator("document")
    @classmethod
    def _not_blank(cls, document: str) -> str:
        if not document.strip():
            raise ValueError("the document is empty")
        return document


class ContradictionDecision(BaseModel):
    """What is to be done about a contradiction that was found without a model."""

    number: int = Field(ge=1, description="Its number in the first message.")
    change: list[str] = Field(
        description="Names of the components whose designs have to change: of two sides the one "
        "that is wrong; none, if it is no contradiction or a person has to decide."
    )
    reason: str = Field(description="Why, in one sentence.")


class ReviewSubmission(BaseModel):
    """The input of ``submit_review``."""

    findings: list[ReviewFinding] = Field(
        description="Every finding, the most severe first; empty if there are none."
    )
    decisions: list[ContradictionDecision] = Field(
        default_factory=list,
        description="One for each numbered contradiction in the first message.",
    )
    summary: str = Field(description="The state of the designs as a whole, in a few sentences.")

    @field_validator("summary")
    @classmethod
    def _not_blank(cls, summary: str) -> str:
        if not summary.strip():
            raise ValueError("the summary is empty")
        return summary


def tool_uses(blocks: Iterable[Block]) -> list[Block]:
    """The tool calls of an answer, one for each id."""
    calls: dict[str, Block] = {}
    for block in blocks:
        if block.get("type") == "tool_use":
            calls.setdefault(str(block.get("id")), block)
    return list(calls.values())


def accepted_call(blocks: Sequence[Block]) -> Block | None:
    """The last submitting call of an answer whose input has the right shape."""
    for block in reversed(tool_uses(blocks)):
        if block.get("name") in SUBMIT_TOOLS and submission_problem(block) is None:
            return block
    return None


def submission_of(response_blocks: Sequence[Block]) -> dict[str, Any] | None:
    """What an answer submits: the input of its last well-formed submitting call.

    ``{"document": ...}`` for a design, ``{"findings": [...], "summary": ...}`` for a review; a
    review's contents are checked by
    :func:`design_sessions.agent.review_findings.check_submission`.
    """
    call = accepted_call(response_blocks)
    return None if call is None else dict(call["input"])


def submitted_design(response_blocks: Sequence[Block]) -> DesignSubmission | None:
    """The design that an answer submits; None when it submits none."""
    call = accepted_call(response_blocks)
    if call is None or call.get("name") != SUBMIT_DESIGN:
        return None
    return read_input(DesignSubmission, call["input"])


def input_problem(call: Block) -> str | None:
    """Why the input of a call cannot be used; None when it is an object."""
    value = call.get("input")
    if isinstance(value, dict) and INVALID_JSON in value:
        return "Wrong input: it is not a JSON object. Make the call again."
    return None


def submission_problem(call: Block) -> str | None:
    """Why the input of a submitting call cannot be used at all; None when it can."""
    problem = input_problem(call)
    if problem is not None:
        return problem
    value = call.get("input")
    if not isinstance(value, dict) or not value:
        return "Wrong input: expected an object with the tool's fields."
    if call.get("name") == SUBMIT_DESIGN:
        try:
            read_input(DesignSubmission, value)
        except ValidationError as error:
            return f"Wrong input: {describe_problems(error)}"
    return None


def outcome_kind(stop_reason: str | None, blocks: Sequence[Block]) -> OutcomeKind:
    """What an answer means for the conversation.

    Stop reasons that make an answer unusable are trusted; otherwise the content decides, since not
    every endpoint names the reason as the Messages API does.
    """
    if stop_reason == "refusal":
        return "refused"
    if stop_reason == "model_context_window_exceeded":
        return "context_full"
    if stop_reason == "max_tokens":
        return "truncated"
    if stop_reason == "pause_turn":
        return "paused"
    if accepted_call(blocks) is not None:
        return "submitted"
    return "tool_use" if tool_uses(blocks) else "ended"
