"""The order of the parent session's steps."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

StepStatus = Literal["ok", "warning", "error"]


class Step(StrEnum):
    """One stage of a context design session, under the name its records carry."""

    INITIALIZE = "Initialize"
    SPAWN_COMPONENT_DESIGN_SESSIONS = "SpawnComponentDesignSessions"
    SPAWN_REVIEW_SESSION = "SpawnReviewSession"
    FINALIZE = "Finalize"


NextStep = Step | Literal["session_complete", "invalid_interaction"]


def steps() -> tuple[Step, ...]:
    """All steps, in order."""
    return tuple(Step)


def next_step(step: str | None, status: str) -> NextStep:
    """What follows a step that ended with this status; pure.

    Args:
        step: the step that ended; None if there was none yet.
        status: ``ok`` and ``warning`` continue, ``error`` repeats the step.

    Returns:
        A step, ``session_complete`` after the last one, ``invalid_interaction`` for a step or
        status that does not exist.
    """
    if step is None:
        return steps()[0]
    if step not in steps() or status not in ("ok", "warning", "error"):
        return "invalid_interaction"
    position = steps().index(Step(step))
    if status == "error":
        return steps()[position]
    if position + 1 == len(steps()):
        return "session_complete"
    return steps()[position + 1]
