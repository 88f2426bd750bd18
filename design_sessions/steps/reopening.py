"""Which designs are revised after a review, what their agents are told, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.components import Component
from design_sessions.decisions import Guidance
from design_sessions.outcomes import Reopening
from design_sessions.references import AttemptReference
from design_sessions.review_results import by_severity
from design_sessions.services import Services
from design_sessions.status import ReviewFinding, SessionStatusView
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.guidance import keep_guidance
from design_sessions.steps.review_session import ReviewSession, load, save
from design_sessions.store.session_states import ReviewRound

_ACTED_ON = ("critical", "major")
_DESIGNED = ("complete", "kept")
_MOST_TOLD = 25
"""Findings that one agent is given at once, the most severe first; more would not be worked off."""


def reopen(services: Services, attempt: AttemptReference, round_number: int) -> Reopening:
    """Choose the designs to revise in this round, and give their agents the findings.

    A design that a person wrote, changed or accepted is left, and so is one that is not there. A
    repetition finds what was chosen before.

    Args:
        attempt: of the review.
        round_number: from 1.
    """
    session = load(services, attempt)
    state = session.record.state
    if len(state.rounds) < round_number:
        state.rounds.append(_new_round(services, attempt, session))
        save(services, session)
    chosen = state.rounds[round_number - 1]
    _, records = services.store.sessions.tree(attempt.scope, attempt.parent_session_id)
    for record in records:
        findings = chosen.findings.get(record.component_module)
        if findings:
            keep_guidance(
                services.store,
                attempt.scope,
                record.id,
                Guidance(
                    key=f"review-round-{round_number}",
                    by=session.record.agent.review_model,
                    findings=findings,
                ),
            )
    return Reopening(modules=list(chosen.findings), left=chosen.left)


def _new_round(
    services: Services, attempt: AttemptReference, session: ReviewSession
) -> ReviewRound:
    wanted = _by_component(session.record.state.open_findings)
    report = services.store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    head = session.mirror.fetch_branch(session.record.environment.branch)
    made = ReviewRound(commit=head or session.record.state.commit)
    snapshot = session.mirror.snapshot(made.commit)
    for component in session.components:
        if component.name not in wanted:
            continue
        if _may_be_revised(services, attempt, session, report, made.commit, component):
            made.findings[component.module] = by_severity(wanted[component.name])[:_MOST_TOLD]
            made.blobs[component.module] = snapshot.blob_id(component.design_path) or ""
        else:
            made.left.append(component.name)
    return made


def left_to_people(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    report: SessionStatusView,
    findings: Iterable[ReviewFinding],
) -> list[str]:
    """Names of the components that would have to change and that no round revises: a person wrote,
    changed or accepted their designs, or they are not there.

    Args:
        report: the session's status.
        findings: those that are open.
    """
    wanted = _by_component(findings)
    commit = session.record.state.commit
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
    return state in _DESIGNED and _is_of_session(services, attempt, session, commit, component)


def _by_component(findings: Iterable[ReviewFinding]) -> dict[str, list[ReviewFinding]]:
    """The findings to act on by the names of the components that have to change."""
    wanted: dict[str, list[ReviewFinding]] = {}
    for finding in findings:
        for name in finding.change if finding.severity in _ACTED_ON else ():
            wanted.setdefault(name, []).append(finding)
    return wanted


def _is_of_session(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    head: str,
    component: Component,
) -> bool:
    origin = origin_of(
        services.store,
        attempt.scope,
        session.mirror,
        head,
        component,
        context_path=session.parent.state.context.path,
    )
    return origin == "session"
