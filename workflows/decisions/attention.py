"""What a session shows a person when it cannot continue by itself; pure."""

from __future__ import annotations

from design_sessions.status import (
    Action,
    Attention,
    AttentionKind,
    ComponentReason,
    MissingDesign,
    SessionStatusView,
)
from design_sessions.wording import listed
from workflows.decisions import actions
from workflows.failures import Failure
from workflows.session_state import SessionState, Trouble
from workflows.steps import Step

_WAITING_NAMED = 20
MOST_CHOSEN_FROM = 50
"""Components for which actions of their own are suggested; retrying all covers the others."""


def step_attention(state: SessionState, step: Step, failure: Failure, *, since: str) -> Attention:
    """A step itself failed, for example because its remote was unreachable: what to rerun."""
    match step:
        case Step.SPAWN_REVIEW_SESSION:
            if state.view.review is not None:
                state.view.review.state = "failed"
                state.view.review.error = failure.reason
            return review_attention(state.view, failure.kind, failure.reason, since=since)
        case Step.FINALIZE:
            return pull_request_attention(state.view, failure.kind, failure.reason, since=since)
        case _:
            state.halt = Trouble(kind=failure.kind or "components", reason=failure.reason)
            return components_attention(state, since=since)


def components_attention(state: SessionState, *, since: str) -> Attention:
    """Failed, cancelled and missing components with reasons, and what can be done about each."""
    view = state.view
    failed = [
        ComponentReason(component=c.name, reason=c.error or "It failed.")
        for c in view.components
        if c.state == "failed" and c.module not in state.missing
    ]
    cancelled = [
        ComponentReason(component=c.name, reason=c.error or "Cancelled.")
        for c in view.components
        if c.state == "cancelled"
    ]
    missing = [
        MissingDesign(component=c.name, path=c.design_path)
        for c in view.components
        if c.module in state.missing
    ]
    parts: list[str] = []
    if failed:
        parts.append(
            "Child sessions failed: "
            + ", ".join(f"{item.component} ({item.reason})" for item in failed)
        )
    if cancelled:
        parts.append("Child sessions cancelled: " + ", ".join(c.component for c in cancelled))
    if missing:
        parts.append(
            "Design files missing: " + ", ".join(f"{m.component} ({m.path})" for m in missing)
        )
    waiting = [
        f"{c.name} (for {', '.join(each.name for each in waited_for)})"
        for c in view.components
        if c.state == "pending" and (waited_for := state.waited_for(c))
    ]
    if waiting:
        parts.append(
            "These wait for designs that are not there: " + listed(waiting, _WAITING_NAMED)
        )
    kind: AttentionKind = "components"
    if state.halt is not None:
        kind = state.halt.kind
        parts.insert(0, state.halt.reason)
    return Attention(
        step=str(Step.SPAWN_COMPONENT_DESIGN_SESSIONS),
        kind=kind,
        reason=_sentences(parts)[:4_000],
        since=since,
        failed=failed,
        cancelled=cancelled,
        missing=missing,
        actions=_component_actions(state),
    )


def _sentences(parts: list[str]) -> str:
    said = ""
    for part in parts:
        between = "" if not said else " " if said.endswith(".") else "; "
        said += between + part
    return said


def _component_actions(state: SessionState) -> list[Action]:
    view = state.view
    if state.halt is not None and state.halt.kind == "budget":
        return [actions.raise_limit(view), *_skip_actions(state)]
    again = actions.retry_all(view, "Retry all of these")
    if state.halt is not None:
        return [again, *_skip_actions(state), actions.recheck(view)]
    choices = [again]
    in_trouble = [c for c in view.components if c.state in ("failed", "cancelled")]
    for component in in_trouble[:MOST_CHOSEN_FROM]:
        choices.append(
            actions.advise(view, component.name, f"Retry {component.name} with guidance")
        )
        if component.module in state.drafted:
            choices.append(actions.accept(view, component.name))
    return [*choices, *_skip_actions(state), actions.recheck(view)]


def _skip_actions(state: SessionState) -> list[Action]:
    skippable = [
        component
        for component in state.view.components
        if component.state in ("failed", "cancelled")
        or (component.state == "pending" and state.halt is not None)
    ]
    return [actions.skip(state.view, each.name) for each in skippable[:MOST_CHOSEN_FROM]]


def review_attention(
    view: SessionStatusView, kind: AttentionKind | None, reason: str, *, since: str
) -> Attention:
    """The review failed: rerun it or continue without it."""
    return Attention(
        step=str(Step.SPAWN_REVIEW_SESSION),
        kind=kind or "review",
        reason=reason,
        since=since,
        actions=[
            actions.raise_limit(view)
            if kind == "budget"
            else actions.retry_all(view, "Retry the review"),
            actions.skip_review(view),
        ],
    )


def pull_request_attention(
    view: SessionStatusView, kind: AttentionKind | None, reason: str, *, since: str
) -> Attention:
    """The pull request could not be opened: retry or finish without it."""
    return Attention(
        step=str(Step.FINALIZE),
        kind=kind or "pull_request",
        reason=reason,
        since=since,
        actions=[
            actions.retry_all(view, "Retry"),
            actions.skip_pull_request(view),
        ],
    )
