"""What a session's steps are called in front of people; records and JSON keep their names."""

from __future__ import annotations

_WORDS = {
    "Initialize": "starting",
    "SpawnComponentDesignSessions": "designing components",
    "SpawnReviewSession": "reviewing the designs",
    "Finalize": "opening the pull request",
}


def spoken_step(step: str | None, *, with_review: bool = True) -> str:
    """What a session does in a step, to follow "it is"; the step's own name if it is unknown.

    Args:
        step: the step.
        with_review: whether the session has a review.
    """
    if step == "SpawnReviewSession" and not with_review:
        return "comparing the designs"
    return _WORDS.get(step or "", step or "")
