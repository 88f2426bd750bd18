"""Where an attempt at a component resumes, and the conversation that it opens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from design_sessions.agent import prompts
from design_sessions.agent.submissions import outcome_kind
from design_sessions.agent.tool_definitions import design_tools
from design_sessions.committed_designs import is_valid_design
from design_sessions.components import Component
from design_sessions.context_document.finding.project_documents import project_documents
from design_sessions.definitions import describe
from design_sessions.errors import ModelError
from design_sessions.outcomes import BegunDesign, FailureType
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.references import AttemptReference
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.rules import join_rules, matching_rules
from design_sessions.services import Services
from design_sessions.steps.component_session import ComponentSession, is_to_be_replaced, load
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.guidance import untold_guidance
from design_sessions.store.records import RecordResult
from design_sessions.store.turn_records import Draft, TurnRecord

BREAKING_FAILURES = frozenset({FailureType.REFUSED, FailureType.CONTEXT_FULL, ModelError.__name__})
"""After these an attempt starts a new conversation: the old one would end the same way."""


_NEW_ENOUGH = 5.0
"""Seconds; a design that is pushed within them is found when the agent's is committed."""


def begin(services: Services, attempt: AttemptReference) -> BegunDesign:
    """Keep a valid or an accepted design, or find what was paid for, or open a conversation.

    The first attempt reads the base commit; a retry, and one that has waited for the designs that
    it depends on, reads the branch's head. The commit read is
    recorded with the conversation, and the design that was there with the session, so that one
    which a person commits meanwhile is not replaced.
    """
    session = load(services, attempt)
    store, scope, record = services.store, attempt.scope, session.record
    failure = record.result.failure_type if record.result else None
    store.sessions.set_status(
        scope, record.id, "active", attempt=attempt.attempt, workflow_id=attempt.workflow_id
    )
    # All components begin at once, or when what they depend on has just been pushed. A retry sees
    # what a person has just pushed.
    first_of_all = attempt.attempt == 1 and session.parent.state.order.design_order == "parallel"
    session.mirror.fetch(not_older=_NEW_ENOUGH if first_of_all else 0.0)
    environment = record.environment
    head = session.mirror.branch_head(environment.branch) or environment.base_commit
    snapshot = session.mirror.snapshot(head)
    there = snapshot.blob_id(session.component.design_path) or ""
    store.sessions.save_state(
        scope, record.id, record.state.model_copy(update={"began_from": there})
    )
    turns = store.ledger.turns_of(scope, record.id)
    guidance = untold_guidance(store, scope, record.id, turns)
    anew = is_to_be_replaced(session.parent, snapshot, session.component)
    kept = is_valid_design(
        snapshot,
        session.component,
        session.definition,
        session.parent.state.context_facts,
    )
    if kept and not guidance and not anew:
        store.sessions.set_status(scope, record.id, "complete", result=RecordResult())
        return BegunDesign(resume="kept")
    origin = partial(
        origin_of,
        store,
        scope,
        session.mirror,
        head,
        session.component,
        context_path=environment.context_path,
    )
    if there and not (guidance or anew or turns) and origin() == "accepted":
        store.sessions.set_status(
            scope,
            record.id,
            "complete",
            result=RecordResult(remark="Accepted in an earlier session.", accepted=True),
        )
        return BegunDesign(resume="accepted")

    conversation = store.conversations.latest(scope, record.id)
    draft = store.drafts.latest(scope, record.id)
    began_before = conversation is not None and conversation.attempt != attempt.attempt
    if began_before and kept and origin() == "person":
        # An agent that does not know what a person has changed since would undo it.
        draft, failure = None, "a person has changed the design"
    elif conversation is not None:
        last = last_finished([t for t in turns if t.conversation == conversation.number])
        if last is not None and outcome_kind(last.stop_reason, last.response or []) == "submitted":
            if draft is None or draft.turn != last.turn:
                return BegunDesign(
                    resume="validate",
                    conversation=conversation.number,
                    next_turn=last.turn + 1,
                    submitted_turn=last.turn,
                )
            if not draft.problems and not guidance:
                return BegunDesign(resume="finalize", conversation=conversation.number)
        if failure not in BREAKING_FAILURES or conversation.attempt == attempt.attempt:
            return BegunDesign(
                resume="generate", conversation=conversation.number, next_turn=next_turn(turns)
            )
    number = 1 if conversation is None else conversation.number + 1
    _open_conversation(
        services,
        attempt,
        session,
        number=number,
        reason="first conversation" if conversation is None else f"the last one ended: {failure}",
        commit=environment.base_commit if first_of_all else head,
        existing=_existing(session, snapshot, draft, anew=anew),
    )
    return BegunDesign(resume="generate", conversation=number, next_turn=next_turn(turns))


def next_turn(turns: list[TurnRecord]) -> int:
    """The number of the next turn to take; a turn that was claimed or failed is taken again."""
    last = last_finished(turns)
    return 1 if last is None else last.turn + 1


def _existing(
    session: ComponentSession, snapshot: Snapshot, draft: Draft | None, *, anew: bool
) -> str | None:
    """The document to revise: the last draft, else what is on the branch."""
    if draft is not None:
        return draft.text
    return None if anew else snapshot.read_text(session.component.design_path)


def last_finished(turns: list[TurnRecord]) -> TurnRecord | None:
    """The last turn that has an answer."""
    return next((turn for turn in reversed(turns) if turn.state == "finished"), None)


def _designed_dependencies(
    component: Component, siblings: Sequence[Component], snapshot: Snapshot
) -> list[str]:
    """Paths of the designs that are there of what a component depends on."""
    wanted = [module for module in component.dependencies if module != component.module]
    paths = {each.module: each.design_path for each in siblings if each.module in wanted}
    return [
        paths[module] for module in wanted if module in paths and snapshot.exists(paths[module])
    ]


def _open_conversation(
    services: Services,
    attempt: AttemptReference,
    session: ComponentSession,
    *,
    number: int,
    reason: str,
    commit: str,
    existing: str | None,
) -> None:
    snapshot = session.mirror.snapshot(commit)
    component, state = session.component, session.parent.state
    rules, _ = read_project_rules(state.project_settings, snapshot)
    rules += services.store.kept_rules.of_account(attempt.scope)
    services.store.conversations.open(
        attempt.scope,
        attempt.session_id,
        number=number,
        attempt=attempt.attempt,
        reason=reason,
        system=prompts.design_system(
            rules=join_rules(
                matching_rules(rules, component.type, declared_type=component.declared_type)
            ),
            definition=describe(session.definition),
        ),
        tools=design_tools(),
        opening=prompts.design_opening(
            project=state.project_settings.project.name or attempt.scope.project or "",
            project_description=state.project_settings.project.description or "",
            context_module=state.context.module,
            context_path=state.context.path,
            component=component,
            siblings=state.context.components,
            designed=_designed_dependencies(component, state.context.components, snapshot),
            project_documents=project_documents(snapshot, state.context.path),
            existing=existing,
            problems=session.problems_of(existing) if existing else [],
        ),
        model=session.record.agent.model,
        commit=commit,
    )
