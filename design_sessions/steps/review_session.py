"""The review's session as its steps find it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from design_sessions.components import Component
from design_sessions.references import AttemptReference
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.review_results import RevisedDesign
from design_sessions.services import Services
from design_sessions.status import SessionStatusView
from design_sessions.store.records import ParentRecord, ReviewRecord
from design_sessions.store.session_states import StoredFindings


@dataclass(frozen=True)
class DesignedContext:
    """A parent's record, with the repository that it is about."""

    parent: ParentRecord
    mirror: Mirror

    @property
    def components(self) -> list[Component]:
        """The components of the context, in order."""
        return self.parent.state.context.components


@dataclass(frozen=True)
class ReviewSession(DesignedContext):
    """The review's record beside its parent's."""

    record: ReviewRecord


def load(services: Services, attempt: AttemptReference) -> ReviewSession:
    """The review session of an attempt.

    Raises:
        NotFoundError: there is none in this scope.
    """
    record = services.store.sessions.review(attempt.scope, attempt.session_id)
    return ReviewSession(
        record=record,
        parent=services.store.sessions.parent(attempt.scope, record.parent_id),
        mirror=services.mirrors.get(record.environment.repository),
    )


def save(services: Services, session: ReviewSession) -> None:
    """Keep what the review remembers."""
    record = session.record
    services.store.sessions.save_state(record.scope, record.id, record.state)


def skipped_modules(report: SessionStatusView) -> list[str]:
    """Modules of the components that the session leaves without a design of its own."""
    return [c.module for c in report.components if c.state == "skipped"]


def accepted_designs(report: SessionStatusView) -> list[str]:
    """Names of the components whose design a person accepted although it is not valid."""
    return [c.name for c in report.components if c.state == "accepted"]


def revised_designs(components: Iterable[Component], known: StoredFindings) -> list[RevisedDesign]:
    """The designs that findings asked to be revised, with what their agents were told."""
    still_open = {finding.id for finding in known.open_findings}
    commits = known.revised
    revised: list[RevisedDesign] = []
    for component in components:
        told = {
            finding.id: finding
            for each in known.rounds
            if component.name in each.revised or component.name in each.unchanged
            for finding in each.findings[component.name]
        }
        commit = commits.get(component.name, "")
        fixed = [each for key, each in told.items() if commit and key not in still_open]
        left = [each for key, each in told.items() if key in still_open]
        if fixed or left:
            revised.append(
                RevisedDesign(
                    name=component.name,
                    path=component.design_path,
                    commit=commit,
                    findings=fixed,
                    still_open=left,
                )
            )
    return revised
