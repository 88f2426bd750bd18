"""Decisions on findings of the review and on its revisions: pure, no server."""

from __future__ import annotations

import copy

import pytest

from tests.support.session_states import NOW, asked, reviewed, state_with
from workflows.decisions.reading import PointlessDecisionError, read_decision
from workflows.decisions.rules import decide
from workflows.messages import DecisionAnswer
from workflows.session_state import SessionState
from workflows.steps import Step

POST, TAG = "Shop.Blog.Post", "Shop.Blog.Tag"


def make(state: SessionState, name: str, **decision: object) -> DecisionAnswer:
    return decide(state, read_decision(name, decision), at=NOW)


def test_the_question_names_designs_findings_and_what_can_be_done() -> None:
    attention = asked().view.attention
    assert attention is not None
    assert attention.reason == "The review would have 2 designs (Post, Tag) revised for 2 findings."
    assert [(each.id, each.components) for each in attention.findings] == [
        ("F1", ["Post"]),
        ("F2", ["Tag"]),
    ]
    commands = [action.command.split("client.py ")[1] for action in attention.actions]
    name = state_with().view.id
    assert commands == [
        f"retry {name}",
        f"retry {name} Post",
        f"retry {name} Tag",
        f"waive {name} F1 --reason ...",
        f"waive {name} F2 --reason ...",
        f"skip {name} --review --reason ...",
    ]


def test_approving_resumes_the_session_with_all_revisions() -> None:
    state = asked()
    assert make(state, "retry_step", guidance="Keep it short.").message == "Revising: Post, Tag."
    assert state.review.approved
    assert state.unrecorded[0].guided == [POST, TAG]
    assert state.decided()


def test_choosing_one_design_leaves_the_others_and_uses_up_the_round() -> None:
    state = asked()
    assert make(state, "retry_component", component="Tag").message == "Revising Tag for F2."
    assert state.where_to_go_on(Step.SPAWN_REVIEW_SESSION) == Step.SPAWN_COMPONENT_DESIGN_SESSIONS
    assert (state.review.rounds, state.review.asked) == (1, {})
    assert (state.unrecorded[0].guided, state.unrecorded[0].carried) == ([TAG], ["F2"])
    make(state, "retry_component", component="Post")
    assert state.review.rounds == 1


def test_another_design_than_those_asked_about_does_not_use_up_the_round() -> None:
    state = asked()
    make(state, "retry_component", component="Feed", guidance="Newest first.")
    assert state.where_to_go_on(Step.SPAWN_REVIEW_SESSION) == Step.SPAWN_COMPONENT_DESIGN_SESSIONS
    assert (state.review.rounds, state.review.asked) == (0, {})


def test_a_waiver_asks_about_the_rest_and_the_last_one_resumes_the_session() -> None:
    state = asked()
    make(state, "waive_finding", finding="f1", reason="Known.")
    assert not state.decided()
    assert state.view.attention is not None
    assert [each.id for each in state.view.attention.findings] == ["F2"]
    make(state, "waive_finding", finding="F2", reason="Known.")
    assert state.decided()


def test_revisions_can_be_left_out_and_the_findings_stay() -> None:
    state = asked()
    assert "the findings stay" in make(state, "skip_review", reason="Good enough.").message
    assert state.view.review is not None
    assert state.view.review.state == "complete"
    assert state.review.left == "Good enough."
    assert not make(state, "skip_review", reason="Good enough.").changed
    assert make(state, "skip_review", reason="Enough.").changed


def test_without_a_review_the_same_is_decided_about_what_the_checks_found() -> None:
    state = asked(review=False)
    make(state, "waive_finding", finding="F1", reason="Known.")
    assert make(copy.deepcopy(state), "retry_step").message == "Revising: Tag."
    assert make(copy.deepcopy(state), "retry_component", component="Tag").message == (
        "Revising Tag for F2."
    )
    assert "the findings stay" in make(state, "skip_review", reason="Good enough.").message
    state = reviewed(review=False)
    with pytest.raises(PointlessDecisionError, match="started without a review"):
        make(state, "skip_review", reason="In a hurry.")


def test_a_waiver_is_recorded_with_who_when_and_why() -> None:
    state = reviewed()
    make(state, "waive_finding", finding="F1", reason="Known.", by="bo")
    assert state.view.review is not None
    waived = state.view.findings[0].waived
    assert waived is not None
    assert (waived.by, waived.at, waived.reason) == ("bo", NOW, "Known.")
    assert state.where_to_go_on(Step.FINALIZE) == Step.SPAWN_REVIEW_SESSION
    again = make(state, "waive_finding", finding="F1", reason="Known.", by="bo")
    assert not again.changed
    replaced = make(state, "waive_finding", finding="F1", reason="Later.")
    assert 'Its reason was replaced; it was "Known.".' in replaced.message


def test_an_unknown_finding_is_refused_with_those_that_are_open() -> None:
    state = reviewed()
    make(state, "waive_finding", finding="F1", reason="Known.")
    with pytest.raises(PointlessDecisionError, match=r"'F9' is open\. Open findings: F2\."):
        make(state, "waive_finding", finding="F9", reason="Known.")
    with pytest.raises(PointlessDecisionError, match="There are no open findings"):
        make(state_with(Post="running"), "waive_finding", finding="F1", reason="Known.")


@pytest.mark.parametrize("decision", [{}, {"finding": "F1"}, {"finding": "F1", "reason": "TEXT"}])
def test_a_waiver_without_a_reason_is_refused(decision: dict[str, object]) -> None:
    with pytest.raises(PointlessDecisionError, match="waive_finding takes"):
        make(reviewed(), "waive_finding", **decision)


@pytest.mark.parametrize("step", [Step.SPAWN_COMPONENT_DESIGN_SESSIONS, Step.FINALIZE])
def test_a_finished_design_is_sent_back_with_its_open_findings(step: Step) -> None:
    state = asked()
    state.review.asked = {}
    state.view.step = str(step)
    make(state, "waive_finding", finding="F2", reason="Known.")
    make(state, "retry_component", component="Post")
    assert state.component(POST).state == "pending"
    assert state.reopened[POST] == "complete"
    assert state.unrecorded[-1].carried == ["F1"]
    with pytest.raises(PointlessDecisionError, match="no open finding names it; add guidance"):
        make(state, "retry_component", component="Tag")


def test_guidance_has_a_finished_design_revised_without_findings() -> None:
    state = reviewed()
    make(state, "retry_component", component="Feed", guidance="Newest first.")
    assert state.component("Shop.Blog.Feed").state == "pending"
    assert state.unrecorded[0].guided == ["Shop.Blog.Feed"]
    assert state.unrecorded[0].carried == []


def test_a_session_that_is_busy_in_a_later_step_takes_no_retry() -> None:
    state = reviewed()
    state.view.step = str(Step.FINALIZE)
    with pytest.raises(PointlessDecisionError, match="opening the pull request"):
        make(state, "retry_component", component="Post")
