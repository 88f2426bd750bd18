"""The review's conversations: one for each group of designs, and one that joins the groups."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from pydantic import BaseModel

from design_sessions.agent import prompts
from design_sessions.agent.review_reading import group_designs
from design_sessions.agent.tool_definitions import review_tools
from design_sessions.components import Component
from design_sessions.context_document import project_documents
from design_sessions.design_document import DesignProblem, design_warnings
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.component_session import definition_of, facts_of, settings_of
from design_sessions.steps.review_session import (
    ReviewSession,
    ReviewState,
    accepted_designs,
    load,
    modules_of,
    save,
)


class ReviewPlan(BaseModel):
    """Where an attempt goes on."""

    groups: int
    resume: Literal["review", "finalize"] = "review"


class OpenedConversation(BaseModel):
    """A conversation to go on with."""

    conversation: int
    next_turn: int
    submitted: bool = False


async def begin(
    services: Services,
    scope: Scope,
    session_id: str,
    *,
    attempt: int,
    workflow_id: str,
    guidance: str | None,
) -> ReviewPlan:
    """Fix the head to read and the groups; a review that was submitted for this head is kept.

    Designs beyond half of the model's window are read in groups.
    """
    session = await asyncio.to_thread(load, services, scope, session_id)
    model = str(session.parent.agent["review_model"])
    window = await services.model_client.model_window(model)
    return await asyncio.to_thread(
        _begin, services, scope, session, attempt, workflow_id, guidance, window
    )


def _begin(
    services: Services,
    scope: Scope,
    session: ReviewSession,
    attempt: int,
    workflow_id: str,
    guidance: str | None,
    window_tokens: int,
) -> ReviewPlan:
    services.store.sessions.set_status(
        scope, session.record.id, "active", attempt=attempt, workflow_id=workflow_id
    )
    session.mirror.fetch()
    head = session.mirror.branch_head(session.branch) or session.parent.environment["base_commit"]
    state = session.state
    unchanged = head in (state.commit, state.committed)
    if unchanged and str(state.last_group) in state.submissions and not guidance:
        return ReviewPlan(groups=len(state.groups), resume="finalize")
    if state.attempt == attempt and state.groups:
        return ReviewPlan(groups=len(state.groups))
    snapshot = session.mirror.snapshot(head)
    sizes = {
        component.module: len(snapshot.read_bytes(component.design_path) or b"")
        for component in session.components()
        if snapshot.exists(component.design_path)
    }
    session.state = ReviewState(
        attempt=attempt,
        commit=head,
        groups=group_designs(sizes, window_tokens) or [[]],
        guidance=guidance,
    )
    save(services, scope, session)
    return ReviewPlan(groups=len(session.state.groups))


def open_conversation(
    services: Services, scope: Scope, session_id: str, *, attempt: int, group: int
) -> OpenedConversation:
    """Open one group's conversation, or find it; the group after the last is the closing one."""
    session = load(services, scope, session_id)
    state, store = session.state, services.store
    turns = store.ledger.turns_of(scope, session.record.id)
    next_turn = 1 + max((turn.turn for turn in turns if turn.state == "finished"), default=0)
    number = state.conversations.get(str(group))
    if number is not None:
        return OpenedConversation(
            conversation=number, next_turn=next_turn, submitted=str(group) in state.submissions
        )
    latest = store.conversations.latest(scope, session.record.id)
    number = 1 if latest is None else latest.number + 1
    store.conversations.open(
        scope,
        session.record.id,
        number=number,
        attempt=attempt,
        reason=f"attempt {attempt}, group {group + 1} of {len(state.groups)}",
        system=prompts.review_system(),
        tools=review_tools(),
        opening=_opening(session, group, accepted=accepted_designs(services, scope, session)),
        model=str(session.parent.agent["review_model"]),
        commit=state.commit,
    )
    state.conversations[str(group)] = number
    save(services, scope, session)
    return OpenedConversation(conversation=number, next_turn=next_turn)


def _opening(session: ReviewSession, group: int, *, accepted: list[str]) -> list[dict[str, Any]]:
    state = session.state
    settings = settings_of(session.parent)
    closing = group == len(state.groups)
    modules = modules_of(session, group)
    designs = {c.module: c for c in session.components() if c.module in modules}
    return prompts.review_opening(
        project=settings.project.name or session.record.scope.project or "",
        project_description=settings.project.description or "",
        project_documents=project_documents(
            session.mirror.snapshot(state.commit), session.context_path
        ),
        context_module=str(session.parent.state["context"]["module"]),
        context_path=session.context_path,
        designs=[] if closing else list(designs.values()),
        others=[c for c in session.components() if c.module not in modules or closing],
        group_reviews=[state.submissions[str(g)] for g in range(len(state.groups))]
        if closing
        else [],
        accepted=accepted,
        warnings={} if closing else _warnings(session, list(designs.values())),
        guidance=state.guidance,
    )


def _warnings(session: ReviewSession, designs: list[Component]) -> dict[str, list[DesignProblem]]:
    """What validation noticed in the designs as they are read."""
    snapshot = session.mirror.snapshot(session.state.commit)
    definitions = settings_of(session.parent).all_definitions()
    facts = facts_of(session.parent)
    layout = str(session.parent.environment["layout"])
    return {
        component.design_path: design_warnings(
            snapshot.read_text(component.design_path) or "",
            definition=definition_of(definitions, layout, component),
            module=component.module,
            context=facts,
        )
        for component in designs
    }
