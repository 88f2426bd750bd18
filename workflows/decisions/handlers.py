"""Signals, updates and queries of a session: how people and programs steer it.

Every handler's argument is optional and untyped, and more of them are taken: a signal without
input, or with several, would otherwise wedge the workflow task for ever, and one of the wrong
shape would vanish. What cannot be read, or would
change nothing, becomes a notice in the status; an update is rejected instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


class SteeredSession:
    """Handlers of the parent session; the subclass has the state and the steps."""

    _state: SessionState

    @workflow.query(name="status", description="The whole session: the same as status --json.")
    def status(self) -> SessionStatusView:
        """The view as this workflow knows it; tokens as of the last change."""
        return self._state.view

    @workflow.query(name="steps", description="All steps of a session, in order.")
    def list_steps(self) -> list[str]:
        """The names of the steps, in order."""
        return [str(step) for step in steps()]

    @workflow.signal(
        dynamic=True,
        description="Not a signal: any other name is ignored, with a notice in the details.",
    )
    def unknown_signal(self, name: str, args: Sequence[RawValue]) -> None:
        """Keep a notice of a signal that does not exist."""
        self._state.notice(f"Signal {name} ignored: there is no such signal.", at=now())

    def _check(self, name: str, *raw: object) -> None:
        check(self._state, read_decision(name, *raw))

    def _decide(self, name: str, *raw: object) -> DecisionAnswer:
        return decide(self._state, name, read_decision(name, *raw), at=now())

    def _signal(self, name: str, *raw: object) -> None:
        try:
            self._decide(name, *raw)
        except PointlessDecisionError as error:
            self._state.notice(f"Signal {name} ignored: {error}", at=now())

    @workflow.signal(
        name="retry_component",
        description='Design a component again, or guide a running one: {"component", "guidance"?}.',
    )
    def signal_retry_component(self, decision: Any = None, *more: Any) -> None:
        self._signal("retry_component", decision, *more)

    @workflow.update(
        name="retry_component",
        description='Design a component again, or guide a running one: {"component", "guidance"?}.',
    )
    def retry_component(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("retry_component", decision, *more)

    @retry_component.validator
    def _check_retry_component(self, decision: Any = None, *more: Any) -> None:
        self._check("retry_component", decision, *more)

    @workflow.signal(
        name="skip_component", description='Go on without a component: {"component", "reason"}.'
    )
    def signal_skip_component(self, decision: Any = None, *more: Any) -> None:
        self._signal("skip_component", decision, *more)

    @workflow.update(
        name="skip_component", description='Go on without a component: {"component", "reason"}.'
    )
    def skip_component(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("skip_component", decision, *more)

    @skip_component.validator
    def _check_skip_component(self, decision: Any = None, *more: Any) -> None:
        self._check("skip_component", decision, *more)

    @workflow.signal(
        name="accept_component",
        description='Take the last draft although it is not valid: {"component", "reason"?}.',
    )
    def signal_accept_component(self, decision: Any = None, *more: Any) -> None:
        self._signal("accept_component", decision, *more)

    @workflow.update(
        name="accept_component",
        description='Take the last draft although it is not valid: {"component", "reason"?}.',
    )
    def accept_component(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("accept_component", decision, *more)

    @accept_component.validator
    def _check_accept_component(self, decision: Any = None, *more: Any) -> None:
        self._check("accept_component", decision, *more)

    @workflow.signal(
        name="retry_failed",
        description='Design all failed and cancelled components again: {"guidance"?, "max_cost"?}.',
    )
    def signal_retry_failed(self, decision: Any = None, *more: Any) -> None:
        self._signal("retry_failed", decision, *more)

    @workflow.update(
        name="retry_failed",
        description='Design all failed and cancelled components again: {"guidance"?, "max_cost"?}.',
    )
    def retry_failed(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("retry_failed", decision, *more)

    @retry_failed.validator
    def _check_retry_failed(self, decision: Any = None, *more: Any) -> None:
        self._check("retry_failed", decision, *more)

    @workflow.signal(
        name="recheck", description="Validate again what a person has committed to the branch: {}."
    )
    def signal_recheck(self, decision: Any = None, *more: Any) -> None:
        self._signal("recheck", decision, *more)

    @workflow.update(
        name="recheck", description="Validate again what a person has committed to the branch: {}."
    )
    def recheck(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("recheck", decision, *more)

    @recheck.validator
    def _check_recheck(self, decision: Any = None, *more: Any) -> None:
        self._check("recheck", decision, *more)

    @workflow.signal(
        name="retry_step",
        description='Run the step that waits for a person again: {"guidance"?, "max_cost"?}.',
    )
    def signal_retry_step(self, decision: Any = None, *more: Any) -> None:
        self._signal("retry_step", decision, *more)

    @workflow.update(
        name="retry_step",
        description='Run the step that waits for a person again: {"guidance"?, "max_cost"?}.',
    )
    def retry_step(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("retry_step", decision, *more)

    @retry_step.validator
    def _check_retry_step(self, decision: Any = None, *more: Any) -> None:
        self._check("retry_step", decision, *more)

    @workflow.signal(name="skip_review", description='Go on without a review: {"reason"}.')
    def signal_skip_review(self, decision: Any = None, *more: Any) -> None:
        self._signal("skip_review", decision, *more)

    @workflow.update(name="skip_review", description='Go on without a review: {"reason"}.')
    def skip_review(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("skip_review", decision, *more)

    @skip_review.validator
    def _check_skip_review(self, decision: Any = None, *more: Any) -> None:
        self._check("skip_review", decision, *more)

    @workflow.signal(
        name="skip_pull_request", description='End without a pull request: {"reason"}.'
    )
    def signal_skip_pull_request(self, decision: Any = None, *more: Any) -> None:
        self._signal("skip_pull_request", decision, *more)

    @workflow.update(
        name="skip_pull_request", description='End without a pull request: {"reason"}.'
    )
    def skip_pull_request(self, decision: Any = None, *more: Any) -> DecisionAnswer:
        return self._decide("skip_pull_request", decision, *more)

    @skip_pull_request.validator
    def _check_skip_pull_request(self, decision: Any = None, *more: Any) -> None:
        self._check("skip_pull_request", decision, *more)
