"""Where an attempt at a component goes on, and the conversation that it opens."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from design_sessions.agent import prompts
from design_sessions.agent.submissions import submission_of
from design_sessions.agent.tool_definitions import design_tools
from design_sessions.committed_designs import is_valid_design
from design_sessions.components import Component
from design_sessions.context_document import project_documents
from design_sessions.definitions import describe
from design_sessions.design_document import validate_design
from design_sessions.rules import join_rules, matching_rules
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.component_session import ComponentSession, is_to_be_replaced, load
from design_sessions.steps.guidance import pending_guidance

BREAKING_FAILURES = frozenset({"Refused", "ContextFull", "ModelError"})
"""After these an attempt begins a new conversation: the old one would only end the same way."""


class BegunComponent(BaseModel):
    """Where an attempt goes on."""

    resume: Literal["kept", "generate", "validate", "finalize"]
    conversation: int = 1
    next_turn: int = 1


def begin(
    services: Services, scope: Scope, session_id: str, *, attempt: int, workflow_id: str
) -> BegunComponent:
    """Keep what is valid already, or find what an earlier attempt paid for, or open a conversation.

    The first attempt reads the base commit; a retry reads the branch's head. The commit read is
    recorded with the conversation, and the design that was there with the session, so that one
    which a person commits meanwhile is not replaced.
    """
    session = load(services, scope, session_id)
    store = services.store
    record_id = session.record.id
    failure = (session.record.result or {}).get("failure_type")
    store.sessions.set_status(scope, record_id, "active", attempt=attempt, workflow_id=workflow_id)
    session.mirror.fetch()
    head = session.mirror.branch_head(session.branch) or session.record.environment["base_commit"]
    snapshot = session.mirror.snapshot(head)
    there = snapshot.blob_id(session.component.design_path) or ""
    store.sessions.update_state(scope, record_id, {"began_from": there})
    guidance = pending_guidance(store, scope, record_id)
    anew = is_to_be_replaced(session.parent, snapshot, session.component)
    kept = not guidance and not anew
    if kept and is_valid_design(snapshot, session.component, session.definition, session.facts):
        return BegunComponent(resume="kept")

    conversation = store.conversations.latest(scope, record_id)
    draft = store.drafts.latest(scope, record_id)
    if conversation is not None:
        turns = store.ledger.turns_of(scope, record_id, conversation.number)
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
    if existing is None and not anew:
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


def _next_turn(services: Services, scope: Scope, record_id: UUID) -> int:
    """The number of the next turn to take; a turn that was claimed or failed is taken again."""
    turns = services.store.ledger.turns_of(scope, record_id)
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
    parent = session.parent
    rules, _ = session.settings.read_rules(snapshot)
    rules += services.store.kept_rules.of_account(scope)
    problems = (
        validate_design(
            existing,
            definition=session.definition,
            module=component.module,
            context=session.facts,
        )
        if existing
        else []
    )
    services.store.conversations.open(
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
            project=session.settings.project.name or session.record.scope.project or "",
            project_description=session.settings.project.description or "",
            context_module=parent.state["context"]["module"],
            context_path=parent.state["context"]["path"],
            component=component,
            siblings=[Component.model_validate(c) for c in parent.state["components"]],
            project_documents=project_documents(snapshot, parent.state["context"]["path"]),
            existing=existing,
            problems=problems,
        ),
        model=str(session.record.agent["model"]),
        commit=commit,
    )
