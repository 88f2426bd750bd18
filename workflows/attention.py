"""What a session shows a person when it cannot go on alone; pure."""

from __future__ import annotations

import shlex

from design_sessions.status import (
    Action,
    Attention,
    AttentionKind,
    ComponentReason,
    MissingDesign,
    SessionStatusView,
)
from workflows.failures import Failure
from workflows.session_state import SessionState, Trouble
from workflows.steps import Step


def step_attention(state: SessionState, step: Step, failure: Failure, *, since: str) -> Attention:
    """A step itself has failed, such as for want of its remote: what to run again."""
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
    parts = []
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
    kind: AttentionKind = "components"
    if state.halt is not None:
        kind = state.halt.kind
        parts.insert(0, state.halt.reason)
    return Attention(
        step=str(Step.SPAWN_COMPONENT_DESIGN_SESSIONS),
        kind=kind,
        reason="; ".join(parts)[:4_000],
        since=since,
        failed=failed,
        cancelled=cancelled,
        missing=missing,
        actions=_component_actions(state),
    )


def _component_actions(state: SessionState) -> list[Action]:
    view = state.view
    if state.halt is not None and state.halt.kind == "budget":
        return [
            _raise_limit(view),
            *_skip_actions(state),
        ]
    actions = [
        Action(label="Design all of these again", command=_command(view, "retry")),
    ]
    if state.halt is not None:
        return actions
    for component in view.components:
        if component.state not in ("failed", "cancelled"):
            continue
        actions.append(
            Action(
                label=f"Design {component.name} again, with advice",
                command=_command(view, "retry", component.name, "--guidance", "..."),
            )
        )
        if component.module in state.drafted:
            actions.append(
                Action(
                    label=f"Take {component.name}'s last draft as it is",
                    command=_command(view, "accept", component.name),
                )
            )
    return [
        *actions,
        *_skip_actions(state),
        Action(
            label="Check again after committing the designs to the branch by hand",
            command=_command(view, "recheck"),
        ),
    ]


def _raise_limit(view: SessionStatusView) -> Action:
    return Action(
        label="Raise the session's cost limit and go on where it stopped",
        command=_command(view, "retry", "--max-cost", "USD"),
    )


def _skip_actions(state: SessionState) -> list[Action]:
    return [
        Action(
            label=f"Go on without {component.name}",
            command=_command(state.view, "skip", component.name, "--reason", "..."),
        )
        for component in state.view.components
        if component.state in ("failed", "cancelled")
        or (component.state == "pending" and state.halt is not None)
    ]


def review_attention(
    view: SessionStatusView, kind: AttentionKind | None, reason: str, *, since: str
) -> Attention:
    """The review failed: run it again or go on without it."""
    return Attention(
        step=str(Step.SPAWN_REVIEW_SESSION),
        kind=kind or "review",
        reason=reason,
        since=since,
        actions=[
            _raise_limit(view)
            if kind == "budget"
            else Action(label="Run the review again", command=_command(view, "retry")),
            Action(
                label="Go on without a review",
                command=_command(view, "skip", "--review", "--reason", "..."),
            ),
        ],
    )


def pull_request_attention(
    view: SessionStatusView, kind: AttentionKind | None, reason: str, *, since: str
) -> Attention:
    """The pull request could not be opened: try again or end without it."""
    return Attention(
        step=str(Step.FINALIZE),
        kind=kind or "pull_request",
        reason=reason,
        since=since,
        actions=[
            Action(label="Try again", command=_command(view, "retry")),
            Action(
                label="End without a pull request",
                command=_command(view, "skip", "--pull-request", "--reason", "..."),
            ),
        ],
    )


def _command(view: SessionStatusView, command: str, *arguments: str) -> str:
    words = ["python", "client.py", command, view.id, *arguments]
    if view.scope.account != "default":
        words += ["--account", view.scope.account]
    return shlex.join(words)
