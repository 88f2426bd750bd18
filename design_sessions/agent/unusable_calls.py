"""Calls that a gateway breaks, such as those whose input arrives empty: asking again is no help."""

from __future__ import annotations

import json
from collections.abc import Iterable

from design_sessions.agent.submissions import (
    SUBMIT_TOOLS,
    input_problem,
    submission_problem,
    tool_uses,
)
from design_sessions.agent.tools import read_call_problem
from design_sessions.endpoint.messages import Block

_MOST_TIMES = 3
_SHOWN = 80
"""Characters of an input."""


def repeated_unusable_call(answers: Iterable[list[Block]]) -> str | None:
    """A call that stood unusable in three answers, without a usable one of its tool between them;
    None where there is none.

    Args:
        answers: of one attempt, in order.
    """
    times: dict[str, dict[str, int]] = {}
    for answer in answers:
        unusable: dict[tuple[str, str], str] = {}
        for call in tool_uses(answer):
            tool, problem = str(call.get("name")), _problem(call)
            if problem is None:
                times.pop(tool, None)
            else:
                unusable[tool, json.dumps(call.get("input"), sort_keys=True)] = problem
        for (tool, sent), problem in unusable.items():
            of_tool = times.setdefault(tool, {})
            of_tool[sent] = of_tool.get(sent, 0) + 1
            if of_tool[sent] >= _MOST_TIMES:
                shown = sent if len(sent) <= _SHOWN else f"{sent[:_SHOWN]}..."
                return f"{tool} with the input {shown}: {problem}"
    return None


def _problem(call: Block) -> str | None:
    name = str(call.get("name"))
    if name in SUBMIT_TOOLS:
        return submission_problem(call)
    return input_problem(call) or read_call_problem(name, call.get("input"))
