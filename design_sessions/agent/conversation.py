"""Conversations as the Messages API wants them, built from recorded turns; pure.

A conversation only grows: system prompt, tools and earlier messages are sent as recorded, since the
API refuses a change before a replayed thinking block. Only two things change on sending: cache
breakpoints are added, and what the API always refuses (blank text blocks, answers without content)
is left out. The opening is recorded once, with the conversation, and is no part of a turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from design_sessions.agent.submissions import (
    SUBMIT_TOOLS,
    accepted_call,
    input_problem,
    outcome_kind,
    submission_problem,
    tool_uses,
)
from design_sessions.agent.tools import ToolAnswer
from design_sessions.endpoint.messages import Block

_CACHE_MARK = {"type": "ephemeral"}
MAX_TOOL_CALLS = 50
"""The most tool calls of one answer that are executed."""
MAX_RESULT_CHARACTERS = 300_000
"""The most characters of tool results in one turn."""

ENDED = (
    "You ended your turn without submitting. Finish your work and submit it with the submit tool; "
    "text outside of it is ignored."
)
CONTINUE = (
    "Your last answer was cut off before it was complete. Continue the work, submit it whole with "
    "the submit tool, and keep everything else short."
)
_CUT_OFF = (
    "This call was cut off by the limit on the answer's length and was not executed. Make the "
    "complete call again."
)
_SUPERSEDED = "Superseded: a later submission in the same answer was used instead."
_TAKEN = "The submission was received. Next steps follow."
_TOO_MANY = "Not executed: too many calls at once. Make this call again on its own."


class RecordedTurn(Protocol):
    """The parts of a ledger turn that are needed here."""

    @property
    def turn(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def request(self) -> list[Block]: ...
    @property
    def response(self) -> list[Block] | None: ...
    @property
    def stop_reason(self) -> str | None: ...


def text_block(text: str) -> Block:
    """A text block."""
    return {"type": "text", "text": text}


def finished_before(turns: Sequence[RecordedTurn], turn: int) -> list[RecordedTurn]:
    """The finished turns before ``turn``, in order."""
    earlier = (t for t in turns if t.state == "finished" and t.turn < turn)
    return sorted(earlier, key=lambda t: t.turn)


def next_user_blocks(
    turns: Sequence[RecordedTurn],
    *,
    turn: int,
    notes: Sequence[str],
    feedback: ToolAnswer | None,
    read: Callable[[str, object], ToolAnswer],
) -> list[Block]:
    """What ``turn`` says: a result for every unanswered call, then texts; the first turn says no
    more than the notes, as the opening stands before it.

    Args:
        turns: all recorded turns of the conversation.
        turn: the number of the turn to be sent.
        notes: texts to add, such as guidance.
        feedback: the verdict on the last submission.
        read: executes a call of a read-only tool, by name and input.
    """
    finished = finished_before(turns, turn)
    lost = _unanswered(turns, turn, after=finished[-1].turn if finished else -1)
    carried = _carried_texts(lost)
    if not finished:
        return _text_blocks([*carried, *notes])
    last = finished[-1]
    results = _results(last, feedback, read, _carried_results(lost))
    reminder = [] if results else [_reminder(last)]
    return [*results, *_text_blocks([*reminder, *carried, *notes])]


def build_messages(
    opening: Sequence[Block],
    turns: Sequence[RecordedTurn],
    *,
    turn: int,
    user_blocks: Sequence[Block],
) -> list[Block]:
    """The messages array of a call: the opening, all finished turns before ``turn``, then
    ``user_blocks``."""
    messages: list[Block] = []
    _append(messages, "user", opening)
    for earlier in finished_before(turns, turn):
        _append(messages, "user", earlier.request)
        _append(messages, "assistant", earlier.response or [])
    _append(messages, "user", user_blocks)
    return messages


def with_cache_marks(
    system: Sequence[Block], messages: Sequence[Block], *, opening: Sequence[Block]
) -> tuple[list[Block], list[Block]]:
    """Copies with a cache breakpoint on the last block of the system prompt, of the opening and of
    the last message.

    That of the opening is always found again. The API looks for an earlier breakpoint's prefix in
    only the 20 blocks before a new one, and a turn with many tool calls adds more.
    """
    marked = list(messages)
    if marked:
        marked[0] = _marked(marked[0], sum(block in opening for block in marked[0]["content"]))
        marked[-1] = _marked(marked[-1], len(marked[-1]["content"]))
    return _mark_last(system), marked


def _reminder(last: RecordedTurn) -> str:
    kind = outcome_kind(last.stop_reason, last.response or [])
    return CONTINUE if kind in ("truncated", "paused") else ENDED


def _text_blocks(texts: Sequence[str]) -> list[Block]:
    return [text_block(text) for text in dict.fromkeys(texts) if text.strip()]


def _marked(message: Block, blocks: int) -> Block:
    """The message with a mark on the last of its first ``blocks`` blocks."""
    content = message["content"]
    return {**message, "content": [*_mark_last(content[:blocks]), *content[blocks:]]}


def _mark_last(blocks: Sequence[Block]) -> list[Block]:
    if not blocks:
        return []
    return [*blocks[:-1], {**blocks[-1], "cache_control": _CACHE_MARK}]


def _append(messages: list[Block], role: str, blocks: Sequence[Block]) -> None:
    content = [b for b in blocks if b.get("type") != "text" or str(b.get("text") or "").strip()]
    if not content:
        return
    if messages and messages[-1]["role"] == role:
        messages[-1]["content"].extend(content)
    else:
        messages.append({"role": role, "content": content})


def _results(
    last: RecordedTurn,
    feedback: ToolAnswer | None,
    read: Callable[[str, object], ToolAnswer],
    carried: Mapping[str, Block],
) -> list[Block]:
    response = last.response or []
    calls = tool_uses(response)
    truncated = last.stop_reason == "max_tokens"
    cut_off = calls[-1] if truncated and calls and response[-1] is calls[-1] else None
    accepted = accepted_call([call for call in calls if call is not cut_off])
    results: list[Block] = []
    size = 0
    for number, call in enumerate(calls):
        name, id_ = str(call["name"]), str(call["id"])
        if call is cut_off:
            answer = ToolAnswer(text=_CUT_OFF, is_error=True)
        elif name in SUBMIT_TOOLS:
            if call is accepted and feedback is None and id_ in carried:
                results.append(carried[id_])
                continue
            answer = _verdict(call, accepted, feedback)
        elif number >= MAX_TOOL_CALLS or size >= MAX_RESULT_CHARACTERS:
            answer = ToolAnswer(text=_TOO_MANY, is_error=True)
        elif (problem := input_problem(call)) is not None:
            answer = ToolAnswer(text=problem, is_error=True)
        else:
            answer = read(name, call.get("input"))
            size += len(answer.text)
        results.append(_result(id_, answer))
    return results


def _verdict(call: Block, accepted: Block | None, feedback: ToolAnswer | None) -> ToolAnswer:
    if call is accepted:
        return feedback or ToolAnswer(text=_TAKEN)
    problem = submission_problem(call)
    return ToolAnswer(text=problem or _SUPERSEDED, is_error=True)


def _result(tool_use_id: str, answer: ToolAnswer) -> Block:
    block: Block = {"type": "tool_result", "tool_use_id": tool_use_id, "content": answer.text}
    return {**block, "is_error": True} if answer.is_error else block


def _unanswered(turns: Sequence[RecordedTurn], turn: int, *, after: int) -> list[RecordedTurn]:
    """Turns sent after the last finished one that never got an answer: their content must be sent
    again."""
    lost = (t for t in turns if t.state != "finished" and after < t.turn < turn)
    return sorted(lost, key=lambda t: t.turn)


def _carried_texts(turns: Sequence[RecordedTurn]) -> list[str]:
    return [
        str(block.get("text", ""))
        for turn in turns
        for block in turn.request
        if block.get("type") == "text"
    ]


def _carried_results(turns: Sequence[RecordedTurn]) -> dict[str, Block]:
    return {
        str(block["tool_use_id"]): block
        for turn in turns
        for block in turn.request
        if block.get("type") == "tool_result"
    }
