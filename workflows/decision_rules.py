"""What a person's decision does to a session; pure.

Decisions on different components commute; on one component the last wins; a repetition changes
nothing. What would change nothing for another reason is pointless: an update is rejected with the
list of valid choices, a signal becomes a notice.
"""

from __future__ import annotations

import copy

from pydantic import BaseModel, ValidationError

from design_sessions.status import ComponentStatus
from workflows.messages import (
    DECISIONS,
    AcceptComponent,
    Decision,
    DecisionAnswer,
    Recheck,
    RetryComponent,
    RetryFailed,
    RetryStep,
    SkipComponent,
    SkipPullRequest,
    SkipReview,
)
from workflows.session_state import DecisionRecord, SessionState
from workflows.steps import Step

RETRYABLE = ("failed", "cancelled", "skipped", "accepted")


class PointlessDecisionError(Exception):
    """A decision that cannot be read or would change nothing; says which ones would."""


def read_decision(name: str, raw: object, *more: object) -> Decision:
    """Make a decision of whatever a signal or update brought.

    Raises:
        PointlessDecisionError: with what was expected, for input of any wrong shape.
    """
    model = DECISIONS[name]
    if isinstance(raw, BaseModel):
        raw = raw.model_dump()
    if more:
        raise PointlessDecisionError(
            f"{name} takes one JSON object such as {_example(model)}, not {1 + len(more)} inputs."
        )
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise PointlessDecisionError(
            f"{name} takes one JSON object such as {_example(model)}, "
            f"not {type(raw).__name__}: {str(raw)[:80]!r}."
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        trouble = "; ".join(
            f"{'.'.join(str(part) for part in item['loc']) or 'input'}: {item['msg']}"
            for item in error.errors()[:4]
        )
        raise PointlessDecisionError(f"{name} takes {_example(model)}: {trouble}.") from None


def _example(model: type[BaseModel]) -> str:
    fields = [
        f'"{name}"{"" if field.is_required() else "?"}'
        for name, field in model.model_fields.items()
    ]
    return "{" + ", ".join(fields) + "}"


def check(state: SessionState, decision: Decision) -> None:
    """Raise PointlessDecisionError exactly where :func:`decide` would, and change nothing."""
    decide(copy.deepcopy(state), "check", decision, at="")


def decide(state: SessionState, name: str, decision: Decision, *, at: str) -> DecisionAnswer:
    """Apply a decision.

    Args:
        state: changed in place.
        name: of the signal or update, for the record.
        decision: what was decided.
        at: UTC, ISO 8601.

    Raises:
        PointlessDecisionError: when it names an unknown component or would change nothing.
    """
    guidance_for: list[str] = []
    if isinstance(decision, RetryFailed | RetryStep) and decision.max_cost is not None:
        _check_limit(state, decision.max_cost)
    match decision:
        case RetryComponent():
            answer = _retry_component(state, decision, guidance_for)
        case SkipComponent():
            answer = _skip_component(state, decision)
        case AcceptComponent():
            answer = _accept_component(state, decision)
        case RetryFailed():
            answer = _retry_failed(state, decision.guidance, guidance_for)
        case Recheck():
            answer = _recheck(state)
        case RetryStep():
            answer = _retry_step(state, decision.guidance, guidance_for)
        case SkipReview():
            answer = _skip_review(state, decision)
        case SkipPullRequest():
            answer = _skip_pull_request(state, decision)
    if answer.changed:
        state.decisions += 1
        state.unrecorded.append(
            DecisionRecord(
                key=f"decision-{state.decisions}",
                at=at,
                by=decision.by or state.view.scope.user,
                decision=name,
                input={
                    key: value
                    for key, value in decision.model_dump(exclude={"by"}).items()
                    if value is not None
                },
                guidance_for=guidance_for,
            )
        )
        state.touch()
    return answer


def _check_limit(state: SessionState, max_cost: float) -> None:
    spent = state.view.usage.cost_usd
    if spent is not None and max_cost <= spent:
        raise PointlessDecisionError(
            f"The session has spent about ${spent:.2f} already; a limit of ${max_cost:.2f} would "
            "stop it at once."
        )


def _find(state: SessionState, name: str) -> ComponentStatus:
    component = state.resolve(name)
    if component is None:
        known = ", ".join(c.name for c in state.view.components) or "none yet"
        raise PointlessDecisionError(f"No component {name!r} in this session. Components: {known}.")
    return component


def _only_while_designing(state: SessionState, component: ComponentStatus) -> None:
    if state.view.status != "active":
        raise PointlessDecisionError(
            f"The session is {state.view.status}; start it again to go on."
        )
    if state.view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
        raise PointlessDecisionError(
            f"{component.name} is {component.state} and the session is in step {state.view.step}; "
            "components are decided on while they are designed."
        )


def _retry_component(
    state: SessionState, decision: RetryComponent, guidance_for: list[str]
) -> DecisionAnswer:
    component = _find(state, decision.component)
    _only_while_designing(state, component)
    guidance = (decision.guidance or "").strip()
    if component.state in ("pending", "running"):
        if not guidance:
            raise PointlessDecisionError(
                f"{component.name} is {component.state} already; add guidance to steer it, "
                f"or {_choices(state, RETRYABLE, 'retry')}."
            )
        guidance_for.append(component.module)
        return DecisionAnswer(message=f"{component.name} gets the guidance at its next turn.")
    if component.state not in RETRYABLE:
        raise PointlessDecisionError(
            f"{component.name} is {component.state}; {_choices(state, RETRYABLE, 'retry')}."
        )
    _make_pending(state, component)
    state.halt = None
    if guidance:
        guidance_for.append(component.module)
    return DecisionAnswer(message=f"{component.name} is designed again.")


def _make_pending(state: SessionState, component: ComponentStatus) -> None:
    component.state = "pending"
    component.error = None
    state.missing.discard(component.module)
    state.accept_wanted.discard(component.module)
    state.skip_reasons.pop(component.module, None)
    state.touch(component.module)


def _choices(state: SessionState, states: tuple[str, ...], verb: str) -> str:
    names = state.names(states)
    return f"to {verb} there are: {', '.join(names)}" if names else f"there is nothing to {verb}"


def _skip_component(state: SessionState, decision: SkipComponent) -> DecisionAnswer:
    component = _find(state, decision.component)
    _only_while_designing(state, component)
    skippable = ("pending", "running", "failed", "cancelled")
    if component.state == "skipped":
        changed = state.skip_reasons.get(component.module) != decision.reason
        state.skip_reasons[component.module] = decision.reason
        component.error = f"Skipped: {decision.reason}"
        state.touch(component.module)
        return DecisionAnswer(message=f"{component.name} is skipped already.", changed=changed)
    if component.state not in skippable:
        raise PointlessDecisionError(
            f"{component.name} is {component.state}; {_choices(state, skippable, 'skip')}."
        )
    if component.module in state.in_flight:
        state.cancel_wanted.add(component.module)
    skip(state, component, decision.reason)
    return DecisionAnswer(message=f"{component.name} is skipped.")


def skip(state: SessionState, component: ComponentStatus, reason: str) -> None:
    """Leave a component out of the session."""
    component.state = "skipped"
    component.error = f"Skipped: {reason}"
    state.skip_reasons[component.module] = reason
    state.missing.discard(component.module)
    state.accept_wanted.discard(component.module)
    state.touch(component.module)


def _accept_component(state: SessionState, decision: AcceptComponent) -> DecisionAnswer:
    component = _find(state, decision.component)
    _only_while_designing(state, component)
    if component.state == "accepted" or component.module in state.accept_wanted:
        return DecisionAnswer(message=f"{component.name} is accepted already.", changed=False)
    acceptable = [
        c.name
        for c in state.view.components
        if c.state in ("failed", "cancelled", "skipped") and c.module in state.drafted
    ]
    if component.name not in acceptable:
        why = (
            "has no draft to accept"
            if component.state in ("failed", "cancelled", "skipped")
            else f"is {component.state}"
        )
        listing = (
            f"to accept there are: {', '.join(acceptable)}"
            if acceptable
            else ("there is nothing to accept")
        )
        raise PointlessDecisionError(f"{component.name} {why}; {listing}.")
    state.accept_wanted.add(component.module)
    state.touch(component.module)
    return DecisionAnswer(message=f"{component.name}'s last draft is accepted as it is.")


def _retry_failed(
    state: SessionState, guidance: str | None, guidance_for: list[str]
) -> DecisionAnswer:
    failed = [c for c in state.view.components if c.state in ("failed", "cancelled")]
    if state.view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS or not _has_work_to_retry(state):
        raise PointlessDecisionError("No component has failed; there is nothing to retry.")
    for component in failed:
        _make_pending(state, component)
    state.halt = None
    if (guidance or "").strip():
        guidance_for.extend(component.module for component in failed)
    names = ", ".join(c.name for c in failed)
    return DecisionAnswer(
        message=f"Designed again: {names}." if names else "The waiting components are designed."
    )


def _has_work_to_retry(state: SessionState) -> bool:
    halted = state.halt is not None and bool(state.names(["pending"]))
    return halted or bool(state.names(["failed", "cancelled"]))


def _recheck(state: SessionState) -> DecisionAnswer:
    running = [c.name for c in state.view.components if c.module in state.in_flight]
    if running:
        raise PointlessDecisionError(f"Child sessions still running: {', '.join(running)}")
    failed = state.view.step == Step.SPAWN_COMPONENT_DESIGN_SESSIONS and state.names(
        ["failed", "cancelled"]
    )
    if state.view.attention is None and not failed:
        raise PointlessDecisionError("Nothing waits for a person; there is nothing to recheck.")
    state.recheck_wanted = True
    return DecisionAnswer(message="The branch is checked again.")


def _retry_step(
    state: SessionState, guidance: str | None, guidance_for: list[str]
) -> DecisionAnswer:
    if state.view.attention is None:
        raise PointlessDecisionError(
            "Nothing waits for a person; there is no failed step to run again."
        )
    if state.view.step == Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
        if _has_work_to_retry(state):
            return _retry_failed(state, guidance, guidance_for)
    elif state.view.step == Step.SPAWN_REVIEW_SESSION:
        state.review_guidance = (guidance or "").strip() or None
    state.halt = None
    return DecisionAnswer(message=f"{state.view.step} runs again.")


def _skip_review(state: SessionState, decision: SkipReview) -> DecisionAnswer:
    review = state.view.review
    if review is None:
        raise PointlessDecisionError("This session was started without a review.")
    if review.state == "skipped":
        return DecisionAnswer(message="The review is skipped already.", changed=False)
    if review.state == "complete" or state.view.step == Step.FINALIZE:
        raise PointlessDecisionError(f"The review is {review.state}; there is nothing to skip.")
    review.state = "skipped"
    review.error = f"Skipped: {decision.reason}"
    state.review_skip_reason = decision.reason
    return DecisionAnswer(message="The session goes on without a review.")


def _skip_pull_request(state: SessionState, decision: SkipPullRequest) -> DecisionAnswer:
    if state.view.pull_request is not None:
        raise PointlessDecisionError(f"The pull request is there: {state.view.pull_request.url}")
    changed = state.pull_request_skip_reason is None
    state.pull_request_skip_reason = decision.reason
    return DecisionAnswer(message="The session ends without a pull request.", changed=changed)
