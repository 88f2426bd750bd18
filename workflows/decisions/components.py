"""What a person's decision on one component does to a session; pure."""

from __future__ import annotations

from collections.abc import Collection

from design_sessions.decisions import AcceptComponent, RetryComponent, SkipComponent
from design_sessions.status import (
    ComponentStatus,
    accepted_because,
    reason_given,
    skipped_because,
)
from design_sessions.step_words import spoken_step
from design_sessions.wording import did_you_mean
from workflows.decisions.reading import PointlessDecisionError
from workflows.messages import DecisionAnswer
from workflows.session_state import SessionState
from workflows.steps import Step

RETRYABLE = ("failed", "cancelled", "skipped", "accepted")
_DESIGNED = ("complete", "kept")


def _find(state: SessionState, name: str) -> ComponentStatus:
    component = state.view.component_named(name)
    if component is None:
        names = [c.name for c in state.view.components]
        raise PointlessDecisionError(
            f"No component {name!r} in this session{did_you_mean(name, names)} "
            f"Components: {', '.join(names) or 'none yet'}."
        )
    return component


def _only_while_designing(state: SessionState, component: ComponentStatus) -> None:
    if state.view.status != "active":
        raise PointlessDecisionError(
            f"The session is {state.view.status}; start it again to continue."
        )
    if state.view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
        raise PointlessDecisionError(
            f"{component.name} is {component.state} and the session is "
            f"{spoken_step(state.view.step)}; decide on components while it designs them."
        )


def _only_while_designing_or_waiting(state: SessionState, component: ComponentStatus) -> None:
    # A session that waits in a later step goes back; one that is busy there would be disturbed.
    if state.view.status != "active" or state.view.attention is None:
        _only_while_designing(state, component)


def retry_component(
    state: SessionState, decision: RetryComponent, *, findings: Collection[str] = ()
) -> DecisionAnswer:
    """Retry a component, have its design revised, or give guidance to a running one.

    Args:
        state: changed in place.
        decision: which component.
        findings: identifiers of the open findings that name it.

    Raises:
        PointlessDecisionError: it is unknown, or there is nothing to retry.
    """
    component = _find(state, decision.component)
    _only_while_designing_or_waiting(state, component)
    guidance = decision.guidance
    if component.state in ("pending", "running"):
        if not guidance:
            raise PointlessDecisionError(
                f"{component.name} is already {component.state}; add guidance to steer it, "
                f"or {_choices(state, RETRYABLE, 'retry')}."
            )
        changed = state.guidance.get(component.module) != guidance
        state.guidance[component.module] = guidance
        return DecisionAnswer(
            message=f"{component.name} gets the guidance at its next turn.", changed=changed
        )
    if component.state not in RETRYABLE and not guidance and not findings:
        raise PointlessDecisionError(
            f"{component.name} is {component.state}, and no open finding names it; add guidance "
            f"to have it revised, or {_choices(state, RETRYABLE, 'retry')}."
        )
    if component.state in RETRYABLE:
        message = f"Retrying {component.name}"
        make_pending(state, component)
    else:
        message = f"Revising {component.name}"
        state.reopen(component.module)
    state.halt = None
    if guidance:
        state.guidance[component.module] = guidance
    return DecisionAnswer(
        message=f"{message} for {', '.join(findings)}." if findings else f"{message}."
    )


def make_pending(state: SessionState, component: ComponentStatus) -> None:
    """Mark a component to be designed again."""
    component.state = "pending"
    component.error = None
    state.missing.discard(component.module)
    state.accept_wanted.pop(component.module, None)
    state.guidance.pop(component.module, None)
    state.touch(component.module)


def _choices(state: SessionState, states: tuple[str, ...], verb: str) -> str:
    names = state.names(states)
    return f"you can {verb}: {', '.join(names)}" if names else f"there is nothing to {verb}"


def skip_component(state: SessionState, decision: SkipComponent) -> DecisionAnswer:
    """Skip a component, cancelling its child if one is running.

    Raises:
        PointlessDecisionError: it is unknown, or already has a design.
    """
    component = _find(state, decision.component)
    _only_while_designing(state, component)
    skippable = ("pending", "running", "failed", "cancelled")
    if component.state == "skipped" and component.module not in state.accept_wanted:
        before = component.error
        changed = _say(state, component, skipped_because(decision.reason))
        already = f"{component.name} is already skipped."
        return DecisionAnswer(message=replaced(already, before, changed), changed=changed)
    if component.state not in (*skippable, "skipped"):
        raise PointlessDecisionError(
            f"{component.name} is {component.state}; {_choices(state, skippable, 'skip')}."
        )
    if component.module in state.in_flight:
        state.cancel_wanted.add(component.module)
    skip(state, component, decision.reason)
    return DecisionAnswer(message=f"Skipped {component.name}.")


def skip(state: SessionState, component: ComponentStatus, reason: str) -> None:
    """Skip a component."""
    component.state = "skipped"
    state.missing.discard(component.module)
    state.accept_wanted.pop(component.module, None)
    _say(state, component, skipped_because(reason))


def replaced(already: str, before: str | None, changed: bool) -> str:
    """The answer to a decision that was made before, perhaps with another reason."""
    if not changed:
        return already
    said = reason_given(before)
    it_was = f'; it was "{said}"' if said else ""
    return f"{already} Its reason was replaced{it_was}."


def _say(state: SessionState, component: ComponentStatus, said: str | None) -> bool:
    """Show a person's words with a component; returns whether they are new."""
    changed = component.error != said
    component.error = said
    state.touch(component.module)
    return changed


def accept_component(state: SessionState, decision: AcceptComponent) -> DecisionAnswer:
    """Accept the last draft of a component as it is.

    Raises:
        PointlessDecisionError: it is unknown, or there is no draft to accept.
    """
    component = _find(state, decision.component)
    _only_while_designing(state, component)
    already = f"{component.name} is already accepted."
    if component.state == "accepted":
        before = component.error
        changed = _say(state, component, accepted_because(decision.reason) or before)
        return DecisionAnswer(message=replaced(already, before, changed), changed=changed)
    if component.module in state.accept_wanted:
        wanted = state.accept_wanted[component.module]
        state.accept_wanted[component.module] = decision.reason or wanted
        changed = state.accept_wanted[component.module] != wanted
        return DecisionAnswer(message=replaced(already, wanted, changed), changed=changed)
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
            f"you can accept: {', '.join(acceptable)}"
            if acceptable
            else ("there is nothing to accept")
        )
        raise PointlessDecisionError(f"{component.name} {why}; {listing}.")
    state.accept_wanted[component.module] = decision.reason
    state.touch(component.module)
    return DecisionAnswer(message=f"Accepting {component.name}'s last draft as it is.")
