"""Comparing the designs of a session without a model: after a round, or without a review."""

from __future__ import annotations

from design_sessions.agent.review_findings import as_decided_before
from design_sessions.outcomes import FoundFindings
from design_sessions.references import SessionReference
from design_sessions.repository.writing.branches import is_ancestor
from design_sessions.services import Services
from design_sessions.steps.contradiction_facts import contradictions_at
from design_sessions.steps.open_findings import (
    ComparedSession,
    as_outcome,
    identify,
    keep_findings,
    load_findings,
    open_findings,
)
from design_sessions.steps.reopening import note_revisions
from design_sessions.steps.review_session import skipped_modules


def compare(services: Services, session: SessionReference) -> FoundFindings:
    """What the checks find in the designs of a session that has no review."""
    compared = load_findings(services, session)
    environment = compared.parent.environment
    head = compared.mirror.fetch_branch(environment.branch)
    if head is None or is_ancestor(compared.mirror, head, environment.base_commit):
        return FoundFindings(findings=[], on_base=True)
    _compare_at(services, session, compared, head)
    return as_outcome(open_findings(services.store, compared.parent, compared.known))


def compare_again(services: Services, session: SessionReference) -> ComparedSession:
    """Find the contradictions at the branch's head, note what was revised for findings since, and
    keep both."""
    compared = load_findings(services, session)
    head = compared.mirror.fetch_branch(compared.parent.environment.branch)
    _compare_at(services, session, compared, head or compared.known.commit)
    return compared


def _compare_at(
    services: Services, session: SessionReference, compared: ComparedSession, head: str
) -> None:
    known, parent, mirror = compared.known, compared.parent, compared.mirror
    report = services.store.reports.read_status(session.scope, session_id=session.session_id)
    note_revisions(services, compared, head)
    found = contradictions_at(parent, mirror, head, excused=skipped_modules(report))
    known.contradictions = as_decided_before(found, known.contradictions)
    known.commit = head
    identify(known)
    keep_findings(services.store, parent, known)
