"""Initialize: check everything that can be checked, then create the branch and the records.

Nothing is written, and nothing is spent, before every check has passed.
"""

from __future__ import annotations

import asyncio

from design_sessions.commit_subject import commit_subject
from design_sessions.design_order import Waits, waits_of
from design_sessions.errors import BranchClaimedError
from design_sessions.id_length import check_ids
from design_sessions.layouts import review_path
from design_sessions.outcomes import StartedSession
from design_sessions.references import SessionReference
from design_sessions.repository.trailers import SESSION_TRAILER, document_trailers
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.trial_commit import remove_trials, try_commit
from design_sessions.review_threads import ReviewThread
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.status import (
    Agent,
    ComponentStatus,
    Environment,
    ReviewStatus,
    SessionStatusView,
    skipped_because,
)
from design_sessions.steps.agent_choice import agent_of
from design_sessions.steps.asked_threads import read_asked_threads
from design_sessions.steps.hand_written import check_hand_written
from design_sessions.steps.model_trials import CheckedModels, record_trials, try_models
from design_sessions.steps.planned_work import PlannedWork, plan_work
from design_sessions.steps.session_checks import Checked, check_repository
from design_sessions.store.session_states import StoredParentState
from design_sessions.wording import LEFT_AS_THEY_ARE, NOT_CHOSEN, listed

_LEFT_NAMED = 10
_BRANCHES_TRIED = 3
"""Names of branches that other sessions may take first."""


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
    claimed: set[str] = set()
    models: CheckedModels | None = None
    while True:
        checked = await asyncio.to_thread(check_repository, services, order, claimed=claimed)
        check_ids(workflow_id, checked.context.components)
        work = await asyncio.to_thread(plan_work, services, session, order, checked)
        notes = [
            *checked.notes,
            *work.notes,
            *await asyncio.to_thread(check_hand_written, services, session, order, checked, work),
        ]
        threads, thread_notes = await asyncio.to_thread(
            read_asked_threads, services, order, checked
        )
        notes += thread_notes
        agent = agent_of(services.settings, services.model_client.endpoint, order, checked.settings)
        models = models or await try_models(services, session, order, agent, work)
        view = _view(session, order, checked, agent, workflow_id=workflow_id, run_id=run_id)
        notes += _leave(view, work)
        try:
            await asyncio.to_thread(
                _make_branch_and_records, services, session, order, checked, work, threads, view
            )
        except BranchClaimedError as error:
            if len(claimed) == _BRANCHES_TRIED:
                raise
            claimed.add(error.branch)
            continue
        await asyncio.to_thread(record_trials, services, session, models.trials)
        waits = _waits(order, checked)
        notes += [_circle_note(circle, view) for circle in waits.broken]
        return StartedSession(view=view, notes=[*notes, *models.notes], waits=waits.of)


def _waits(order: SessionOrder, checked: Checked) -> Waits:
    if order.design_order == "parallel":
        return Waits({}, [])
    return waits_of(checked.context.components)


def _circle_note(circle: list[str], view: SessionStatusView) -> str:
    of_module = {component.module: component.name for component in view.components}
    names = [of_module[module] for module in circle]
    return (
        f"These depend on each other in a circle: {' -> '.join([*names, names[0]])}. "
        f"{names[0]} does not wait for {names[1]}."
    )


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


def _leave(view: SessionStatusView, work: PlannedWork) -> list[str]:
    """Skip what was not chosen; what to say of it."""
    left = {component.module for component in work.left}
    for component in view.components:
        if component.module in left:
            component.state, component.error = "skipped", skipped_because(NOT_CHOSEN)
    names = listed([component.name for component in work.left], _LEFT_NAMED)
    return [f"{LEFT_AS_THEY_ARE}: {names}."] if left else []


def _make_branch_and_records(
    services: Services,
    session: SessionReference,
    order: SessionOrder,
    checked: Checked,
    work: PlannedWork,
    threads: list[ReviewThread],
    view: SessionStatusView,
) -> None:
    # A push starts the remote's CI: without anything to pay for, nothing is asked.
    probe = _probe(services, session, checked, view.agent) if work.calls_models else None
    mirror, branch, base = checked.mirror, checked.branch.branch, checked.base_commit
    if checked.branch.head is None:
        made = create_branch(mirror, branch, base, probe=probe)
        if not made and order.branch is None:
            raise BranchClaimedError(branch)
    else:
        remove_trials(mirror, branch, base)
        if probe is not None:
            try_commit(mirror, branch, probe)
    store, scope = services.store, session.scope
    store.projects.record(scope, remote=order.repository, context=checked.context)
    store.kept_rules.replace(scope, checked.rules)
    store.session_creation.create_parent(
        scope,
        id=session.session_id,
        workflow_id=view.id,
        run_id=view.run_id or "",
        agent=view.agent,
        environment=view.environment,
        state=StoredParentState(
            order=order,
            project_settings=checked.settings,
            context=checked.context,
            context_facts=checked.designs.facts,
            replaced_designs=_replaced_designs(order, checked),
            threads=threads,
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
