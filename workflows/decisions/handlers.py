"""Signals, updates and queries of a session: how people and programs steer it.

Every handler takes any number of untyped arguments: a signal without input, or with several,
would otherwise block the workflow task forever, and one of the wrong shape would vanish. A signal
that cannot be read, or would change nothing, becomes a notice in the status; an update is rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from design_sessions.status import SessionStatusView
    from workflows.clock import now
    from workflows.decisions.reading import PointlessDecisionError, read_decision
    from workflows.decisions.rules import check, decide
    from workflows.messages import DecisionAnswer
    from workflows.session_state import SessionState
    from workflows.steps import steps


class _HasState(Protocol):
    _state: SessionState


def _handlers(name: str, description: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The update and the signal of one decision of a :class:`SteeredSession`."""

    def update(self: _HasState, decision: Any = None, *more: Any) -> DecisionAnswer:
        return decide(self._state, read_decision(name, decision, *more), at=now())

    def validate(self: _HasState, decision: Any = None, *more: Any) -> None:
        check(self._state, read_decision(name, decision, *more))

    def signal(self: _HasState, decision: Any = None, *more: Any) -> None:
        try:
            update(self, decision, *more)
        except PointlessDecisionError as error:
            self._state.notice(f"Signal {name} ignored: {error}", at=now())

    handler = workflow.update(name=name, description=description)(update)
    handler.validator(validate)
    return handler, workflow.signal(name=name, description=description)(signal)


class SteeredSession:
    """Handlers of the parent session; the subclass provides the state and the steps."""

    _state: SessionState

    @workflow.query(name="status", description="The whole session, as in status --json.")
    def status(self) -> SessionStatusView:
        """The view as this workflow knows it; tokens as of the last change."""
        return self._state.view

    @workflow.query(name="steps", description="All steps of a session, in order.")
    def list_steps(self) -> list[str]:
        """The names of the steps, in order."""
        return [str(step) for step in steps()]

    @workflow.signal(
        dynamic=True,
        description="Not a signal. Any other name is ignored, with a notice in the details.",
    )
    def unknown_signal(self, name: str, args: Sequence[RawValue]) -> None:
        """Add a notice about a signal that does not exist."""
        self._state.notice(f"Signal {name} ignored: there is no such signal.", at=now())

    retry_component, signal_retry_component = _handlers(
        "retry_component",
        "Retry a component, have its design revised for its findings, or guide a running one: "
        '{"component", "guidance"?}.',
    )
    skip_component, signal_skip_component = _handlers(
        "skip_component", 'Continue without a component: {"component", "reason"}.'
    )
    accept_component, signal_accept_component = _handlers(
        "accept_component",
        'Accept the last draft even if it is not valid: {"component", "reason"?}.',
    )
    retry_failed, signal_retry_failed = _handlers(
        "retry_failed",
        'Retry all failed and cancelled components: {"guidance"?, "max_cost"?}.',
    )
    recheck, signal_recheck = _handlers(
        "recheck", "Check the branch again, with what people committed to it: {}."
    )
    retry_step, signal_retry_step = _handlers(
        "retry_step", 'Retry the step that waits for a person: {"guidance"?, "max_cost"?}.'
    )
    skip_review, signal_skip_review = _handlers(
        "skip_review",
        'Continue without a review, or without the revisions that it asks for: {"reason"}.',
    )
    skip_pull_request, signal_skip_pull_request = _handlers(
        "skip_pull_request", 'Finish without a pull request: {"reason"}.'
    )
    waive_finding, signal_waive_finding = _handlers(
        "waive_finding", 'Leave a finding as it is: {"finding", "reason"}.'
    )
