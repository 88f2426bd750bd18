"""Refusing a submitted review, or rendering and committing it."""

from __future__ import annotations

from design_sessions.agent.review_findings import (
    as_decided_before,
    check_submission,
    decided,
    merge_findings,
)
from design_sessions.agent.submissions import submission_of
from design_sessions.commit_subject import commit_subject
from design_sessions.design_document.problems import DesignProblem
from design_sessions.layouts import review_path
from design_sessions.line_ends import with_line_ends
from design_sessions.outcomes import CommittedReview, Verdict
from design_sessions.references import AttemptReference, SessionReference, TurnReference
from design_sessions.repository.trailers import ATTEMPT_TRAILER, session_trailers
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.review_results import AcceptedDesign
from design_sessions.services import Services
from design_sessions.severity import by_severity
from design_sessions.status import SessionStatusView
from design_sessions.steps.contradiction_facts import contradictions_at
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.open_findings import identify, open_findings
from design_sessions.steps.reopening import left_to_people, note_revisions
from design_sessions.steps.review_session import (
    ReviewSession,
    load,
    save,
    skipped_modules,
)
from design_sessions.steps.review_text import (
    review_text,
    submission_problems,
    with_present_lines,
)
from design_sessions.steps.verdict import verdict_of
from design_sessions.wording import fitting

_MOST_FINDINGS = 200_000
"""Bytes of findings that go through Temporal, which stores them with each status and refuses
messages of 2 MB."""


def check(services: Services, turn: TurnReference, revision: int) -> Verdict:
    """Refuse a submission that does not fit or names unknown components, or keep it.

    Args:
        revision: 0 for the first submission of a conversation.
    """
    session = load(services, turn)
    state = session.record.state
    group = next(g for g, number in state.conversations.items() if number == turn.conversation)
    turns = services.store.ledger.turns_of(
        turn.scope, turn.session_id, conversation=turn.conversation
    )
    submitted = next(each for each in turns if each.turn == turn.turn)
    checked = check_submission(
        submission_of(submitted.response or []) or {},
        components=session.components,
        contradictions=len(state.contradictions),
    )
    problems = checked if isinstance(checked, list) else submission_problems(session, checked)
    if not isinstance(checked, list) and not problems:
        state.submissions[group] = checked
        state.contradictions = decided(state.contradictions, checked.decisions)
        if group == state.last_group:
            state.summary = checked.summary
            submissions = [state.submissions[number] for number in sorted(state.submissions)]
            state.findings = merge_findings(f for each in submissions for f in each.findings)
        # Before the draft: a submission without one is checked again by the next attempt.
        save(services, session)
    services.store.drafts.save(
        turn.scope,
        turn.session_id,
        turn=turn.turn,
        attempt=turn.attempt,
        revision=revision,
        text="" if isinstance(checked, list) else checked.summary,
        problems=[DesignProblem(line=1, message=problem) for problem in problems],
    )
    return verdict_of(problems, problems)


def commit(services: Services, attempt: AttemptReference) -> CommittedReview:
    """Render the review, commit and push it; returns its findings."""
    return _commit(services, attempt, load(services, attempt), again=False)


def conclude(services: Services, attempt: AttemptReference) -> CommittedReview:
    """Compare the designs again, after revisions or a person's decision, and commit the result.

    Nothing is asked of the model: a finding of the reviewer counts as answered once all designs
    that had to change for it were revised.
    """
    session = load(services, attempt)
    state = session.record.state
    head = session.mirror.fetch_branch(session.record.environment.branch) or state.commit
    report = services.store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    note_revisions(services, session, head)
    found = contradictions_at(session, head, excused=skipped_modules(report))
    state.contradictions = as_decided_before(found, state.contradictions)
    state.reviewed_commit = state.reviewed_commit or state.commit
    state.commit = head
    return _commit(services, attempt, session, again=True)


def _commit(
    services: Services, attempt: AttemptReference, session: ReviewSession, *, again: bool
) -> CommittedReview:
    state, environment = session.record.state, session.record.environment
    context = session.parent.state.context
    report = services.store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    identify(state)
    findings = with_present_lines(session, open_findings(services.store, session.record))
    state.documents += 1
    save(services, session)
    path = review_path(context.path)
    read = session.mirror.snapshot(state.commit)
    model = session.record.agent.review_model
    accepted = _accepted(services, attempt, session, report)
    left = left_to_people(services, attempt, session, report, findings, commit=state.commit)
    result = services.committers.commit(
        environment.repository,
        DesignCommit(
            branch=environment.branch,
            path=path,
            content=with_line_ends(
                review_text(session, report, findings, accepted=accepted, left=left),
                like=session.mirror.snapshot(environment.base_commit).read_bytes(context.path),
            ),
            message=commit_subject(
                services.settings.commit_subject,
                subject=f"Review the designs of {context.module}",
                component=context.module,
                context=context.module,
            ),
            trailers=session_trailers(attempt, model, context=context.module)
            # Each document of an attempt is another one.
            | ({ATTEMPT_TRAILER: f"{attempt.attempt}.{state.documents}"} if again else {}),
            base_commit=environment.base_commit,
            replaces=state.blob or read.blob_id(path) or "",
        ),
    )
    state.committed = result.commit
    state.blob = session.mirror.snapshot(result.commit).blob_id(path) or ""
    save(services, session)
    found = by_severity(findings)
    carried = fitting([f.model_dump_json() for f in found], _MOST_FINDINGS)
    return CommittedReview(findings=found[: len(carried)], more_findings=len(found) - len(carried))


def _accepted(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    report: SessionStatusView,
) -> list[AcceptedDesign]:
    """The accepted designs, each with the text that was accepted if the review has read that."""
    commit = session.record.state.commit
    snapshot = session.mirror.snapshot(commit)
    states = {each.module: each.state for each in report.components}
    return [
        AcceptedDesign(
            name=component.name,
            path=component.design_path,
            blob=snapshot.blob_id(component.design_path)
            if origin_of(
                services.store,
                attempt.scope,
                session.mirror,
                commit,
                component,
                context_path=session.parent.state.context.path,
            )
            == "accepted"
            else None,
        )
        for component in session.components
        if states.get(component.module) == "accepted"
    ]


def is_on_branch(services: Services, session: SessionReference) -> bool:
    """Whether the review document is on the branch of a parent session."""
    environment = services.store.sessions.parent(session.scope, session.session_id).environment
    mirror = services.mirrors.get(environment.repository)
    mirror.fetch()
    head = mirror.branch_head(environment.branch)
    return head is not None and mirror.snapshot(head).exists(review_path(environment.context_path))
