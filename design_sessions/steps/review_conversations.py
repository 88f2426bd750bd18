"""The review's conversations: one for each group of designs, and one that ends a review in groups.

What was submitted at a head stays: a later attempt at the same head continues with the group that
has no accepted submission. At another head, where designs may have changed, it begins anew.
"""

from __future__ import annotations

import asyncio

from design_sessions.agent.review_groups import group_designs, group_room
from design_sessions.agent.review_opening import review_system
from design_sessions.agent.submissions import outcome_kind
from design_sessions.agent.tool_definitions import review_tools
from design_sessions.outcomes import OpenedConversation, ReviewPlan
from design_sessions.references import AttemptReference
from design_sessions.repository.reading.reviewed import is_reviewed_on_base
from design_sessions.services import Services
from design_sessions.steps.component_conversation import (
    BREAKING_FAILURES,
    last_finished,
    next_turn,
)
from design_sessions.steps.contradiction_facts import contradictions_at
from design_sessions.steps.guidance import untold_guidance
from design_sessions.steps.review_message import opening_of
from design_sessions.steps.review_session import (
    ReviewSession,
    accepted_designs,
    load,
    save,
    skipped_modules,
)
from design_sessions.store.session_states import StoredReviewState
from design_sessions.store.turn_records import TurnRecord


async def begin(services: Services, attempt: AttemptReference) -> ReviewPlan:
    """Choose the head to review and the groups, or find what an earlier attempt has left."""
    session = await asyncio.to_thread(load, services, attempt)
    window = await services.model_client.model_window(session.record.agent.review_model)
    return await asyncio.to_thread(_begin, services, attempt, session, group_room(window))


def _begin(
    services: Services, attempt: AttemptReference, session: ReviewSession, room: int
) -> ReviewPlan:
    store, record = services.store, session.record
    state, environment = record.state, record.environment
    failure = record.result.failure_type if record.result else None
    store.sessions.set_status(
        attempt.scope,
        attempt.session_id,
        "active",
        attempt=attempt.attempt,
        workflow_id=attempt.workflow_id,
    )
    session.mirror.fetch()
    head = session.mirror.branch_head(environment.branch) or environment.base_commit
    if is_reviewed_on_base(
        session.mirror,
        environment.base_commit,
        head,
        designs=[component.design_path for component in session.components],
        context_path=environment.context_path,
    ):
        return ReviewPlan(groups=0, resume="nothing")
    if not state.groups or head not in (state.commit, state.committed):
        report = store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
        record.state = state = _begun_anew(session, head, room)
        state.contradictions = contradictions_at(
            session.parent, session.mirror, head, excused=skipped_modules(report)
        )
    elif state.attempt != attempt.attempt and failure in BREAKING_FAILURES:
        state.broken = str(failure)
        state.conversations = {
            group: number
            for group, number in state.conversations.items()
            if group in state.submissions
        }
    state.attempt = attempt.attempt
    if state.last_group in state.submissions:
        turns = store.ledger.turns_of(attempt.scope, attempt.session_id)
        if not untold_guidance(store, attempt.scope, attempt.session_id, turns):
            return ReviewPlan(groups=len(state.groups), resume="finalize")
        # What a person has said since changes the review as a whole, in its last conversation.
        del state.submissions[state.last_group]
    save(services, session)
    return ReviewPlan(groups=len(state.groups))


def _begun_anew(session: ReviewSession, head: str, room: int) -> StoredReviewState:
    """The state with the designs at ``head`` in groups, and nothing of an earlier attempt."""
    old, components = session.record.state, session.components
    found = session.mirror.snapshot(head).read_many(c.design_path for c in components)
    sizes = {c.module: len(found[c.design_path]) for c in components if c.design_path in found}
    return StoredReviewState(
        parent_context_name=old.parent_context_name,
        context_design_path=old.context_design_path,
        commit=head,
        groups=group_designs(sizes, room) or [[]],
        room=room,
        documents=old.documents,
    )


def open_conversation(
    services: Services, attempt: AttemptReference, group: int
) -> OpenedConversation:
    """Open one group's conversation, or find it; the group after the last is the closing one."""
    session = load(services, attempt)
    state, store = session.record.state, services.store
    turns = store.ledger.turns_of(attempt.scope, attempt.session_id)
    number = state.conversations.get(group)
    if number is not None:
        return OpenedConversation(
            conversation=number,
            next_turn=next_turn(turns),
            submitted=group in state.submissions,
            submitted_turn=_unchecked(
                services, attempt, [turn for turn in turns if turn.conversation == number]
            ),
        )
    latest = store.conversations.latest(attempt.scope, attempt.session_id)
    number = 1 if latest is None else latest.number + 1
    part = "closing" if group == len(state.groups) else f"group {group + 1}"
    reason = f"attempt {attempt.attempt}, {part} of {len(state.groups)}"
    report = store.reports.read_status(attempt.scope, session_id=attempt.parent_session_id)
    store.conversations.open(
        attempt.scope,
        attempt.session_id,
        number=number,
        attempt=attempt.attempt,
        reason=f"{reason}; the last one ended: {state.broken}" if state.broken else reason,
        system=review_system(),
        tools=review_tools(),
        opening=opening_of(session, group, accepted=accepted_designs(report)),
        model=session.record.agent.review_model,
        commit=state.commit,
    )
    state.conversations[group], state.broken = number, ""
    save(services, session)
    return OpenedConversation(conversation=number, next_turn=next_turn(turns))


def _unchecked(
    services: Services, attempt: AttemptReference, turns: list[TurnRecord]
) -> int | None:
    """The turn of a submission that was never checked, unless there is something to say first."""
    store, last = services.store, last_finished(turns)
    if last is None or outcome_kind(last.stop_reason, last.response or []) != "submitted":
        return None
    draft = store.drafts.latest(attempt.scope, attempt.session_id)
    if draft is not None and draft.turn == last.turn:
        return None
    advised = untold_guidance(store, attempt.scope, attempt.session_id, turns)
    return None if advised else last.turn
