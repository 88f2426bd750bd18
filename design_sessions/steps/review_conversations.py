"""The review's conversations: one for each group of designs, and one that joins the groups."""

from __future__ import annotations

import asyncio

from design_sessions.agent import prompts
from design_sessions.agent.review_reading import group_designs
from design_sessions.agent.tool_definitions import review_tools
from design_sessions.components import Component
from design_sessions.context_document.finding.project_documents import project_documents
from design_sessions.design_document.examination import design_warnings
from design_sessions.design_document.problems import DesignProblem
from design_sessions.endpoint.messages import Block
from design_sessions.outcomes import OpenedConversation, ReviewPlan
from design_sessions.references import AttemptReference
from design_sessions.services import Services
from design_sessions.steps.component_conversation import next_turn
from design_sessions.steps.component_session import definition_of
from design_sessions.steps.guidance import untold_guidance
from design_sessions.steps.review_session import ReviewSession, accepted_designs, load, save


async def begin(services: Services, attempt: AttemptReference) -> ReviewPlan:
    """Choose the head to read and the groups; a review already submitted for this head is kept.

    Designs beyond half of the model's window are read in groups.
    """
    session = await asyncio.to_thread(load, services, attempt)
    window = await services.model_client.model_window(session.record.agent.review_model)
    return await asyncio.to_thread(_begin, services, attempt, session, window)


def _begin(
    services: Services, attempt: AttemptReference, session: ReviewSession, window_tokens: int
) -> ReviewPlan:
    store, state, environment = services.store, session.record.state, session.record.environment
    store.sessions.set_status(
        attempt.scope,
        attempt.session_id,
        "active",
        attempt=attempt.attempt,
        workflow_id=attempt.workflow_id,
    )
    session.mirror.fetch()
    head = session.mirror.branch_head(environment.branch) or environment.base_commit
    unchanged = head in (state.commit, state.committed)
    turns = store.ledger.turns_of(attempt.scope, attempt.session_id)
    advised = bool(untold_guidance(store, attempt.scope, attempt.session_id, turns))
    if unchanged and state.last_group in state.submissions and not advised:
        return ReviewPlan(groups=len(state.groups), resume="finalize")
    if state.attempt == attempt.attempt and state.groups:
        return ReviewPlan(groups=len(state.groups))
    snapshot = session.mirror.snapshot(head)
    sizes = {
        component.module: len(snapshot.read_bytes(component.design_path) or b"")
        for component in session.components
        if snapshot.exists(component.design_path)
    }
    state.attempt = attempt.attempt
    state.commit, state.committed = head, ""
    state.groups = group_designs(sizes, window_tokens) or [[]]
    state.conversations, state.submissions = {}, {}
    state.summary, state.findings = "", []
    save(services, session)
    return ReviewPlan(groups=len(state.groups))


def open_conversation(
    services: Services, attempt: AttemptReference, group: int
) -> OpenedConversation:
    """Open one group's conversation, or find it; the group after the last is the closing one."""
    session = load(services, attempt)
    state, store = session.record.state, services.store
    following = next_turn(store.ledger.turns_of(attempt.scope, attempt.session_id))
    number = state.conversations.get(group)
    if number is not None:
        return OpenedConversation(
            conversation=number, next_turn=following, submitted=group in state.submissions
        )
    latest = store.conversations.latest(attempt.scope, attempt.session_id)
    number = 1 if latest is None else latest.number + 1
    report = store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    store.conversations.open(
        attempt.scope,
        attempt.session_id,
        number=number,
        attempt=attempt.attempt,
        reason=f"attempt {attempt.attempt}, group {group + 1} of {len(state.groups)}",
        system=prompts.review_system(),
        tools=review_tools(),
        opening=_opening(session, group, accepted=accepted_designs(report)),
        model=session.record.agent.review_model,
        commit=state.commit,
    )
    state.conversations[group] = number
    save(services, session)
    return OpenedConversation(conversation=number, next_turn=following)


def _opening(session: ReviewSession, group: int, *, accepted: list[str]) -> list[Block]:
    state, parent = session.record.state, session.parent.state
    project = parent.project_settings.project
    closing = group == len(state.groups)
    modules = session.modules_of(group)
    designs = [component for component in session.components if component.module in modules]
    return prompts.review_opening(
        project=project.name or session.record.scope.project or "",
        project_description=project.description or "",
        project_documents=project_documents(
            session.mirror.snapshot(state.commit), parent.context.path
        ),
        context_module=parent.context.module,
        context_path=parent.context.path,
        designs=designs,
        others=[c for c in session.components if c.module not in modules],
        group_reviews=[state.submissions[g] for g in range(len(state.groups))] if closing else [],
        accepted=accepted,
        warnings=_warnings(session, designs),
    )


def _warnings(session: ReviewSession, designs: list[Component]) -> dict[str, list[DesignProblem]]:
    """What validation noticed in the designs as they are read."""
    parent = session.parent.state
    snapshot = session.mirror.snapshot(session.record.state.commit)
    definitions = parent.project_settings.all_definitions()
    layout = session.record.environment.layout
    return {
        component.design_path: design_warnings(
            snapshot.read_text(component.design_path) or "",
            definition=definition_of(definitions, layout, component),
            module=component.module,
            context=parent.context_facts,
        )
        for component in designs
    }
