from __future__ import annotations

from typing import Any

import pytest

from design_sessions.agent.submissions import outcome_kind, submission_of
from design_sessions.agent.tool_definitions import design_tools, review_tools


def use(name: str, arguments: Any, id_: str = "t1") -> dict[str, Any]:
    return {"type": "tool_use", "id": id_, "name": name, "input": arguments}


def test_the_last_of_two_submissions_counts() -> None:
    first = use("submit_design", {"document": "# One"}, "t1")
    second = use("submit_design", {"document": "# Two"}, "t2")
    assert submission_of([first, second]) == {"document": "# Two"}


@pytest.mark.parametrize(
    "arguments", [{}, {"document": "  "}, {"document": 3}, {"text": "# A"}, "# A", None, []]
)
def test_a_malformed_submission_is_none(arguments: Any) -> None:
    call = use("submit_design", arguments)
    assert submission_of([call]) is None
    assert outcome_kind("tool_use", [call]) == "tool_use"


@pytest.mark.parametrize(
    ("stop_reason", "blocks", "kind"),
    [
        ("tool_use", [use("submit_design", {"document": "# A"})], "submitted"),
        ("tool_use", [use("submit_review", {"findings": [], "summary": "s"})], "submitted"),
        ("tool_use", [use("read_file", {"path": "a"})], "tool_use"),
        ("end_turn", [use("read_file", {"path": "a"})], "tool_use"),
        ("end_turn", [{"type": "text", "text": "Done."}], "ended"),
        ("stop_sequence", [], "ended"),
        ("length", [], "ended"),
        ("max_tokens", [use("submit_design", {"document": "# A"})], "truncated"),
        ("pause_turn", [], "paused"),
        ("refusal", [], "refused"),
        ("model_context_window_exceeded", [], "context_full"),
    ],
)
def test_an_answer_means_what_its_stop_reason_and_content_say(
    stop_reason: str, blocks: list[dict[str, Any]], kind: str
) -> None:
    assert outcome_kind(stop_reason, blocks) == kind


def test_every_tool_has_a_strict_schema() -> None:
    tools = [*design_tools(), *review_tools()]
    assert {tool["name"] for tool in tools} == {
        "read_file",
        "list_files",
        "search",
        "submit_design",
        "submit_review",
    }
    for tool in tools:
        assert tool["strict"] is True
        assert tool["input_schema"]["additionalProperties"] is False


def test_a_review_offers_the_severities_and_kinds_of_a_finding() -> None:
    submit = review_tools()[-1]
    finding = submit["input_schema"]["properties"]["findings"]["items"]
    assert finding["properties"]["severity"]["enum"] == ["critical", "major", "minor"]
    assert "missing_dependency" in finding["properties"]["kind"]["enum"]
    assert finding["additionalProperties"] is False


def test_an_argument_that_may_be_left_out_is_not_required_and_has_no_limits() -> None:
    read_file = design_tools()[0]["input_schema"]

    assert read_file["required"] == ["path"]
    assert read_file["properties"]["start_line"] == {
        "type": "integer",
        "description": "First line; default 1.",
    }
    assert "$ref" not in str(review_tools())
