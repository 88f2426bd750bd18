"""Which designs are revised for findings, what their agents are told, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from design_sessions.components import Component
from design_sessions.decisions import Guidance
from design_sessions.outcomes import Reopening
from design_sessions.references import SessionReference
from design_sessions.repository.reading.earlier_commits import last_commit_of
from design_sessions.services import Services
from design_sessions.severity import by_severity
from design_sessions.status import ReviewFinding, SessionStatusView
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.guidance import keep_guidance
from design_sessions.steps.open_findings import (
    ComparedSession,
    keep_findings,
    known_findings,
    load_findings,
    open_findings,
)
from design_sessions.store import Store
from design_sessions.store.records import ComponentRecord, ParentRecord
from design_sessions.store.session_states import RevisionRound, StoredFindings

_ACTED_ON = ("critical", "major")
_DESIGNED = ("complete", "kept")
_BY_CHECKS = "the checks"
"""Who asks for a revision where no reviewer has looked."""
_MOST_TOLD = 25
"""Findings that one agent is given at once, the most severe first; more would not be worked off."""


def propose(services: Services, session: SessionReference) -> Reopening:
    """The designs that would be revised now, without having any revised."""
    compared = load_findings(services, session)
    return _as_outcome(compared, _chosen(services, session, compared, key=""))


def reopen(services: Services, session: SessionReference, round_number: int) -> Reopening:
    """Choose the designs to revise in this round, and give their agents the findings.

    A design that a person wrote, changed or accepted is left, and so is one that is not there. A
    repetition finds what was chosen before.

    Args:
        session: the parent's.
        round_number: from 1.
    """
    compared, key = load_findings(services, session), f"round-{round_number}"
    store, parent, known = services.store, compared.parent, compared.known
    chosen = _round(known, key)
    if chosen is None:
        chosen = _chosen(services, session, compared, key)
        _begin_round(store, parent, known, chosen)
    by = parent.agent.review_model if known.are_reviewed else _BY_CHECKS
    for record in _records(store, parent):
        _tell(store, record, chosen, by=by)
    return _as_outcome(compared, chosen)


def send_back(
    store: Store,
    parent: ParentRecord,
    module: str,
    *,
    key: str,
    by: str,
    findings: Collection[str],
) -> None:
    """Give the agent of a design that a person has revised again the findings that name it.

    Args:
        store: of the records.
        parent: whose findings they are.
        module: the component's.
        key: of the decision; a repetition changes nothing.
        by: who decided.
        findings: identifiers.
    """
    record = next(r for r in _records(store, parent) if r.component_module == module)
    known = known_findings(parent)
    chosen = _round(known, key)
    if chosen is None:
        told = [each for each in open_findings(store, parent, known) if each.id in findings]
        chosen = RevisionRound(key=key, findings={_name(record): by_severity(told)[:_MOST_TOLD]})
        _begin_round(store, parent, known, chosen)
    _tell(store, record, chosen, by=by)


def note_revisions(services: Services, session: ComparedSession, head: str) -> None:
    """Note which designs were revised for the findings that their agents were told.

    A design was revised if another attempt has begun since, and it is another at ``head`` than when
    that began.
    """
    snapshot = session.mirror.snapshot(head)
    for record in _records(services.store, session.parent):
        name, path = _name(record), record.state.component.design_path
        rounds = [
            each
            for each in session.known.rounds
            if name in each.findings and record.attempt > each.attempts[name]
        ]
        if not rounds:
            continue
        if (snapshot.blob_id(path) or "") == record.state.began_from:
            for each in rounds:
                each.unchanged = sorted({*each.unchanged, name} - each.revised.keys())
            continue
        commit = last_commit_of(session.mirror.git, head, path)
        for each in rounds:
            each.revised.setdefault(name, commit)


def _round(known: StoredFindings, key: str) -> RevisionRound | None:
    return next((each for each in known.rounds if each.key == key), None)


def _begin_round(
    store: Store, parent: ParentRecord, known: StoredFindings, chosen: RevisionRound
) -> None:
    chosen.attempts = {
        _name(record): record.attempt
        for record in _records(store, parent)
        if _name(record) in chosen.findings
    }
    known.rounds.append(chosen)
    keep_findings(store, parent, known)


def _tell(store: Store, record: ComponentRecord, chosen: RevisionRound, *, by: str) -> None:
    if findings := chosen.findings.get(_name(record)):
        keep_guidance(
            store,
            record.scope,
            record.id,
            Guidance(key=chosen.key, by=by, findings=findings),
        )


def _records(store: Store, parent: ParentRecord) -> list[ComponentRecord]:
    return store.sessions.tree(parent.scope, parent.id).components


def _name(record: ComponentRecord) -> str:
    return record.state.component.name


def _as_outcome(session: ComparedSession, chosen: RevisionRound) -> Reopening:
    modules = {component.name: component.module for component in session.components}
    return Reopening(
        findings={
            modules[name]: [finding.id for finding in findings]
            for name, findings in chosen.findings.items()
        },
        left=chosen.left,
    )


def _chosen(
    services: Services, session: SessionReference, compared: ComparedSession, key: str
) -> RevisionRound:
    findings = open_findings(services.store, compared.parent, compared.known)
    report = services.store.reports.read_status(session.scope, session_id=session.session_id)
    head = compared.mirror.fetch_branch(compared.parent.environment.branch)
    commit = head or compared.known.commit
    left = left_to_people(services, compared, report, findings, commit=commit)
    wanted = _by_component(findings)
    return RevisionRound(
        key=key,
        findings={
            component.name: by_severity(wanted[component.name])[:_MOST_TOLD]
            for component in compared.components
            if component.name in wanted and component.name not in left
        },
        left=left,
    )


def left_to_people(
    services: Services,
    session: ComparedSession,
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
        and not _may_be_revised(services, session, report, commit, component)
    ]


def _may_be_revised(
    services: Services,
    session: ComparedSession,
    report: SessionStatusView,
    commit: str,
    component: Component,
) -> bool:
    state = next(each.state for each in report.components if each.module == component.module)
    return (
        state in _DESIGNED
        and origin_of(
            services.store,
            session.parent.scope,
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
