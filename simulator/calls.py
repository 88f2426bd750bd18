"""Answers that call tools, with ids that are the same for the same request."""

from __future__ import annotations

import hashlib
from typing import Any

from simulator.answers import Answer, text_block, tool_use_block


class CallMaker:
    """Makes the tool calls of one answer.

    Args:
        subject: what tells this conversation from others.
        place: the number of messages before the answer, so that ids differ between answers.
    """

    def __init__(self, subject: str, place: int) -> None:
        self._subject = subject
        self._place = place

    def answer(self, words: str, wanted: list[tuple[str, dict[str, Any]]]) -> Answer:
        """A short text, then the calls (tool name and arguments) in one answer."""
        blocks = [text_block(words)]
        for index, (name, arguments) in enumerate(wanted):
            text = f"{self._subject}/{self._place}/{index}"
            identifier = "toolu_sim_" + hashlib.sha256(text.encode()).hexdigest()[:20]
            blocks.append(tool_use_block(identifier, name, arguments))
        return Answer(blocks, "tool_use")
