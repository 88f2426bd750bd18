"""The order of the steps, every cell of the table."""

import pytest

from workflows.steps import Step, next_step, steps

INITIALIZE = "Initialize"
DESIGNS = "SpawnComponentDesignSessions"
REVIEW = "SpawnReviewSession"
FINALIZE = "Finalize"


def test_the_steps_are_those_of_the_source_design_in_order() -> None:
    assert [str(step) for step in steps()] == [INITIALIZE, DESIGNS, REVIEW, FINALIZE]


@pytest.mark.parametrize(
    ("step", "status", "expected"),
    [
        (None, "ok", INITIALIZE),
        (None, "warning", INITIALIZE),
        (None, "error", INITIALIZE),
        (INITIALIZE, "ok", DESIGNS),
        (INITIALIZE, "warning", DESIGNS),
        (INITIALIZE, "error", INITIALIZE),
        (DESIGNS, "ok", REVIEW),
        (DESIGNS, "warning", REVIEW),
        (DESIGNS, "error", DESIGNS),
        (REVIEW, "ok", FINALIZE),
        (REVIEW, "warning", FINALIZE),
        (REVIEW, "error", REVIEW),
        (FINALIZE, "ok", "session_complete"),
        (FINALIZE, "warning", "session_complete"),
        (FINALIZE, "error", FINALIZE),
        ("Deploy", "ok", "invalid_interaction"),
        ("Deploy", "error", "invalid_interaction"),
        ("", "ok", "invalid_interaction"),
        (FINALIZE, "", "invalid_interaction"),
        (REVIEW, "done", "invalid_interaction"),
    ],
)
def test_next_step(step: str | None, status: str, expected: str) -> None:
    assert next_step(step, status) == expected


def test_a_known_next_step_is_a_step_so_that_the_workflow_can_tell_it_from_an_end() -> None:
    assert isinstance(next_step(INITIALIZE, "ok"), Step)
    assert not isinstance(next_step(FINALIZE, "ok"), Step)
