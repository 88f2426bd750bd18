"""What people's decisions do: pure, no server."""

import pytest

from design_sessions.decisions import DecisionRecord, RetryStep
from design_sessions.status import Attention
from tests.support.session_states import state_with
from workflows.decisions.reading import PointlessDecisionError, read_decision
from workflows.decisions.rules import check, decide
from workflows.messages import DecisionAnswer
from workflows.session_state import SessionState, Trouble


def waiting(state: SessionState) -> SessionState:
    state.view.attention = Attention(
        step=state.view.step, kind="components", reason="r", since="2026-01-01T00:00:00+00:00"
    )
    return state


def make(state: SessionState, name: str, raw: object) -> DecisionAnswer:
    return decide(state, read_decision(name, raw), at="2026-01-01T00:00:00+00:00")


def test_a_failed_component_that_is_retried_waits_for_its_turn_again() -> None:
    state = state_with(Post="failed", Tag="complete")
    make(state, "retry_component", {"component": "Post", "guidance": "Use binary ids."})
    assert state.component("Shop.Blog.Post").state == "pending"
    assert state.startable(1) == ["Shop.Blog.Post"]
    [record] = state.unrecorded
    assert record.guided == ["Shop.Blog.Post"]
    assert record.guidance == "Use binary ids."
    assert record.by == "ann@example.com"


@pytest.mark.parametrize("name", ["Post", "Shop.Blog.Post", "Blog.Post", " Post "])
def test_a_component_is_found_by_name_module_or_unique_ending(name: str) -> None:
    state = state_with(Post="failed")
    make(state, "retry_component", {"component": name})
    assert state.component("Shop.Blog.Post").state == "pending"


def test_an_unknown_component_is_refused_with_the_list_of_valid_ones() -> None:
    with pytest.raises(PointlessDecisionError, match=r"No component 'Pots'.*Post, Tag"):
        make(state_with(Post="failed", Tag="failed"), "retry_component", {"component": "Pots"})


@pytest.mark.parametrize("component_state", ["pending", "running", "complete", "kept"])
def test_a_retry_that_would_change_nothing_is_refused(component_state: str) -> None:
    with pytest.raises(PointlessDecisionError, match="you can retry: Tag"):
        make(
            state_with(Post=component_state, Tag="failed"), "retry_component", {"component": "Post"}
        )


def test_a_running_component_takes_guidance_without_a_new_attempt() -> None:
    state = state_with(Post="running")
    make(state, "retry_component", {"component": "Post", "guidance": "Shorter."})
    assert state.component("Shop.Blog.Post").state == "running"
    assert state.unrecorded[0].guided == ["Shop.Blog.Post"]


def test_the_same_guidance_again_changes_nothing() -> None:
    state = state_with(Post="running")
    again = {"component": "Post", "guidance": "Shorter."}
    answers = [make(state, "retry_component", again).changed for _ in range(2)]
    assert answers == [True, False]
    assert make(state, "retry_component", {**again, "guidance": "Longer."}).changed
    assert len(state.unrecorded) == 2


def test_skipping_a_running_component_cancels_its_child() -> None:
    state = state_with(Post="running")
    state.in_flight.add("Shop.Blog.Post")
    make(state, "skip_component", {"component": "Post", "reason": "later"})
    assert state.component("Shop.Blog.Post").state == "skipped"
    assert state.cancel_wanted == {"Shop.Blog.Post"}


def test_a_repeated_skip_changes_nothing_and_is_no_error() -> None:
    state = state_with(Post="failed")
    make(state, "skip_component", {"component": "Post", "reason": "later"})
    answer = make(state, "skip_component", {"component": "Post", "reason": "later"})
    assert not answer.changed
    assert len(state.unrecorded) == 1


def test_on_one_component_the_last_decision_wins() -> None:
    state = state_with(Post="failed")
    make(state, "skip_component", {"component": "Post", "reason": "later"})
    make(state, "retry_component", {"component": "Post"})
    assert state.component("Shop.Blog.Post").state == "pending"


def test_the_last_of_skip_and_accept_wins_before_either_is_carried_out() -> None:
    state = state_with(Post="skipped")
    state.drafted.add("Shop.Blog.Post")
    make(state, "accept_component", {"component": "Post", "reason": "good enough"})
    assert state.startable(1) == ["Shop.Blog.Post"]
    assert make(state, "skip_component", {"component": "Post", "reason": "after all"}).changed
    assert state.startable(1) == []
    assert state.component("Shop.Blog.Post").error == "Skipped: after all"


def test_accepting_again_with_another_reason_changes_what_is_shown() -> None:
    state = state_with(Post="accepted")
    post = state.component("Shop.Blog.Post")
    assert make(state, "accept_component", {"component": "Post", "reason": "good enough"}).changed
    assert not make(state, "accept_component", {"component": "Post"}).changed
    assert post.error == "Accepted: good enough"


def test_accepting_needs_a_draft() -> None:
    state = state_with(Post="failed", Tag="failed")
    with pytest.raises(PointlessDecisionError, match="has no draft"):
        make(state, "accept_component", {"component": "Post"})
    state.drafted.add("Shop.Blog.Post")
    make(state, "accept_component", {"component": "Post"})
    assert state.startable(1) == ["Shop.Blog.Post"]


def test_what_is_being_accepted_is_not_retried_with_the_rest() -> None:
    state = state_with(Post="failed", Tag="failed")
    state.drafted.add("Shop.Blog.Post")
    make(state, "accept_component", {"component": "Post", "reason": "good enough"})
    assert make(state, "retry_failed", {}).message == "Retrying: Tag."
    assert "Shop.Blog.Post" in state.accept_wanted
    with pytest.raises(PointlessDecisionError, match="nothing to retry"):
        make(state, "retry_failed", {})


def test_retrying_what_failed_leaves_the_rest_alone() -> None:
    state = state_with(Post="failed", Tag="complete", Feed="cancelled", Draft="skipped")
    make(state, "retry_failed", {})
    assert [c.state for c in state.view.components] == ["pending", "complete", "pending", "skipped"]


def test_recheck_while_children_run_names_them() -> None:
    state = state_with(Post="running", Tag="failed")
    state.in_flight.add("Shop.Blog.Post")
    with pytest.raises(PointlessDecisionError, match=r"^Child sessions still running: Post$"):
        make(state, "recheck", {})


def test_recheck_needs_a_session_that_waits() -> None:
    with pytest.raises(PointlessDecisionError, match="nothing to recheck"):
        make(state_with(Post="complete"), "recheck", {})
    state = waiting(state_with(Post="failed"))
    make(state, "recheck", None)
    assert state.recheck_wanted


def test_a_halted_session_starts_nothing_until_a_person_retries() -> None:
    state = waiting(state_with(Post="failed", Tag="pending"))
    state.halt = Trouble(kind="quota", reason="The account has no credit.")
    assert state.startable(1) == []
    make(state, "retry_step", {})
    assert state.names(["pending"]) == ["Post", "Tag"]
    assert state.startable(1) == ["Shop.Blog.Post"]


def test_a_raised_limit_is_recorded_before_any_model_call() -> None:
    state = waiting(state_with(Post="pending"))
    state.halt = Trouble(kind="budget", reason="The money is spent.")
    make(state, "retry_step", {"max_cost": 50})
    assert state.startable(1) == ["Shop.Blog.Post"]
    assert state.waits_for_record("Shop.Blog.Post")
    assert state.unrecorded[0].decision == RetryStep(max_cost=50.0)
    state.unrecorded.clear()
    assert not state.waits_for_record("Shop.Blog.Post")


def test_a_limit_that_is_not_higher_is_refused_with_the_current_one() -> None:
    state = waiting(state_with(Post="failed"))
    state.cost_limit = 0.001
    with pytest.raises(PointlessDecisionError, match=r"The cost limit is already \$0\.0010"):
        make(state, "retry_step", {"max_cost": 0.0005})
    state.halt = Trouble(kind="budget", reason="The money is spent.")
    told = make(state, "retry_step", {}).message
    assert told == "Retrying: Post. The cost limit stays at $0.0010; raise it with --max-cost."


@pytest.mark.parametrize("words", ["...", " \N{HORIZONTAL ELLIPSIS} ", "'...'", "TEXT", "<reason>"])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("retry_component", "guidance"),
        ("retry_failed", "guidance"),
        ("retry_step", "guidance"),
        ("skip_component", "reason"),
        ("accept_component", "reason"),
        ("skip_review", "reason"),
        ("skip_pull_request", "reason"),
    ],
)
def test_the_placeholder_of_an_offered_command_is_refused(
    name: str, field: str, words: str
) -> None:
    state = waiting(state_with(Post="failed"))
    component = {"component": "Post"} if name.endswith("component") else {}
    with pytest.raises(PointlessDecisionError, match="is a placeholder; write your own words"):
        make(state, name, {**component, field: words})
    assert state.component("Shop.Blog.Post").state == "failed"
    assert state.unrecorded == []


def test_another_reason_is_said_to_have_replaced_the_first() -> None:
    state = waiting(state_with(Post="failed", Tag="accepted"))
    for name, reason in (("Post", "later"), ("Post", "never"), ("Post", "never")):
        told = make(state, "skip_component", {"component": name, "reason": reason})
        if reason == "later":
            assert told.message == "Skipped Post."
        elif told.changed:
            assert told.message == (
                'Post is already skipped. Its reason was replaced; it was "later".'
            )
    assert (told.message, told.changed) == ("Post is already skipped.", False)

    told = make(state, "accept_component", {"component": "Tag", "reason": "fine"})
    assert told.message == "Tag is already accepted. Its reason was replaced."
    make(state, "skip_pull_request", {"reason": "by hand"})
    told = make(state, "skip_pull_request", {"reason": "by Ann"})
    assert told.message.endswith('Its reason was replaced; it was "by hand".')


@pytest.mark.parametrize("max_cost", [0, -1, "much", float("inf"), 1.5])
def test_a_limit_that_is_spent_already_or_no_amount_is_refused(max_cost: object) -> None:
    state = waiting(state_with(Post="pending"))
    state.view.usage.cost_usd = 2.0
    with pytest.raises(PointlessDecisionError):
        make(state, "retry_step", {"max_cost": max_cost})
    assert state.unrecorded == []


def test_the_review_can_be_skipped_until_it_is_complete() -> None:
    state = state_with(Post="complete")
    make(state, "skip_review", {"reason": "no time"})
    assert state.view.review is not None
    assert state.view.review.state == "skipped"
    state = state_with(Post="complete")
    assert state.view.review is not None
    state.view.review.state = "complete"
    with pytest.raises(PointlessDecisionError, match="complete"):
        make(state, "skip_review", {"reason": "no time"})


@pytest.mark.parametrize("name", ["skip_component", "skip_review", "skip_pull_request"])
def test_another_reason_for_the_same_skip_is_recorded_and_the_same_reason_is_not(name: str) -> None:
    state = state_with(Post="failed")
    component = {"component": "Post"} if name == "skip_component" else {}
    changed = [
        make(state, name, {"reason": reason, **component}).changed
        for reason in ("no time", "no time", "no need")
    ]
    assert changed == [True, False, True]
    said = [record.decision.model_dump()["reason"] for record in state.unrecorded]
    assert said == ["no time", "no need"]


def test_a_recorded_decision_crosses_as_json_and_stays_what_it_was() -> None:
    state = state_with(Post="failed")
    make(state, "skip_pull_request", {"reason": "no need", "by": "bob"})
    [record] = state.unrecorded
    assert DecisionRecord.model_validate_json(record.model_dump_json()) == record


def test_decisions_on_different_components_commute() -> None:
    decisions = [
        ("retry_component", {"component": "Post"}),
        ("skip_component", {"component": "Tag", "reason": "later"}),
        ("skip_component", {"component": "Feed", "reason": "never"}),
    ]
    forward, backward = (state_with(Post="failed", Tag="failed", Feed="cancelled") for _ in "ab")
    for name, raw in decisions:
        make(forward, name, raw)
    for name, raw in reversed(decisions):
        make(backward, name, raw)
    assert forward.view.components == backward.view.components


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("retry_component", None, '"component"'),
        ("retry_component", "Post", "one JSON object"),
        ("retry_component", ["Post"], "one JSON object"),
        ("retry_component", {"name": "Post"}, "component: Field required"),
        ("retry_component", {"component": 7}, "valid string"),
        ("retry_component", {"component": "Post", "guidence": "x"}, "guidence"),
        ("skip_component", {"component": "Post"}, "reason"),
        ("skip_review", {}, "reason"),
        ("recheck", "now", "one JSON object"),
    ],
)
def test_input_of_the_wrong_shape_is_refused_with_the_right_one(
    name: str, raw: object, expected: str
) -> None:
    with pytest.raises(PointlessDecisionError, match=name) as refused:
        read_decision(name, raw)
    assert expected in str(refused.value)


def test_checking_a_decision_changes_nothing() -> None:
    state = state_with(Post="failed")
    before = state.view.model_dump()
    check(state, read_decision("retry_component", {"component": "Post"}))
    assert state.view.model_dump() == before
    assert state.unrecorded == []


def test_several_inputs_are_refused_instead_of_taken_as_one() -> None:
    with pytest.raises(PointlessDecisionError, match=r"takes one JSON object .* not 2 inputs"):
        read_decision("skip_component", {"component": "Post", "reason": "x"}, "more")


def test_what_failed_can_be_rechecked_before_the_session_waits() -> None:
    state = state_with(Post="failed", Tag="complete")
    make(state, "recheck", None)
    assert state.recheck_wanted


def test_a_step_that_failed_with_nothing_to_retry_runs_again() -> None:
    state = waiting(state_with(Post="complete"))
    state.halt = Trouble(kind="repository", reason="The remote is gone.")
    make(state, "retry_step", None)
    assert state.halt is None
    assert state.decided()


def test_a_decision_stays_open_until_a_step_has_seen_it() -> None:
    state = state_with(Post="failed")
    assert not state.decided()
    make(state, "retry_component", {"component": "Post"})
    assert state.decided()
    state.note_decisions_seen()
    assert not state.decided()
