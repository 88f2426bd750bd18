"""Refusing a submitted review, or rendering and committing it."""

from __future__ import annotations

from design_sessions.agent.review_findings import (
    check_submission,
    decided,
    merge_findings,
    without_repetitions,
)
from design_sessions.agent.submissions import submission_of
from design_sessions.commit_subject import commit_subject
from design_sessions.design_document.problems import DesignProblem
from design_sessions.layouts import review_path
from design_sessions.line_ends import with_line_ends
from design_sessions.outcomes import FoundFindings, Verdict
from design_sessions.references import AttemptReference, SessionReference, TurnReference
from design_sessions.repository.trailers import ATTEMPT_TRAILER, session_trailers
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.review_results import AcceptedDesign
from design_sessions.services import Services
from design_sessions.status import SessionStatusView
from design_sessions.steps.comparison import compare_again
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.open_findings import (
    ComparedSession,
    as_outcome,
    identify,
    keep_findings,
    load_findings,
    open_findings,
)
from design_sessions.steps.reopening import left_to_people
from design_sessions.steps.review_session import ReviewSession, load, save
from design_sessions.steps.review_text import (
    review_text,
    submission_problems,
    with_present_lines,
)
from design_sessions.steps.verdict import verdict_of


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
        checked = without_repetitions(checked, state.contradictions)
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


def commit(services: Services, attempt: AttemptReference) -> FoundFindings:
    """Give what the review came to to its session, and commit the document; returns all findings.

    Nothing is asked of the model.
    """
    session, parent = load(services, attempt), attempt.parent
    compared, state = load_findings(services, parent), session.record.state
    known = compared.known
    known.are_reviewed, known.commit = True, state.commit
    known.of_reviewer, known.contradictions = state.findings, state.contradictions
    identify(known)
    keep_findings(services.store, compared.parent, known)
    return _commit(services, attempt, session, compared, again=False)


def conclude(services: Services, attempt: AttemptReference) -> FoundFindings:
    """Compare the designs again, after revisions or a person's decision, and commit the result.

    Nothing is asked of the model: a finding of the reviewer counts as answered once all designs
    that had to change for it were revised.
    """
    compared = compare_again(services, attempt.parent)
    return _commit(services, attempt, load(services, attempt), compared, again=True)


def _commit(
    services: Services,
    attempt: AttemptReference,
    session: ReviewSession,
    compared: ComparedSession,
    *,
    again: bool,
) -> FoundFindings:
    state, environment = session.record.state, session.record.environment
    context, head = session.parent.state.context, compared.known.commit
    report = services.store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    findings = with_present_lines(
        session,
        compared.known,
        open_findings(services.store, compared.parent, compared.known),
    )
    state.documents += 1
    save(services, session)
    path = review_path(context.path)
    read = session.mirror.snapshot(head)
    model = session.record.agent.review_model
    accepted = _accepted(services, session, report, head)
    left = left_to_people(services, compared, report, findings, commit=head)
    result = services.committers.commit(
        environment.repository,
        DesignCommit(
            branch=environment.branch,
            path=path,
            content=with_line_ends(
                review_text(
                    session, compared.known, report, findings, accepted=accepted, left=left
                ),
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
    return as_outcome(findings)


def _accepted(
    services: Services, session: ReviewSession, report: SessionStatusView, commit: str
) -> list[AcceptedDesign]:
    """The accepted designs, each with the text that was accepted if that is there at a commit."""
    snapshot = session.mirror.snapshot(commit)
    states = {each.module: each.state for each in report.components}
    return [
        AcceptedDesign(
            name=component.name,
            path=component.design_path,
            blob=snapshot.blob_id(component.design_path)
            if origin_of(
                services.store,
                session.record.scope,
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
