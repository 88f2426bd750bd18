"""SpawnComponentDesignSessions: records, parallel children, and a check of the branch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.requests import CreateComponentSessions, ValidateComponentSessions
    from activities.sessions import SessionActivities
    from design_sessions.references import SessionReference
    from design_sessions.wording import counted, listed
    from workflows.clock import now
    from workflows.component_batches import ComponentBatches
    from workflows.component_fan_out import ComponentFanOut
    from workflows.decisions.attention import components_attention
    from workflows.messages import ContextDesignRequest
    from workflows.session_state import SessionState
    from workflows.step_outcome import StepOutcome
    from workflows.timeouts import OUTSIDE, RECORD

_MOST_NAMED = 10


class ComponentsStep:
    """One run of SpawnComponentDesignSessions."""

    def __init__(
        self,
        request: ContextDesignRequest,
        state: SessionState,
        session: SessionReference,
        batches: ComponentBatches,
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._batches = batches

    async def run(self) -> StepOutcome:
        """Design the pending components, then compare records and branch."""
        await self._create_records()
        await ComponentFanOut(self._request, self._state, self._session, self._batches).run()
        # Nothing acts on decisions made from here on, so the step runs again.
        self._state.note_decisions_seen()
        await self._validate()
        if self._state.settled():
            return StepOutcome(
                status="ok", output="All components are designed.", command=self._command()
            )
        attention = components_attention(self._state, since=now())
        if not any(c.session_id for c in self._state.view.components):
            attention.reason = f"Failed to spawn any child sessions; {attention.reason}"
        return StepOutcome(
            status="error",
            output=attention.reason,
            command=self._command(),
            attention=attention,
        )

    def _command(self) -> dict[str, Any]:
        components = self._state.view.components
        return {
            "command": "spawn_sessions",
            "child_session_ids": [c.session_id for c in components if c.session_id],
            "failed_components": [
                {"name": c.name, "module": c.module, "reason": c.error or ""}
                for c in components
                if c.session_id is None
            ],
        }

    async def _create_records(self) -> None:
        wanted = [
            c
            for c in self._state.view.components
            if c.attempt == 0 and not c.session_id and c.state == "pending"
        ]
        if not wanted:
            return
        created = await workflow.execute_activity_method(
            SessionActivities.create_component_sessions,
            CreateComponentSessions(session=self._session, modules=[c.module for c in wanted]),
            summary=f"Records of {counted(len(wanted), 'component')}",
            **RECORD,
        )
        for component in wanted:
            component.session_id = created.created.get(component.module)
        for failed in created.failed:
            component = self._state.component(failed.module)
            if component.state == "pending":
                component.state = "failed"
                component.error = failed.reason
            workflow.logger.warning("no session record for %s: %s", failed.module, failed.reason)
        self._state.touch()
        self._state.changed.update(c.module for c in wanted)

    async def _validate(self) -> None:
        recheck, self._state.recheck_wanted = self._state.recheck_wanted, False
        checked = await workflow.execute_activity_method(
            SessionActivities.validate_component_sessions,
            ValidateComponentSessions(session=self._session, recheck=recheck),
            summary="Validate: is every design on the branch?",
            **OUTSIDE,
        )
        for check in checked:
            self._state.take_check(check)
        if recheck:
            self._tell_of_recheck([each.module for each in checked if each.repaired])

    def _tell_of_recheck(self, repaired: Sequence[str]) -> None:
        valid = [self._state.component(module).name for module in repaired]
        left = self._state.names(["failed", "cancelled"])
        said = ["Checked the branch again."]
        said += [f"Valid now: {listed(valid, _MOST_NAMED)}."] if valid else []
        said += [f"Still to be fixed: {listed(left, _MOST_NAMED)}."] if left else []
        self._state.notice(" ".join(said), at=now())
