"""What a person's decision does to a session; pure.

Decisions on different components commute; on one component the last wins; a repetition changes
nothing. A decision that would change nothing for another reason is pointless: an update is rejected
with the list of valid choices, a signal becomes a notice.
"""

from __future__ import annotations

import copy

from design_sessions.decisions import (
    AcceptComponent,
    Decision,
    DecisionRecord,
    Recheck,
    RetryComponent,
    RetryFailed,
    RetryStep,
    SkipComponent,
    SkipPullRequest,
    SkipReview,
    WaiveFinding,
)
from design_sessions.record_ids import REVIEW
from design_sessions.status import ComponentStatus
from design_sessions.step_words import spoken_step
from design_sessions.wording import dollars
from workflows.decisions.components import (
    accept_component,
    make_pending,
    replaced,
    retry_component,
    skip_component,
)
from workflows.decisions.findings import (
    approve_revisions,
    ask_about_the_rest,
    choose_one_revision,
    findings_of,
    leave_revisions,
    waive_finding,
)
from workflows.decisions.reading import PointlessDecisionError
from workflows.messages import DecisionAnswer
from workflows.session_state import SessionState
from workflows.steps import Step


def check(state: SessionState, decision: Decision) -> None:
    """Raise PointlessDecisionError exactly where :func:`decide` would, and change nothing."""
    decide(copy.deepcopy(state), decision, at="")


def decide(state: SessionState, decision: Decision, *, at: str) -> DecisionAnswer:
    """Apply a decision.

    Args:
        state: changed in place.
        decision: what was decided.
        at: UTC, ISO 8601.

    Raises:
        PointlessDecisionError: when it names an unknown component or would change nothing.
    """
    guided, carried = _guided(state, decision), _carried(state, decision)
    limit = _new_limit(state, decision)
    match decision:
        case RetryComponent():
            answer = retry_component(state, decision, findings=carried)
            choose_one_revision(state, decision.component)
        case SkipComponent():
            answer = skip_component(state, decision)
        case AcceptComponent():
            answer = accept_component(state, decision)
        case RetryFailed():
            answer = _retry_failed(state)
        case Recheck():
            answer = _recheck(state)
        case RetryStep():
            answer = _retry_step(state)
        case SkipReview():
            answer = _skip_review(state, decision)
        case SkipPullRequest():
            answer = _skip_pull_request(state, decision)
        case WaiveFinding():
            answer = waive_finding(state, decision, by=decision.by or state.view.scope.user, at=at)
    answer.message += limit
    if isinstance(decision, RetryFailed | RetryStep) and decision.max_cost is not None:
        state.cost_limit = decision.max_cost
    if answer.changed:
        state.decisions += 1
        state.unrecorded.append(
            DecisionRecord(
                key=f"decision-{state.decisions}",
                at=at,
                by=decision.by or state.view.scope.user,
                name=decision.name,
                decision=decision,
                guided=guided,
                carried=carried,
            )
        )
        if isinstance(decision, WaiveFinding) and ask_about_the_rest(state):
            state.note_nothing_to_do()
        state.touch()
    return answer


def _guided(state: SessionState, decision: Decision) -> list[str]:
    """Whose agent gets the decision's guidance or findings; asked before it is applied."""
    if isinstance(decision, RetryComponent):
        named = state.view.component_named(decision.component)
        told = decision.guidance or _carried(state, decision)
        return [named.module] if named is not None and told else []
    if not isinstance(decision, RetryFailed | RetryStep) or not decision.guidance:
        return []
    if state.review.asked:
        return list(state.review.asked)
    match state.view.step:
        case Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
            return [c.module for c in _failed(state)]
        case Step.SPAWN_REVIEW_SESSION:
            return [REVIEW]
        case _:
            return []


def _carried(state: SessionState, decision: Decision) -> list[str]:
    """The findings that the agent of a component gets with a retry; asked before it is applied."""
    if not isinstance(decision, RetryComponent):
        return []
    component = state.view.component_named(decision.component)
    # The agent of a design that is under way has been told already.
    if component is None or component.state in ("pending", "running"):
        return []
    return findings_of(state, component)


def _new_limit(state: SessionState, decision: Decision) -> str:
    """What to say about the cost limit, if anything; refuses one that is not higher."""
    if not isinstance(decision, RetryFailed | RetryStep):
        return ""
    if decision.max_cost is None:
        trouble = state.halt or state.view.attention
        if trouble is None or trouble.kind != "budget" or state.cost_limit is None:
            return ""
        return f" The cost limit stays at {dollars(state.cost_limit)}; raise it with --max-cost."
    spent = state.view.usage.cost_usd
    if spent is not None and decision.max_cost <= spent:
        raise PointlessDecisionError(
            f"The session has already spent about {dollars(spent)}; a limit of "
            f"{dollars(decision.max_cost)} would stop it immediately."
        )
    if state.cost_limit is not None and decision.max_cost <= state.cost_limit:
        raise PointlessDecisionError(
            f"The cost limit is already {dollars(state.cost_limit)}; give a higher one or omit it."
        )
    return f" The cost limit is now {dollars(decision.max_cost)}."


def _failed(state: SessionState) -> list[ComponentStatus]:
    """What failed, without the drafts that a person has accepted and that are being committed."""
    return [
        c
        for c in state.view.components
        if c.state in ("failed", "cancelled") and c.module not in state.accept_wanted
    ]


def _retry_failed(state: SessionState) -> DecisionAnswer:
    failed = _failed(state)
    if state.view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS or not _has_work_to_retry(state):
        raise PointlessDecisionError("No component has failed; there is nothing to retry.")
    for component in failed:
        make_pending(state, component)
    state.halt = None
    names = ", ".join(c.name for c in failed)
    return DecisionAnswer(
        message=f"Retrying: {names}." if names else "Resuming the waiting components."
    )


def _has_work_to_retry(state: SessionState) -> bool:
    halted = state.halt is not None and bool(state.names(["pending"]))
    return halted or bool(_failed(state))


def _recheck(state: SessionState) -> DecisionAnswer:
    running = [c.name for c in state.view.components if c.module in state.in_flight]
    if running:
        raise PointlessDecisionError(f"Child sessions still running: {', '.join(running)}")
    failed = state.view.step == Step.SPAWN_COMPONENT_DESIGN_SESSIONS and state.names(
        ["failed", "cancelled"]
    )
    if state.view.attention is None and not failed:
        raise PointlessDecisionError(
            "Nothing is waiting for a person; there is nothing to recheck."
        )
    state.recheck_wanted = True
    return DecisionAnswer(message="Checking the branch again. The status will say what was found.")


def _retry_step(state: SessionState) -> DecisionAnswer:
    if state.view.attention is None:
        raise PointlessDecisionError(
            "Nothing is waiting for a person; there is no failed step to retry."
        )
    if state.view.step == Step.SPAWN_COMPONENT_DESIGN_SESSIONS and _has_work_to_retry(state):
        return _retry_failed(state)
    if state.review.asked:
        return approve_revisions(state)
    state.halt = None
    return DecisionAnswer(message=f"Retrying: {spoken_step(state.view.step)}.")


def _skip_review(state: SessionState, decision: SkipReview) -> DecisionAnswer:
    if state.review.asked or state.review.left is not None:
        return leave_revisions(state, decision.reason)
    review = state.view.review
    if review is None:
        raise PointlessDecisionError("This session was started without a review.")
    if review.state == "skipped":
        said = review.error
        state.skip_review(decision.reason)
        changed = review.error != said
        already = "The review is already skipped."
        return DecisionAnswer(message=replaced(already, said, changed), changed=changed)
    if review.state == "complete" or state.view.step == Step.FINALIZE:
        raise PointlessDecisionError(f"The review is {review.state}; there is nothing to skip.")
    state.skip_review(decision.reason)
    return DecisionAnswer(message="The session continues without a review.")


def _skip_pull_request(state: SessionState, decision: SkipPullRequest) -> DecisionAnswer:
    if state.view.pull_request is not None:
        raise PointlessDecisionError(
            f"The pull request is already open: {state.view.pull_request.url}"
        )
    before = state.pull_request_skip_reason
    changed = before != decision.reason
    state.pull_request_skip_reason = decision.reason
    message = "The session finishes without a pull request."
    if before is not None:
        message = replaced(message, before, changed)
    return DecisionAnswer(message=message, changed=changed)
