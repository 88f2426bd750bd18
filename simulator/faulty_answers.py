"""Answers of the kinds that a client may not expect."""

from __future__ import annotations

from dataclasses import replace

from simulator.answers import Answer, cut_to, tool_use_block
from simulator.conversation import Conversation


def spoil_answer(kind: str, answer: Answer, conversation: Conversation) -> Answer:
    """What becomes of an answer under a fault of :data:`simulator.faults.ANSWER_KINDS`."""
    if kind == "refusal":
        details = {
            "type": "refusal",
            "category": None,
            "explanation": "The simulator refuses this request because its faults file says so.",
        }
        return Answer([], "refusal", stop_details=details)
    if kind == "max_tokens":
        return cut_to(answer, max(4, answer.output_tokens // 2))
    if kind == "context_window":
        return replace(
            cut_to(answer, max(4, answer.output_tokens // 2)),
            stop_reason="model_context_window_exceeded",
        )
    if kind == "empty":
        return Answer([], "end_turn")
    name = "delete_everything"
    if kind == "wrong_arguments" and conversation.tools.submit is not None:
        name = conversation.tools.submit.name
    identifier = f"toolu_sim_wrong_{conversation.answers}"
    return Answer([tool_use_block(identifier, name, {"nonsense": 7})], "tool_use")
