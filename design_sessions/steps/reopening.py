"""Which designs are revised after a review, what their agents are told, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from design_sessions.components import Component
from design_sessions.decisions import Guidance
from design_sessions.outcomes import Reopening
from design_sessions.references import AttemptReference
from design_sessions.repository.reading.earlier_commits import last_commit_of
from design_sessions.services import Services
from design_sessions.severity import by_severity
from design_sessions.status import ReviewFinding, SessionStatusView
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.guidance import keep_guidance
from design_sessions.steps.open_findings import open_findings
from design_sessions.steps.review_session import ReviewSession, load
from design_sessions.store import Store
from design_sessions.store.records import ComponentRecord, ReviewRecord
from design_sessions.store.session_states import ReviewRound

_ACTED_ON = ("critical", "major")
_DESIGNED = ("complete", "kept")
_MOST_TOLD = 25
"""Findings that one agent is given at once, the most severe first; more would not be worked off."""


def propose(services: Services, attempt: AttemptReference) -> Reopening:
    """The designs that would be revised now, without having any revised."""
    session = load(services, attempt)
    return _as_outcome(session, _chosen(services, attempt, session, key=""))


def reopen(services: Services, attempt: AttemptReference, round_number: int) -> Reopening:
    """Choose the designs to revise in this round, and give their agents the findings.

    A design that a person wrote, changed or accepted is left, and so is one that is not there. A
    repetition finds what was chosen before.

    Args:
        attempt: of the review.
        round_number: from 1.
    """
    session, key = load(services, attempt), f"review-round-{round_number}"
    store, review = services.store, session.record
    chosen = _round(review, key)
    if chosen is None:
        chosen = _chosen(services, attempt, session, key)
        _begin_round(store, review, chosen)
    for record in _records(store, review):
        _tell(store, record, chosen, by=review.agent.review_model)
    return _as_outcome(session, chosen)


def send_back(
    store: Store,
    review: ReviewRecord,
    module: str,
    *,
    key: str,
    by: str,
    findings: Collection[str],
) -> None:
    """Give the agent of a design that a person has revised again the findings that name it.

    Args:
        store: of the records.
        review: whose findings they are.
        module: the component's.
        key: of the decision; a repetition changes nothing.
        by: who decided.
        findings: identifiers.
    """
    record = next(r for r in _records(store, review) if r.component_module == module)
    chosen = _round(review, key)
    if chosen is None:
        told = [each for each in open_findings(store, review) if each.id in findings]
        chosen = ReviewRound(key=key, findings={_name(record): by_severity(told)[:_MOST_TOLD]})
        _begin_round(store, review, chosen)
    _tell(store, record, chosen, by=by)


def note_revisions(services: Services, session: ReviewSession, head: str) -> None:
    """Note which designs were revised for the findings that their agents were told.

    A design was revised if another attempt has begun since, and it is another at ``head`` than when
    that began.
    """
    snapshot = session.mirror.snapshot(head)
    for record in _records(services.store, session.record):
        name, path = _name(record), record.state.component.design_path
        rounds = [
            each
            for each in session.record.state.rounds
            if name in each.findings and record.attempt > each.attempts[name]
        ]
        if not rounds or (snapshot.blob_id(path) or "") == record.state.began_from:
            continue
        commit = last_commit_of(session.mirror.git, head, path)
        for each in rounds:
            each.revised.setdefault(name, commit)


def _round(review: ReviewRecord, key: str) -> ReviewRound | None:
    return next((each for each in review.state.rounds if each.key == key), None)


def _begin_round(store: Store, review: ReviewRecord, chosen: ReviewRound) -> None:
    chosen.attempts = {
        _name(record): record.attempt
        for record in _records(store, review)
        if _name(record) in chosen.findings
    }
    review.state.rounds.append(chosen)
    store.sessions.save_state(review.scope, review.id, review.state)


def _tell(store: Store, record: ComponentRecord, chosen: ReviewRound, *, by: str) -> None:
    if findings := chosen.findings.get(_name(record)):
        keep_guidance(
            store,
            record.scope,
            record.id,
            Guidance(key=chosen.key, by=by, findings=findings),
        )


def _records(store: Store, review: ReviewRecord) -> list[ComponentRecord]:
    return store.sessions.tree(review.scope, review.parent_id).components


def _name(record: ComponentRecord) -> str:
    return record.state.component.name


def _as_outcome(session: ReviewSession, chosen: ReviewRound) -> Reopening:
    modules = {component.name: component.module for component in session.components}
    return Reopening(
        findings={
            modules[name]: [finding.id for finding in findings]
            for name, findings in chosen.findings.items()
        },
        left=chosen.left,
    )


def _chosen(
    services: Services, attempt: AttemptReference, session: ReviewSession, key: str
) -> ReviewRound:
    findings = open_findings(services.store, session.record)
    report = services.store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    head = session.mirror.fetch_branch(session.record.environment.branch)
    commit = head or session.record.state.commit
    left = left_to_people(services, attempt, session, report, findings, commit=commit)
    wanted = _by_component(findings)
    return ReviewRound(
        key=key,
        findings={
            component.name: by_severity(wanted[component.name])[:_MOST_TOLD]
            for component in session.components
            if component.name in wanted and component.name not in left
        },
        left=left,
    )


def left_to_people(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    report: SessionStatusView,
    findings: Iterable[ReviewFinding],
    *,
    commit: str,
) -> list[str]:
    """Names of the components that would have to change and that no round revises: a person wrote,
    changed or accepted their designs, or they are not there.

    Args:
        report: the session's status.
        findings: those that are open.
        commit: of the branch.
    """
    wanted = _by_component(findings)
    return [
        component.name
        for component in session.components
        if component.name in wanted
        and not _may_be_revised(services, attempt, session, report, commit, component)
    ]


def _may_be_revised(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    report: SessionStatusView,
    commit: str,
    component: Component,
) -> bool:
    state = next(each.state for each in report.components if each.module == component.module)
    return (
        state in _DESIGNED
        and origin_of(
            services.store,
            attempt.scope,
            session.mirror,
            commit,
            component,
            context_path=session.parent.state.context.path,
        )
        == "session"
    )


def _by_component(findings: Iterable[ReviewFinding]) -> dict[str, list[ReviewFinding]]:
    """The findings to act on by the names of the components that have to change."""
    wanted: dict[str, list[ReviewFinding]] = {}
    for finding in findings:
        acted_on = finding.severity in _ACTED_ON and finding.waived is None
        for name in finding.change if acted_on else ():
            wanted.setdefault(name, []).append(finding)
    return wanted
