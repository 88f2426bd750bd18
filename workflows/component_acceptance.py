"""A component's last draft, accepted by a person although it is not valid."""

from __future__ import annotations

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.designs import DesignActivities
    from design_sessions.references import AttemptReference
    from design_sessions.status import ComponentStatus, accepted_because
    from workflows.clock import now
    from workflows.failures import failure_of
    from workflows.session_state import SessionState
    from workflows.timeouts import OUTSIDE


async def accept_draft(
    state: SessionState, attempt: AttemptReference, component: ComponentStatus
) -> None:
    """Commit the last draft; the component is failed with the reason if that is not possible."""
    state.touch(component.module)
    try:
        await workflow.execute_activity_method(
            DesignActivities.accept_design,
            attempt,
            summary=f"Accept {component.name} as it is",
            **OUTSIDE,
        )
    except FailureError as error:
        if is_cancelled_exception(error):
            raise
        told = f"Accepting its draft failed: {failure_of(error).reason}"
        if component.state == "skipped":
            state.notice(f"{component.name} stays skipped. {told}", at=now())
        elif component.state != "pending":
            component.state = "failed"
            component.error = told
    else:
        # Retried meanwhile, it is designed again.
        if component.state != "pending":
            if component.module not in state.accept_wanted:
                tell_of_a_late_skip(state, component)
            component.state = "accepted"
            component.error = accepted_because(state.accept_wanted.get(component.module))
    state.accept_wanted.pop(component.module, None)
    state.touch(component.module)


def tell_of_a_late_skip(state: SessionState, component: ComponentStatus) -> None:
    """Add a notice if a component was committed before it could be skipped."""
    if component.state == "skipped":
        state.notice(
            f"{component.name} was committed before it could be skipped; it is kept.", at=now()
        )
