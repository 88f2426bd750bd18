"""The steps of one component's session, but for the model's turns."""

from __future__ import annotations

import hashlib
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from design_sessions.agent import prompts
from design_sessions.agent.submissions import submission_of
from design_sessions.agent.tool_definitions import design_tools
from design_sessions.components import Component
from design_sessions.definitions import DocumentDefinition, definition_for, describe
from design_sessions.design_document import DesignProblem, validate_design
from design_sessions.errors import NotFoundError
from design_sessions.layouts import layout_named
from design_sessions.repository.commit_builder import DesignCommit
from design_sessions.repository.mirror import Mirror
from design_sessions.repository.snapshot import Snapshot
from design_sessions.rules import join_rules, matching_rules, read_rules
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.session_guidance import pending_guidance
from design_sessions.session_validation import is_valid_design
from design_sessions.store.records import SessionRecord

BREAKING_FAILURES = frozenset({"Refused", "ContextFull", "ModelError"})
"""After these an attempt begins a new conversation: the old one would only end the same way."""


class BegunComponent(BaseModel):
    """Where an attempt goes on."""

    resume: Literal["kept", "generate", "validate", "finalize"]
    conversation: int = 1
    next_turn: int = 1


class Verdict(BaseModel):
    """How validation ended."""

    valid: bool
    problems: int = 0
    fingerprint: str = ""
    summary: str = ""
    guidance_waits: bool = False


class ComponentSession(BaseModel):
    """One component's record with what was parsed out of it."""

    model_config = {"arbitrary_types_allowed": True}

    record: SessionRecord
    component: Component
    definition: DocumentDefinition
    mirror: Mirror

    @property
    def branch(self) -> str:
        """The session's branch."""
        return str(self.record.environment["branch"])


def load(services: Services, scope: Scope, session_id: str) -> ComponentSession:
    """The component session of a record id.

    Raises:
        NotFoundError: there is none in this scope.
    """
    record = services.store.get_session(scope, UUID(session_id))
    component = Component.model_validate(record.state["component"])
    layout = layout_named(record.environment["layout"])
    return ComponentSession(
        record=record,
        component=component,
        definition=definition_for(layout.standard, component.type),
        mirror=services.mirrors.get(record.environment["repository"]),
    )


def begin(
    services: Services, scope: Scope, session_id: str, *, attempt: int, workflow_id: str
) -> BegunComponent:
    """Keep what is valid already, or find what an earlier attempt paid for, or open a conversation.

    The first attempt reads the base commit; a retry reads the branch's head. The commit read is
    recorded with the conversation.
    """
    session = load(services, scope, session_id)
    store = services.store
    record_id = session.record.id
    failure = (session.record.result or {}).get("failure_type")
    store.set_session_status(scope, record_id, "active", attempt=attempt, workflow_id=workflow_id)
    session.mirror.fetch()
    head = session.mirror.branch_head(session.branch) or session.record.environment["base_commit"]
    snapshot = session.mirror.snapshot(head)
    guidance = pending_guidance(store, scope, record_id)
    regenerate = bool(_order(services, scope, session).get("regenerate")) and attempt == 1
    if not guidance and not regenerate and _is_on_branch(session, snapshot):
        return BegunComponent(resume="kept")

    conversation = store.latest_conversation(scope, record_id)
    draft = store.latest_draft(scope, record_id)
    if conversation is not None:
        turns = store.turns_of(scope, record_id, conversation.number)
        finished = [turn for turn in turns if turn.state == "finished"]
        last = finished[-1] if finished else None
        if last is not None and submission_of(last.response or []) is not None:
            if draft is None or draft.turn != last.turn:
                return BegunComponent(
                    resume="validate",
                    conversation=conversation.number,
                    next_turn=last.turn + 1,
                )
            if not draft.problems and not guidance:
                return BegunComponent(resume="finalize", conversation=conversation.number)
        if failure not in BREAKING_FAILURES or conversation.attempt == attempt:
            return BegunComponent(
                resume="generate",
                conversation=conversation.number,
                next_turn=_next_turn(services, scope, record_id),
            )
    number = 1 if conversation is None else conversation.number + 1
    reason = "first conversation" if conversation is None else f"the last one ended: {failure}"
    commit = session.record.environment["base_commit"] if attempt == 1 else head
    existing = draft.text if draft is not None else None
    if existing is None and not regenerate:
        existing = snapshot.read_text(session.component.design_path)
    _open_conversation(
        services,
        scope,
        session,
        number=number,
        attempt=attempt,
        reason=reason,
        commit=commit,
        existing=existing,
    )
    return BegunComponent(
        resume="generate",
        conversation=number,
        next_turn=_next_turn(services, scope, record_id),
    )


def _order(services: Services, scope: Scope, session: ComponentSession) -> dict[str, object]:
    if session.record.parent_id is None:
        raise NotFoundError("Session not found: this component has no parent session.")
    order: dict[str, object] = services.store.get_session(scope, session.record.parent_id).state[
        "order"
    ]
    return order


def _is_on_branch(session: ComponentSession, snapshot: Snapshot) -> bool:
    return is_valid_design(snapshot, session.component, session.record.environment["layout"])


def _next_turn(services: Services, scope: Scope, record_id: UUID) -> int:
    """The number of the next turn to take; a turn that was claimed or failed is taken again."""
    turns = services.store.turns_of(scope, record_id)
    return 1 + max((turn.turn for turn in turns if turn.state == "finished"), default=0)


def _open_conversation(
    services: Services,
    scope: Scope,
    session: ComponentSession,
    *,
    number: int,
    attempt: int,
    reason: str,
    commit: str,
    existing: str | None,
) -> None:
    snapshot = session.mirror.snapshot(commit)
    component = session.component
    parent = services.store.get_session(scope, session.record.parent_id or session.record.id)
    rules, _ = read_rules(snapshot)
    problems = (
        validate_design(existing, definition=session.definition, module=component.module)
        if existing
        else []
    )
    services.store.open_conversation(
        scope,
        session.record.id,
        number=number,
        attempt=attempt,
        reason=reason,
        system=prompts.design_system(
            rules=join_rules(
                matching_rules(rules, component.type, declared_type=component.declared_type)
            ),
            definition=describe(session.definition),
        ),
        tools=design_tools(),
        opening=prompts.design_opening(
            project=session.record.scope.project or "",
            context_module=parent.state["context"]["module"],
            context_path=parent.state["context"]["path"],
            component=component,
            siblings=[Component.model_validate(c) for c in parent.state["components"]],
            project_documents=[
                path
                for path in ("executive_summary.md", "user_stories.md", "docs/executive_summary.md")
                if snapshot.exists(path)
            ],
            existing=existing,
            problems=problems,
        ),
        model=str(session.record.agent["model"]),
        commit=commit,
    )


def check_draft(
    services: Services, scope: Scope, session_id: str, *, turn: int, attempt: int, revision: int
) -> Verdict:
    """Validate what was submitted at a turn and keep it as a draft; idempotent."""
    session = load(services, scope, session_id)
    submitted = next(t for t in services.store.turns_of(scope, session.record.id) if t.turn == turn)
    submission = submission_of(submitted.response or []) or {}
    text = submission.get("document")
    if isinstance(text, str):
        problems = validate_design(
            text, definition=session.definition, module=session.component.module
        )
    else:
        text = ""
        problems = [
            DesignProblem(line=1, message="submit_design takes the whole document as 'document'.")
        ]
    services.store.save_draft(
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


def verdict_of(shown: list[str], messages: list[str]) -> Verdict:
    """A verdict whose fingerprint does not depend on lines or order."""
    digest = hashlib.sha256("\n".join(sorted(messages)).encode()).hexdigest()[:16]
    return Verdict(
        valid=not messages,
        problems=len(messages),
        fingerprint=digest if messages else "",
        summary="; ".join(shown[:3])[:600],
    )


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
    services.store.set_session_status(
        scope, session.record.id, "complete", result={"outcome": "accepted"}
    )
    return committed


def _commit(
    services: Services, scope: Scope, session: ComponentSession, *, attempt: int, accepted: bool
) -> str:
    draft = services.store.latest_draft(scope, session.record.id)
    if draft is None or not draft.text:
        raise NotFoundError(
            f"{session.component.name} has no draft.", "Retry it, or skip it with a reason."
        )
    model = str(session.record.agent["model"])
    component = session.component
    trailers = {
        "Design-Session": str(session.record.id),
        "Design-Component": component.module,
        "Design-Attempt": str(attempt),
        "Design-Model": model,
        "Co-authored-by": f"{model} <noreply@anthropic.com>",
    }
    if accepted:
        trailers["Design-Accepted"] = "although not valid"
    result = services.committers.commit(
        session.record.environment["repository"],
        DesignCommit(
            branch=session.branch,
            path=component.design_path,
            content=draft.text if draft.text.endswith("\n") else draft.text + "\n",
            message=f"Design {component.module}",
            trailers=trailers,
            base_commit=session.record.environment["base_commit"],
        ),
    )
    return result.commit
