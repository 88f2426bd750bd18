"""The findings about a session's designs as people know them: named, and with what was waived."""

from __future__ import annotations

from dataclasses import dataclass

from design_sessions.agent.finding_identifiers import with_identifiers
from design_sessions.decisions import WaiveFinding
from design_sessions.outcomes import FoundFindings
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.severity import by_severity
from design_sessions.status import ReviewFinding, Waiver
from design_sessions.steps.review_session import DesignedContext
from design_sessions.store import Store
from design_sessions.store.records import ParentRecord
from design_sessions.store.session_states import StoredFindings
from design_sessions.wording import fitting

_MOST_FINDINGS = 100_000
"""Bytes of findings that go through Temporal, which stores them twice with each status and refuses
messages of 2 MB."""


@dataclass(frozen=True)
class ComparedSession(DesignedContext):
    """A session with what it knows of the findings about its designs."""

    known: StoredFindings
    """A copy, to be changed and kept."""


def load_findings(services: Services, session: SessionReference) -> ComparedSession:
    """A parent's session and its findings.

    Raises:
        NotFoundError: there is none in this scope.
    """
    parent = services.store.sessions.parent(session.scope, session.session_id)
    return ComparedSession(
        parent=parent,
        known=known_findings(parent),
        mirror=services.mirrors.get(parent.environment.repository),
    )


def known_findings(parent: ParentRecord) -> StoredFindings:
    """A copy of what a session knows of the findings about its designs."""
    return parent.state.findings.model_copy(deep=True)


def keep_findings(store: Store, parent: ParentRecord, known: StoredFindings) -> None:
    """Keep what a session knows of the findings about its designs."""
    store.sessions.change_parent(
        parent.scope, parent.id, lambda state: setattr(state, "findings", known)
    )


def identify(known: StoredFindings) -> None:
    """Give each finding its identifier."""
    known.of_reviewer, known.contradictions = with_identifiers(
        known.of_reviewer, known.contradictions, known.identifiers
    )


def open_findings(store: Store, parent: ParentRecord, known: StoredFindings) -> list[ReviewFinding]:
    """What is still to be done; waived findings are among them and say so.

    A waiver is a decision of the parent's record, so that none is lost while its findings are
    written.
    """
    made = store.interactions.of_step(parent.scope, parent.id, WaiveFinding.name)
    # The last decision on a finding counts.
    waivers = {each.command["finding"]: Waiver.model_validate(each.command) for each in made}
    return [
        finding.model_copy(update={"waived": waivers.get(finding.id)})
        for finding in known.open_findings
    ]


def as_outcome(findings: list[ReviewFinding]) -> FoundFindings:
    """The findings, as far as Temporal has room for them."""
    found = by_severity(findings)
    carried = fitting([f.model_dump_json() for f in found], _MOST_FINDINGS)
    return FoundFindings(findings=found[: len(carried)], more_findings=len(found) - len(carried))
