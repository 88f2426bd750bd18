"""Initialize: check everything that can be checked, then create the branch and the records.

Nothing is written, and nothing is spent, before every check has passed.
"""

from __future__ import annotations

import asyncio

from design_sessions.agent.tool_definitions import design_tools, review_tools
from design_sessions.commit_subject import commit_subject
from design_sessions.committed_designs import committed_context_facts
from design_sessions.endpoint.messages import is_anthropics
from design_sessions.endpoint.trial_call import try_model
from design_sessions.id_length import check_ids
from design_sessions.layouts import review_path
from design_sessions.outcomes import StartedSession
from design_sessions.references import SessionReference
from design_sessions.repository.reading.branch_history import has_documents_since
from design_sessions.repository.writing.commit_builder import (
    SESSION_TRAILER,
    DesignCommit,
    document_trailers,
)
from design_sessions.repository.writing.push import create_branch, try_commit
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.status import (
    Agent,
    ComponentStatus,
    Environment,
    ReviewStatus,
    SessionStatusView,
)
from design_sessions.steps.agent_choice import agent_of
from design_sessions.steps.hand_written import check_hand_written
from design_sessions.steps.session_checks import Checked, check_repository
from design_sessions.store.session_states import StoredParentState
from design_sessions.turns.turn import output_tokens


async def start_session(
    services: Services,
    session: SessionReference,
    order: SessionOrder,
    workflow_id: str,
    run_id: str,
) -> StartedSession:
    """Check, then create branch and records; idempotent, so it may run again after a crash.

    Raises:
        InputError: what the person must fix before a session can start.
        HandWrittenError: a person has to confirm what is replaced of theirs.
        CredentialsError: a key or token that is missing or refused.
        RepositoryError: the remote refuses a push, for example.
        PullRequestError: the code host would not take a pull request.
    """
    checked = await asyncio.to_thread(check_repository, services, order)
    check_ids(workflow_id, checked.context.components)
    checked.notes += await asyncio.to_thread(check_hand_written, services, session, order, checked)
    agent = agent_of(services, order, checked.settings)
    for model in dict.fromkeys([agent.model, *([agent.review_model] if order.review else [])]):
        checked.notes += await _check_model(services, session, agent, model)
        if services.prices.price_of(model) is None and order.limits.max_cost is not None:
            checked.notes.append(
                f"No price is known for {model}: the cost limit does not apply to it, only the "
                "limits on turns and revisions. Set prices with DESIGN_PRICES."
            )
    view = _view(session, order, checked, agent, workflow_id=workflow_id, run_id=run_id)
    await asyncio.to_thread(
        _make_branch_and_records, services, session, order, checked, view, workflow_id, run_id
    )
    return StartedSession(view=view, notes=checked.notes)


async def _check_model(
    services: Services, session: SessionReference, agent: Agent, model: str
) -> list[str]:
    """Check what can be; returns notes about what was done for it, and what is still not known."""
    client = services.model_client
    checked = await client.check_model(model)
    if checked.speaks_for_calls or is_anthropics(client.endpoint):
        return [f"{model} is not checked: {checked.unknown}."] if checked.unknown else []
    # Others may know the model and refuse its tools, or not know it under this name and serve it.
    unknown = await try_model(
        client,
        model,
        tools=design_tools() if model == agent.model else review_tools(),
        effort=agent.effort,
        max_tokens=await output_tokens(services, model),
        headers={"X-Design-Session": str(session.session_id), "X-Design-Turn": "0"},
    )
    tried = f"{model} was tried with one small call, since its endpoint may not be Anthropic's own"
    return [f"{tried}; it is still not known to work: {unknown}" if unknown else f"{tried}."]


def _view(
    session: SessionReference,
    order: SessionOrder,
    checked: Checked,
    agent: Agent,
    *,
    workflow_id: str,
    run_id: str,
) -> SessionStatusView:
    context = checked.context
    return SessionStatusView(
        id=workflow_id,
        session_id=session.session_id,
        run_id=run_id,
        scope=session.scope,
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
        environment=Environment(
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
    session: SessionReference,
    order: SessionOrder,
    checked: Checked,
    view: SessionStatusView,
    workflow_id: str,
    run_id: str,
) -> None:
    probe = _probe(services, session, checked, view.agent)
    branch, head = checked.branch.branch, checked.branch.head
    if head is None:
        create_branch(checked.mirror, branch, checked.base_commit, probe=probe)
    elif not has_documents_since(checked.mirror, checked.base_commit, head):
        # Where sessions have committed before, their commits are accepted.
        try_commit(checked.mirror, branch, head, probe)
    store, scope = services.store, session.scope
    store.projects.record(scope, remote=order.repository, context=checked.context)
    store.kept_rules.replace(scope, checked.rules)
    store.session_creation.create_parent(
        scope,
        id=session.session_id,
        workflow_id=workflow_id,
        run_id=run_id,
        agent=view.agent,
        environment=view.environment,
        state=StoredParentState(
            order=order,
            project_settings=checked.settings,
            context=checked.context,
            context_facts=committed_context_facts(
                checked.mirror.snapshot(checked.base_commit),
                checked.settings,
                checked.context.path,
                project_module=order.project_module,
            ),
            replaced_designs=_replaced_designs(order, checked),
        ),
    )
    store.sessions.publish_status(scope, session.session_id, view)


def _probe(
    services: Services, session: SessionReference, checked: Checked, agent: Agent
) -> DesignCommit:
    """A commit as those that will follow, at a path that is free, or else beside the designs."""
    context, head = checked.context, checked.branch.head or checked.base_commit
    snapshot = checked.mirror.snapshot(head)
    free = next((c for c in context.components if not snapshot.exists(c.design_path)), None)
    component = free or context.components[0]
    return DesignCommit(
        branch=checked.branch.branch,
        path=component.design_path if free else f"{component.design_path}.probe.md",
        content=f"# {component.module}\n\nAsks whether designs can be committed here.\n",
        message=commit_subject(
            services.settings.commit_subject,
            subject=f"Try a commit for {context.module}",
            component=component.module,
            context=context.module,
        ),
        trailers={
            SESSION_TRAILER: str(session.session_id),
            **document_trailers(agent.model, context=context.module, component=component.module),
        },
        base_commit=checked.base_commit,
    )


def _replaced_designs(order: SessionOrder, checked: Checked) -> dict[str, str]:
    """The blobs of the designs that are there and are to be written anew, by path."""
    if not order.regenerate:
        return {}
    snapshot = checked.mirror.snapshot(checked.branch.head or checked.base_commit)
    blobs = {c.design_path: snapshot.blob_id(c.design_path) for c in checked.context.components}
    return {path: blob for path, blob in blobs.items() if blob is not None}
