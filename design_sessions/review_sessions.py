"""The steps of the review's session, but for the model's turns.

What the review knows between its steps is in its record's state: the commit read, the groups of
designs, and what each group's conversation submitted.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from design_sessions.agent import prompts
from design_sessions.agent.review_reading import (
    DesignReference,
    check_submission,
    designs_read,
    group_designs,
    merge_findings,
)
from design_sessions.agent.submissions import submission_of
from design_sessions.agent.tool_definitions import review_tools
from design_sessions.component_sessions import Verdict, verdict_of
from design_sessions.components import Component
from design_sessions.errors import NotFoundError
from design_sessions.layouts import review_path
from design_sessions.repository.commit_builder import DesignCommit
from design_sessions.repository.mirror import Mirror
from design_sessions.review_document import render_review
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.status import ReviewFinding, reason_given
from design_sessions.store.records import SessionRecord


class ReviewPlan(BaseModel):
    """Where an attempt goes on."""

    groups: int
    resume: Literal["review", "finalize"] = "review"


class OpenedConversation(BaseModel):
    """A conversation to go on with."""

    conversation: int
    next_turn: int
    submitted: bool = False


class ReviewState(BaseModel):
    """The review record's state."""

    attempt: int = 0
    commit: str = ""
    """The branch's head that is read."""
    committed: str = ""
    """The review's own commit on top of it."""
    groups: list[list[str]] = []
    """Modules by group."""
    conversations: dict[str, int] = {}
    """Conversation number by group; the closing one has the number of groups as its key."""
    submissions: dict[str, dict[str, Any]] = {}
    """Accepted submissions by group."""
    guidance: str | None = None
    summary: str = ""
    findings: list[ReviewFinding] = []

    @property
    def last_group(self) -> int:
        """The group whose submission is the review."""
        return 0 if len(self.groups) == 1 else len(self.groups)


class _ReviewSession(BaseModel):
    model_config = {"arbitrary_types_allowed": True}

    record: SessionRecord
    parent: SessionRecord
    state: ReviewState
    mirror: Mirror

    @property
    def branch(self) -> str:
        return str(self.parent.environment["branch"])

    @property
    def context_path(self) -> str:
        return str(self.parent.environment["context_path"])

    def components(self) -> list[Component]:
        return [Component.model_validate(c) for c in self.parent.state["components"]]


def _load(services: Services, scope: Scope, session_id: str) -> _ReviewSession:
    record = services.store.get_session(scope, UUID(session_id))
    if record.parent_id is None:
        raise NotFoundError("Session not found: this review has no parent session.")
    parent = services.store.get_session(scope, record.parent_id)
    return _ReviewSession(
        record=record,
        parent=parent,
        state=ReviewState.model_validate(record.state.get("review") or {}),
        mirror=services.mirrors.get(parent.environment["repository"]),
    )


def _save(services: Services, scope: Scope, session: _ReviewSession) -> None:
    services.store.update_session_state(
        scope, session.record.id, {"review": session.state.model_dump(mode="json")}
    )


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
    session = await asyncio.to_thread(_load, services, scope, session_id)
    model = str(session.parent.agent["review_model"])
    window = await services.model_client.model_window(model)
    return await asyncio.to_thread(
        _begin, services, scope, session, attempt, workflow_id, guidance, window
    )


def _begin(
    services: Services,
    scope: Scope,
    session: _ReviewSession,
    attempt: int,
    workflow_id: str,
    guidance: str | None,
    window_tokens: int,
) -> ReviewPlan:
    services.store.set_session_status(
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
    _save(services, scope, session)
    return ReviewPlan(groups=len(session.state.groups))


def open_conversation(
    services: Services, scope: Scope, session_id: str, *, attempt: int, group: int
) -> OpenedConversation:
    """Open one group's conversation, or find it; the group after the last is the closing one."""
    session = _load(services, scope, session_id)
    state, store = session.state, services.store
    turns = store.turns_of(scope, session.record.id)
    next_turn = 1 + max((turn.turn for turn in turns if turn.state == "finished"), default=0)
    number = state.conversations.get(str(group))
    if number is not None:
        return OpenedConversation(
            conversation=number, next_turn=next_turn, submitted=str(group) in state.submissions
        )
    latest = store.latest_conversation(scope, session.record.id)
    number = 1 if latest is None else latest.number + 1
    store.open_conversation(
        scope,
        session.record.id,
        number=number,
        attempt=attempt,
        reason=f"attempt {attempt}, group {group + 1} of {len(state.groups)}",
        system=prompts.review_system(),
        tools=review_tools(),
        opening=_opening(session, group, accepted=_accepted(services, scope, session)),
        model=str(session.parent.agent["review_model"]),
        commit=state.commit,
    )
    state.conversations[str(group)] = number
    _save(services, scope, session)
    return OpenedConversation(conversation=number, next_turn=next_turn)


def _accepted(services: Services, scope: Scope, session: _ReviewSession) -> list[str]:
    """Names of the components whose design a person accepted although it is not valid."""
    report = services.store.read_status(scope, session_id=session.parent.id)
    return [c.name for c in report.components if c.state == "accepted"]


def _opening(session: _ReviewSession, group: int, *, accepted: list[str]) -> list[dict[str, Any]]:
    state = session.state
    closing = group == len(state.groups)
    modules = _modules_of(session, group)
    designs = {c.module: c for c in session.components() if c.module in modules}
    return prompts.review_opening(
        project=session.record.scope.project or "",
        context_module=str(session.parent.state["context"]["module"]),
        context_path=session.context_path,
        designs=[] if closing else list(designs.values()),
        others=[c for c in session.components() if c.module not in modules or closing],
        group_reviews=[state.submissions[str(g)] for g in range(len(state.groups))]
        if closing
        else [],
        accepted=accepted,
        guidance=state.guidance,
    )


def _modules_of(session: _ReviewSession, group: int) -> list[str]:
    """Modules a conversation has to read; none for the closing one."""
    return session.state.groups[group] if group < len(session.state.groups) else []


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
    session = _load(services, scope, session_id)
    group = next(g for g, number in session.state.conversations.items() if number == conversation)
    turns = services.store.turns_of(scope, session.record.id, conversation)
    submitted = next(t for t in turns if t.turn == turn)
    must_read = _modules_of(session, int(group))
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
    services.store.save_draft(
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
        _save(services, scope, session)
    return verdict_of(problems, problems)


def commit(
    services: Services, scope: Scope, session_id: str, *, attempt: int
) -> list[ReviewFinding]:
    """Render the review, commit and push it; its findings."""
    session = _load(services, scope, session_id)
    state = session.state
    report = services.store.read_status(scope, session_id=session.parent.id)
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
                accepted=_accepted(services, scope, session),
                skipped=[
                    (c.name, reason_given(c.error))
                    for c in report.components
                    if c.state == "skipped"
                ],
                model=model,
            ),
            message=f"Review the designs of {session.parent.state['context']['module']}",
            trailers={
                "Design-Session": str(session.record.id),
                "Design-Attempt": str(attempt),
                "Design-Model": model,
                "Co-authored-by": f"{model} <noreply@anthropic.com>",
            },
            base_commit=session.parent.environment["base_commit"],
        ),
    )
    state.committed = result.commit
    _save(services, scope, session)
    return state.findings


def is_on_branch(services: Services, scope: Scope, parent_session_id: str) -> bool:
    """Whether the review's document is on the session's branch."""
    parent = services.store.get_session(scope, UUID(parent_session_id))
    mirror = services.mirrors.get(parent.environment["repository"])
    mirror.fetch()
    head = mirror.branch_head(str(parent.environment["branch"]))
    path = review_path(str(parent.environment["context_path"]))
    return head is not None and mirror.snapshot(head).exists(path)
