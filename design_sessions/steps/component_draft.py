"""What becomes of a component's draft: validated, committed, or accepted as it is."""

from __future__ import annotations

from design_sessions.agent.submissions import submission_of
from design_sessions.design_document import DesignProblem, validate_design
from design_sessions.errors import NotFoundError
from design_sessions.repository.commit_builder import DesignCommit, session_trailers
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.component_session import ComponentSession, load
from design_sessions.steps.guidance import pending_guidance
from design_sessions.steps.verdict import Verdict, verdict_of


def check_draft(
    services: Services, scope: Scope, session_id: str, *, turn: int, attempt: int, revision: int
) -> Verdict:
    """Validate what was submitted at a turn and keep it as a draft; idempotent."""
    session = load(services, scope, session_id)
    submitted = next(
        t for t in services.store.ledger.turns_of(scope, session.record.id) if t.turn == turn
    )
    submission = submission_of(submitted.response or []) or {}
    text = submission.get("document")
    if isinstance(text, str):
        problems = validate_design(
            text,
            definition=session.definition,
            module=session.component.module,
            context=session.facts,
        )
    else:
        text = ""
        problems = [
            DesignProblem(line=1, message="submit_design takes the whole document as 'document'.")
        ]
    services.store.drafts.save(
        scope,
        session.record.id,
        turn=turn,
        attempt=attempt,
        revision=revision,
        text=text,
        problems=[problem.model_dump() for problem in problems],
    )
    verdict = verdict_of(
        [f"line {problem.line}: {problem.message}" for problem in problems],
        [problem.message for problem in problems],
    )
    verdict.guidance_waits = bool(pending_guidance(services.store, scope, session.record.id))
    return verdict


def commit(services: Services, scope: Scope, session_id: str, *, attempt: int) -> str:
    """Commit the last draft, which is valid, and push; returns the commit."""
    session = load(services, scope, session_id)
    return _commit(services, scope, session, attempt=attempt, accepted=False)


def accept(services: Services, scope: Scope, session_id: str, *, attempt: int) -> str:
    """Commit the last draft although it is not valid, and close the record as complete.

    Raises:
        NotFoundError: there is no draft.
    """
    session = load(services, scope, session_id)
    committed = _commit(services, scope, session, attempt=attempt, accepted=True)
    services.store.sessions.set_status(
        scope, session.record.id, "complete", result={"outcome": "accepted"}
    )
    return committed


def _commit(
    services: Services, scope: Scope, session: ComponentSession, *, attempt: int, accepted: bool
) -> str:
    draft = services.store.drafts.latest(scope, session.record.id)
    if draft is None or not draft.text:
        raise NotFoundError(
            f"{session.component.name} has no draft.", "Retry it, or skip it with a reason."
        )
    if draft.problems and not accepted:
        raise NotFoundError(
            f"{session.component.name} has no valid draft.",
            "Retry it, or accept the draft as it is.",
        )
    model = str(session.record.agent["model"])
    component = session.component
    result = services.committers.commit(
        session.record.environment["repository"],
        DesignCommit(
            branch=session.branch,
            path=component.design_path,
            content=draft.text if draft.text.endswith("\n") else draft.text + "\n",
            message=f"Design {component.module}",
            trailers=session_trailers(
                session.record.id, attempt, model, component=component.module, accepted=accepted
            ),
            base_commit=session.record.environment["base_commit"],
            # Who accepts a draft wants it in the place of whatever is there.
            replaces=None if accepted else session.record.state.get("began_from"),
        ),
    )
    return result.commit
