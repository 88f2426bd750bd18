"""What a session's steps are called in front of people; records and JSON keep their names."""

from __future__ import annotations

_WORDS = {
    "Initialize": "starting",
    "SpawnComponentDesignSessions": "designing components",
    "SpawnReviewSession": "reviewing the designs",
    "Finalize": "opening the pull request",
}


def spoken_step(step: str | None) -> str:
    """What a session does in a step, to follow "it is"; the step's own name if it is unknown."""
    return _WORDS.get(step or "", step or "")
