"""Initialize: check everything that can be checked, then make the branch and the records.

Nothing is written, and nothing is spent, before every check has passed.
"""

from __future__ import annotations

import asyncio
import os
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.context_document import ContextDesign, read_context
from design_sessions.errors import InputError
from design_sessions.layouts import review_path
from design_sessions.modules import branch_name
from design_sessions.pull_requests import PullRequests, pull_requests_for
from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.branches import BranchChoice, choose_branch
from design_sessions.repository.mirror import Mirror
from design_sessions.repository.push import check_push_allowed, create_branch
from design_sessions.rules import read_rules
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.status import (
    AgentStatus,
    ComponentStatus,
    EnvironmentStatus,
    ReviewStatus,
    ScopeStatus,
    SessionStatusView,
)

MOST_COMPONENTS = 500
"""Children that one parent workflow starts; see the decision on the shape of the fan-out."""


MOST_DIAGNOSTICS = 20
"""Diagnostics of documents that become notes of the session."""


class StartedSession(BaseModel):
    """The session as it begins, and what the person should know."""

    view: SessionStatusView
    notes: list[str] = Field(default_factory=list)


class _Checked(BaseModel):
    model_config = {"arbitrary_types_allowed": True}

    mirror: Mirror
    context: ContextDesign
    base_commit: str
    branch: BranchChoice
    notes: list[str]


async def start_session(
    services: Services,
    scope: Scope,
    order: SessionOrder,
    *,
    session_id: str,
    workflow_id: str,
    run_id: str,
) -> StartedSession:
    """Check, then make branch and records; idempotent, so that it may run again after a death.

    Raises:
        InputError: what the person has to mend before a session can start.
        CredentialsError: a key or token that is missing or refused.
        RepositoryError: the remote does not take a push, and the like.
        PullRequestError: the code host would not take a pull request.
    """
    checked = await asyncio.to_thread(_check_repository, services, order)
    agent = AgentStatus(
        endpoint=services.model_client.endpoint,
        model=order.model or services.settings.model,
        review_model=order.review_model or services.settings.review_model,
        effort=services.settings.effort,
    )
    for model in dict.fromkeys([agent.model, *([agent.review_model] if order.review else [])]):
        await services.model_client.check_model(model)
        if services.prices.price_of(model) is None and order.limits.max_cost is not None:
            checked.notes.append(
                f"No price is known for {model}: the cost limit cannot hold for it, only the "
                "limits of turns and revisions do. Give prices with DESIGN_PRICES."
            )
    view = _view(scope, order, checked, agent, session_id=session_id, workflow_id=workflow_id)
    await asyncio.to_thread(
        _make_branch_and_records, services, scope, order, checked, view, workflow_id, run_id
    )
    return StartedSession(view=view, notes=checked.notes)


def _check_repository(services: Services, order: SessionOrder) -> _Checked:
    _check_disk(services)
    if order.checkout is not None and os.path.isdir(order.checkout):
        address = resolve_repository(order.checkout)
        base = check_checkout(address, order.base) or order.base
    else:
        base = order.base
    mirror = services.mirrors.get(order.repository)
    mirror.fetch()
    base_commit = resolve_base(mirror, base)
    context = read_context(
        mirror.snapshot(base_commit), order.context, project_module=order.project_module
    )
    if len(context.components) > MOST_COMPONENTS:
        raise InputError(
            f"{context.module} lists {len(context.components)} components; one session designs "
            f"at most {MOST_COMPONENTS}.",
            "Split the context.",
        )
    _, rule_diagnostics = read_rules(mirror.snapshot(base_commit))
    notes = [
        f"{d.path}:{d.line}: {d.message}"
        for d in [*context.diagnostics, *rule_diagnostics][:MOST_DIAGNOSTICS]
    ]
    pull_requests = pull_requests_for(services.settings, order.repository)
    pull_requests.check_access()
    branch = _choose_branch(mirror, order, context, pull_requests)
    notes += _branch_notes(order, context, branch)
    if pull_requests.note:
        notes.append(pull_requests.note)
    check_push_allowed(mirror, branch.branch)
    return _Checked(
        mirror=mirror, context=context, base_commit=base_commit, branch=branch, notes=notes
    )


def _check_disk(services: Services) -> None:
    probe = services.settings.data_directory / f".writable-{os.getpid()}"
    try:
        probe.write_bytes(b"1" * 4096)
        probe.unlink()
    except OSError as error:
        raise InputError(
            f"The data directory {services.settings.data_directory} cannot be written: "
            f"{error.strerror}.",
            "Free space, or name another with DESIGN_DATA_DIR.",
        ) from error


def _choose_branch(
    mirror: Mirror, order: SessionOrder, context: ContextDesign, pull_requests: PullRequests
) -> BranchChoice:
    if order.branch is not None and order.branch == mirror.default_branch():
        raise InputError(
            f"{order.branch} is the default branch of {mirror.url}: designs are written to a "
            "branch of their own, to be looked at before they are merged.",
            "Name another with --branch, or leave it out.",
        )
    return choose_branch(mirror, _wanted_branch(order, context), pull_requests.closed_or_merged)


def _wanted_branch(order: SessionOrder, context: ContextDesign) -> str:
    return order.branch or branch_name(context.module, context.project_module)


def _branch_notes(order: SessionOrder, context: ContextDesign, choice: BranchChoice) -> list[str]:
    if choice.reason == "continued":
        return [f"The branch {choice.branch} is there already; the session goes on from its head."]
    if choice.reason == "closed":
        return [
            f"The pull request of {_wanted_branch(order, context)} was merged or closed; "
            f"the session writes {choice.branch}."
        ]
    return []


def _view(
    scope: Scope,
    order: SessionOrder,
    checked: _Checked,
    agent: AgentStatus,
    *,
    session_id: str,
    workflow_id: str,
) -> SessionStatusView:
    context = checked.context
    return SessionStatusView(
        id=workflow_id,
        session_id=session_id,
        scope=ScopeStatus(account=scope.account, project=scope.project or "", user=scope.user),
        context=context.module,
        step="Initialize",
        components=[
            ComponentStatus(
                name=component.name,
                module=component.module,
                type=str(component.type),
                design_path=component.design_path,
            )
            for component in context.components
        ],
        review=ReviewStatus(path=review_path(context.path)) if order.review else None,
        agent=agent,
        environment=EnvironmentStatus(
            repository=order.repository,
            base_commit=checked.base_commit,
            branch=checked.branch.branch,
            layout=context.layout.name,
            context_path=context.path,
        ),
        branch=checked.branch.branch,
        base_commit=checked.base_commit,
    )


def _make_branch_and_records(
    services: Services,
    scope: Scope,
    order: SessionOrder,
    checked: _Checked,
    view: SessionStatusView,
    workflow_id: str,
    run_id: str,
) -> None:
    if checked.branch.head is None:
        create_branch(checked.mirror, checked.branch.branch, checked.base_commit)
    store = services.store
    store.create_project_records(scope, remote=order.repository, context=checked.context)
    rules, _ = read_rules(checked.mirror.snapshot(checked.base_commit))
    store.replace_rules(scope, rules)
    store.create_parent_session(
        scope,
        id=UUID(view.session_id),
        workflow_id=workflow_id,
        run_id=run_id,
        context_module=checked.context.module,
        agent=view.agent.model_dump(),
        environment=view.environment.model_dump(),
        state={
            "order": order.model_dump(mode="json"),
            "context": checked.context.model_dump(mode="json", exclude={"components"}),
            "components": [c.model_dump(mode="json") for c in checked.context.components],
        },
    )
    store.publish_status(scope, UUID(view.session_id), view)
