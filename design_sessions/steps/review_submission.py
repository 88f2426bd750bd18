"""What becomes of a submitted review: refused, or rendered and committed."""

from __future__ import annotations

from uuid import UUID

from design_sessions.agent.review_reading import (
    DesignReference,
    check_submission,
    designs_read,
    merge_findings,
)
from design_sessions.agent.submissions import submission_of
from design_sessions.layouts import review_path
from design_sessions.repository.commit_builder import DesignCommit, session_trailers
from design_sessions.review_document import render_review
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.status import ReviewFinding, reason_given
from design_sessions.steps.review_session import accepted_designs, load, modules_of, save
from design_sessions.steps.verdict import Verdict, verdict_of


def check(
    services: Services,
    scope: Scope,
    session_id: str,
    *,
    conversation: int,
    turn: int,
    attempt: int,
    revision: int,
) -> Verdict:
    """Refuse a submission with the list of unread designs, or with unknown components."""
    session = load(services, scope, session_id)
    group = next(g for g, number in session.state.conversations.items() if number == conversation)
    turns = services.store.ledger.turns_of(scope, session.record.id, conversation)
    submitted = next(t for t in turns if t.turn == turn)
    must_read = modules_of(session, int(group))
    by_module = {c.module: c for c in session.components()}
    checked = check_submission(
        submission_of(submitted.response or []) or {},
        designs=[
            DesignReference(name=c.name, module=c.module, path=c.design_path)
            for c in session.components()
        ],
        read=designs_read(turns),
        required=[by_module[module].design_path for module in must_read],
    )
    problems = checked if isinstance(checked, list) else []
    services.store.drafts.save(
        scope,
        session.record.id,
        turn=turn,
        attempt=attempt,
        revision=revision,
        text="" if isinstance(checked, list) else checked.summary,
        problems=[{"line": 1, "message": problem} for problem in problems],
    )
    if not isinstance(checked, list):
        session.state.submissions[group] = checked.model_dump(mode="json")
        if int(group) == session.state.last_group:
            session.state.summary = checked.summary
            session.state.findings = merge_findings(checked.findings)
        save(services, scope, session)
    return verdict_of(problems, problems)


def commit(
    services: Services, scope: Scope, session_id: str, *, attempt: int
) -> list[ReviewFinding]:
    """Render the review, commit and push it; its findings."""
    session = load(services, scope, session_id)
    state = session.state
    report = services.store.reports.read_status(scope, session_id=session.parent.id)
    read = {module for group in state.groups for module in group}
    model = str(session.parent.agent["review_model"])
    result = services.committers.commit(
        session.parent.environment["repository"],
        DesignCommit(
            branch=session.branch,
            path=review_path(session.context_path),
            content=render_review(
                context=str(session.parent.state["context"]["module"]),
                summary=state.summary,
                findings=state.findings,
                designs_read=[c.design_path for c in session.components() if c.module in read],
                accepted=accepted_designs(services, scope, session),
                skipped=[
                    (c.name, reason_given(c.error))
                    for c in report.components
                    if c.state == "skipped"
                ],
                model=model,
            ),
            message=f"Review the designs of {session.parent.state['context']['module']}",
            trailers=session_trailers(session.record.id, attempt, model),
            base_commit=session.parent.environment["base_commit"],
        ),
    )
    state.committed = result.commit
    save(services, scope, session)
    return state.findings


def is_on_branch(services: Services, scope: Scope, parent_session_id: str) -> bool:
    """Whether the review's document is on the session's branch."""
    parent = services.store.sessions.get(scope, UUID(parent_session_id))
    mirror = services.mirrors.get(parent.environment["repository"])
    mirror.fetch()
    head = mirror.branch_head(str(parent.environment["branch"]))
    path = review_path(str(parent.environment["context_path"]))
    return head is not None and mirror.snapshot(head).exists(path)
