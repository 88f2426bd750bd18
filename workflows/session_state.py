"""The parent session's state and what people have decided; pure.

The workflow calls it from its handlers and steps; :mod:`workflows.decisions.rules` changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from design_sessions.decisions import DecisionRecord
from design_sessions.outcomes import CheckedComponent, SessionUsage
from design_sessions.status import (
    SETTLED,
    Agent,
    AttentionKind,
    ComponentState,
    ComponentStatus,
    Environment,
    Notice,
    ReviewStatus,
    SessionStatus,
    SessionStatusView,
    skipped_because,
)
from workflows.messages import ContextDesignRequest
from workflows.review_progress import ReviewProgress
from workflows.steps import Step


class Trouble(BaseModel):
    """Why nothing of a kind can continue: what a person must see."""

    kind: AttentionKind
    reason: str


class SessionState:
    """The status view, and what the workflow itself needs to continue."""

    def __init__(self, view: SessionStatusView) -> None:
        self.view = view
        self.drafted: set[str] = set()
        """Modules with a draft that a person can accept."""
        self.missing: set[str] = set()
        """Modules that were done but have no file on the branch."""
        self.in_flight: set[str] = set()
        """Modules with a child or an acceptance in progress."""
        self.accept_wanted: dict[str, str | None] = {}
        """Reasons by module; None if none was given."""
        self.cancel_wanted: set[str] = set()
        self.cost_limit: float | None = None
        """Of the session, in USD; None for none."""
        self.halt: Trouble | None = None
        """Trouble that would affect every further model call; nothing new is started."""
        self.recheck_wanted = False
        self.pull_request_skip_reason: str | None = None
        self.guidance: dict[str, str] = {}
        """The newest guidance for each module, since it was last started."""
        self.review = ReviewProgress()
        self.reopened: dict[str, ComponentState] = {}
        """By module of a design that is being revised although it is there, its state before."""
        self.waits: dict[str, list[str]] = {}
        """By module, the modules whose designs come before it."""
        self.unrecorded: list[DecisionRecord] = []
        self.decisions = 0
        self._decisions_seen = 0
        self.changed: set[str] = set()
        """Modules whose published state is out of date."""
        self.dirty = True
        """Whether anything published is out of date."""
        self._indexed: list[ComponentStatus] | None = None
        self._by_module: dict[str, ComponentStatus] = {}

    @classmethod
    def before_initialize(
        cls, request: ContextDesignRequest, *, workflow_id: str, session_id: UUID
    ) -> Self:
        """The view of a session whose repository has not been read yet."""
        state = cls(
            SessionStatusView(
                id=workflow_id,
                session_id=session_id,
                scope=request.scope,
                context=request.context_module,
                step=str(Step.INITIALIZE),
                agent=Agent(
                    endpoint="",
                    model=request.model or "",
                    review_model=request.review_model or "",
                    effort="",
                ),
                environment=Environment(
                    repository=request.repository,
                    base_commit=request.base or "",
                    branch=request.branch or "",
                    layout="",
                    context_path="",
                ),
                branch=request.branch or "",
                base_commit=request.base or "",
            )
        )
        state.cost_limit = request.limits.max_cost
        return state

    def component(self, module: str) -> ComponentStatus:
        """The component of a module; KeyError if it is not in this session."""
        if self._indexed is not self.view.components:
            self._indexed = self.view.components
            self._by_module = {component.module: component for component in self._indexed}
        return self._by_module[module]

    def names(self, states: Iterable[str]) -> list[str]:
        """Names of the components in any of these states, in the session's order."""
        wanted = frozenset(states)
        return [c.name for c in self.view.components if c.state in wanted]

    def changed_components(self) -> list[ComponentStatus]:
        """The components whose published state is out of date."""
        return [c for c in self.view.components if c.module in self.changed]

    def touch(self, module: str | None = None) -> None:
        """Mark the view, and this component in it, as changed."""
        self.dirty = True
        if module is not None:
            self.changed.add(module)

    def startable(self, most: int) -> list[str]:
        """The next modules with work to do that may start now, in the session's order."""
        modules: list[str] = []
        for component in self.view.components:
            if len(modules) >= most:
                break
            if component.module in self.in_flight:
                continue
            pending = component.state == "pending" and self.halt is None
            if (
                pending and not self.waited_for(component)
            ) or component.module in self.accept_wanted:
                modules.append(component.module)
        return modules

    def waited_for(self, component: ComponentStatus) -> list[ComponentStatus]:
        """The components whose designs come before this one's and are not there yet."""
        waits = map(self.component, self.waits.get(component.module, ()))
        return [each for each in waits if each.state not in SETTLED]

    def settled(self) -> bool:
        """Whether every component is complete, kept, accepted or skipped, and has its file."""
        return all(c.state in SETTLED for c in self.view.components) and not self.missing

    def review_of(self) -> ReviewStatus:
        """The review's status; LookupError if the session has none."""
        if self.view.review is None:
            raise LookupError("this session was started without a review")
        return self.view.review

    def waits_for_record(self, child: str) -> bool:
        """Whether a decision that affects the next model call is not in the database yet.

        Args:
            child: the module of the component whose guidance matters, or ``REVIEW``.
        """
        return any(
            record.max_cost is not None or child in record.guided for record in self.unrecorded
        )

    def note_decisions_seen(self) -> None:
        """Mark everything decided up to now as acted on by the step."""
        self._decisions_seen = self.decisions

    def decided(self) -> bool:
        """Whether there are decisions that the step has not acted on."""
        return self.decisions != self._decisions_seen

    def note_nothing_to_do(self) -> None:
        """Mark the last decision as one on which no step has to act yet."""
        self._decisions_seen += 1

    def where_to_go_on(self, step: Step) -> Step:
        """The step, or the one before it that has something to do after a decision."""
        if self.names(["pending"]):
            return Step.SPAWN_COMPONENT_DESIGN_SESSIONS
        if step == Step.FINALIZE and self.review.outdated:
            return Step.SPAWN_REVIEW_SESSION
        return step

    def notice(self, message: str, at: str) -> None:
        """Add a notice to the status; the newest twenty are kept."""
        self.view.notices = [*self.view.notices, Notice(at=at, message=message)][-20:]
        self.touch()

    def take_check(self, check: CheckedComponent) -> None:
        """Update a component from the branch after all children have ended."""
        module, problem = check.module, check.problem
        component = self.component(module)
        if check.repaired and component.state in ("failed", "cancelled"):
            component.state = "complete"
            component.error = None
            self.missing.discard(module)
            self.touch(module)
        elif problem is not None and component.state in ("failed", "cancelled"):
            component.error = problem
            self.touch(module)
        elif component.state in ("complete", "kept", "accepted") and not check.file_present:
            component.state = "failed"
            component.error = f"Design files missing: {component.design_path}"
            self.missing.add(module)
            self.touch(module)

    def reopen(self, module: str) -> None:
        """Have a design revised that is there."""
        component = self.component(module)
        self.reopened[module] = component.state
        component.state = "pending"
        component.error = None
        self.guidance.pop(module, None)
        self.touch(module)

    def leave_as_it_was(self, module: str) -> None:
        """Give up the revision of a design that was reopened."""
        self.component(module).state = self.reopened.pop(module)
        self.touch(module)

    def skip_review(self, reason: str) -> None:
        """Go on without the review; an error of the caller when the session has none."""
        review = self.review_of()
        review.state = "skipped"
        review.error = skipped_because(reason)
        self.touch()

    def skip_step(self, step: Step, reason: str) -> bool:
        """Continue without what failed, as ``--on-failure skip`` asks; False if it cannot."""
        if step == Step.SPAWN_REVIEW_SESSION and self.view.review is not None:
            self.skip_review(f"it failed: {reason}")
            return True
        if step == Step.FINALIZE:
            self.pull_request_skip_reason = f"it failed: {reason}"
            return True
        return False

    def close(self, status: SessionStatus, reason: str | None, *, at: str) -> None:
        """Set the session's final state; what was in progress becomes cancelled."""
        view = self.view
        view.status = status
        view.attention = None
        view.ended_at = at
        view.error = reason if status == "failed" else None
        if status == "complete":
            return
        for component in view.components:
            if component.state in ("pending", "running"):
                component.state = "cancelled"
                self.touch(component.module)
        if view.review is not None and view.review.state in ("pending", "running"):
            view.review.state = "cancelled"

    def take_usage(self, used: SessionUsage) -> None:
        """Update usage from the ledger, and pauses if they were queried."""
        for component in self.view.components:
            if (of_component := used.components.get(component.module)) is not None:
                component.usage = of_component.usage
                component.turns = of_component.turns
                component.revisions = of_component.revisions
        self.view.usage = used.total
        if used.paused is not None:
            self._take_paused(used.paused)

    def _take_paused(self, workflow_ids: Collection[str]) -> None:
        """Update which component sessions have a paused activity."""
        for component in self.view.components:
            paused = component.workflow_id in workflow_ids and component.state == "running"
            if paused != component.paused:
                component.paused = paused
                self.touch(component.module)

    def touch_all(self) -> None:
        """Mark every component as changed."""
        self.dirty = True
        self.changed.update(component.module for component in self.view.components)
