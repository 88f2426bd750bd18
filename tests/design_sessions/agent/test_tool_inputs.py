"""What gateways make of a tool's input, and is understood all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from design_sessions.agent.tool_inputs import read_input
from design_sessions.agent.tools import ReadFile
from design_sessions.review_submission import ReviewSubmission

FINDING: dict[str, Any] = {
    "severity": "minor",
    "kind": "consistency",
    "components": ["Post"],
    "explanation": "[1]",
    "suggestion": "{}",
}
WHOLE = ReviewSubmission.model_validate({"findings": [FINDING], "summary": "[]"})


@pytest.mark.parametrize(
    "findings",
    [
        json.dumps([FINDING]),
        [json.dumps(FINDING)],
        [FINDING | {"components": '["Post"]'}],
        json.dumps([json.dumps(FINDING | {"components": '["Post"]'})]),
    ],
)
def test_a_string_of_json_is_read_where_an_array_or_object_is_due(findings: object) -> None:
    assert read_input(ReviewSubmission, {"findings": findings, "summary": "[]"}) == WHOLE


def test_a_number_may_come_as_a_string() -> None:
    assert read_input(ReadFile, {"path": "5", "start_line": "7"}) == ReadFile(
        path="5", start_line=7
    )


@pytest.mark.parametrize("findings", ["none", "{}", "[" * 5_000, '"[]"', 5, None])
def test_what_cannot_be_understood_is_refused(findings: object) -> None:
    with pytest.raises(ValidationError):
        read_input(ReviewSubmission, {"findings": findings, "summary": "Good."})


@pytest.mark.parametrize("line", ["true", "1.5", "x", ""])
def test_what_is_no_number_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        read_input(ReadFile, {"path": "a", "start_line": line})
