"""Validating, committing or accepting a component's draft."""

from __future__ import annotations

from design_sessions.agent.submissions import submitted_design
from design_sessions.commit_subject import commit_subject
from design_sessions.errors import NotFoundError
from design_sessions.line_ends import with_line_ends
from design_sessions.outcomes import Verdict
from design_sessions.references import AttemptReference, TurnReference
from design_sessions.repository.trailers import session_trailers
from design_sessions.repository.writing.commit_builder import DesignCommit, blob_of, encoded
from design_sessions.services import Services
from design_sessions.steps.component_session import load
from design_sessions.steps.guidance import all_guidance, untold_guidance
from design_sessions.steps.verdict import verdict_of
from design_sessions.store.records import RecordResult
from design_sessions.wording import one_line


def check(services: Services, turn: TurnReference, revision: int) -> Verdict:
    """Validate the submission of a turn and store it as a draft; idempotent.

    Args:
        revision: 0 for the first draft of an attempt.
    """
    session = load(services, turn)
    store = services.store
    turns = store.ledger.turns_of(turn.scope, turn.session_id, conversation=turn.conversation)
    submitted = next(each for each in turns if each.turn == turn.turn)
    submission = submitted_design(submitted.response or [])
    document = submission.document if submission else ""
    problems = session.problems_of(document)
    store.drafts.save(
        turn.scope,
        turn.session_id,
        turn=turn.turn,
        attempt=turn.attempt,
        revision=revision,
        text=document,
        problems=problems,
    )
    verdict = verdict_of(
        [str(problem) for problem in problems],
        [problem.message for problem in problems],
    )
    verdict.guidance_waits = bool(untold_guidance(store, turn.scope, turn.session_id, turns))
    return verdict


def commit(services: Services, attempt: AttemptReference) -> str:
    """Commit the last draft, which is valid, push, and close the record as complete.

    Returns the commit.
    """
    return _commit(services, attempt)


def accept(services: Services, attempt: AttemptReference) -> str:
    """Commit the last draft even though it is not valid, and close the record as complete.

    Raises:
        NotFoundError: there is no draft.
    """
    return _commit(services, attempt, accepted="A person accepted the draft as it is.")


def _commit(services: Services, attempt: AttemptReference, *, accepted: str | None = None) -> str:
    session = load(services, attempt)
    draft = services.store.drafts.latest(attempt.scope, attempt.session_id)
    component, environment = session.component, session.record.environment
    if draft is None or not draft.text:
        raise NotFoundError(
            f"{component.name} has no draft.", "Retry it, or skip it with a reason."
        )
    if draft.problems and not accepted:
        raise NotFoundError(
            f"{component.name} has no valid draft.", "Retry it, or accept the draft as it is."
        )
    content = with_line_ends(
        draft.text,
        like=session.mirror.snapshot(environment.base_commit).read_bytes(environment.context_path),
    )
    blob = blob_of(encoded(content), like=environment.base_commit)
    result = services.committers.commit(
        environment.repository,
        DesignCommit(
            branch=environment.branch,
            path=component.design_path,
            content=content,
            message=commit_subject(
                services.settings.commit_subject,
                subject=f"Design {component.module}",
                component=component.module,
                context=session.parent.state.context.module,
            )
            + _answered(services, attempt, reviewed=session.parent.state.findings.are_reviewed),
            trailers=session_trailers(
                attempt,
                session.record.agent.model,
                context=session.parent.state.context.module,
                component=component.module,
                accepted_blob=blob if accepted else None,
            ),
            base_commit=environment.base_commit,
            replaces=session.record.state.began_from,
        ),
    )
    services.store.sessions.set_status(
        attempt.scope,
        attempt.session_id,
        "complete",
        result=RecordResult(remark=accepted, accepted=accepted is not None),
    )
    return result.commit


def _answered(services: Services, attempt: AttemptReference, *, reviewed: bool) -> str:
    """The findings, or the review threads, that this attempt was told, for its commit; empty
    without any."""
    store, scope, record = services.store, attempt.scope, attempt.session_id
    turns = store.ledger.turns_of(scope, record)
    told = {key for turn in turns if turn.attempt == attempt.attempt for key in turn.guidance}
    pieces = [piece for piece in all_guidance(store, scope, record) if piece.key in told]
    # Without the words of the threads, which could close an issue.
    threads = [
        f"- {each.place}, {one_line(each.comments[0].author)}"
        for piece in pieces
        for each in piece.threads
    ]
    findings = [
        f"- {each.id}: {one_line(each.explanation)}" for piece in pieces for each in piece.findings
    ]
    answered = f"Answers the {'review' if reviewed else 'checks'}"
    return "".join(
        "\n".join([f"\n\n{title}:", *lines])
        for title, lines in (("Answers review threads", threads), (answered, findings))
        if lines
    )
