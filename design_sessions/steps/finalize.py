"""Finalize: the pull request, or its text without a code host."""

from __future__ import annotations

from design_sessions.committed_designs import design_problems
from design_sessions.contradictions.diagram import dependency_diagram
from design_sessions.contradictions.graph import DependencyGraph
from design_sessions.decisions import AcceptComponent, SkipComponent
from design_sessions.errors import DesignSessionError
from design_sessions.outcomes import PublishedPullRequest
from design_sessions.pull_requests import (
    PullRequestDescription,
    SessionReport,
    describe_session,
    pull_requests_for,
)
from design_sessions.references import SessionReference
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.authorship import authors_since
from design_sessions.repository.writing.branches import is_ancestor
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.status import SessionStatusView
from design_sessions.steps.component_session import definition_of
from design_sessions.steps.contradiction_facts import compare_designs
from design_sessions.steps.review_session import revised_designs, skipped_modules
from design_sessions.store.records import ParentRecord
from design_sessions.store.session_states import StoredReviewState
from design_sessions.wording import CONTINUE, NOTHING_TO_OPEN


def publish_pull_request(
    services: Services,
    session: SessionReference,
    skip_reason: str | None,
) -> PublishedPullRequest:
    """Open the pull request of the session's branch, or update the one that is open; never two.

    Raises:
        PullRequestError: the code host refused.
        RepositoryError: the branch cannot be read.
        CredentialsError: the token was refused.
    """
    scope = session.scope
    parent = services.store.sessions.parent(scope, session.session_id)
    repository, order = parent.environment.repository, parent.state.order
    mirror = services.mirrors.get(repository)
    base = _base_branch(mirror, order.base)
    pull_requests = pull_requests_for(services.settings, repository, checkout=order.checkout)
    # The stored view is merged with the ledger, so that tokens are those of this moment.
    report = services.store.reports.read_status(scope, session_id=session.session_id)
    report.status = "complete"
    report.attention = None
    head = _branch_head(mirror, report, needed=skip_reason is None)
    if skip_reason is None and head and _is_on_base(mirror, base, report.base_commit, head):
        return PublishedPullRequest(text=NOTHING_TO_OPEN)
    review = _review(services, scope, report)
    graph = _graph(parent, mirror, head, report)
    description = describe_session(
        SessionReport(
            view=report,
            descriptions={c.module: c.description for c in parent.state.context.components},
            diagram=dependency_diagram(graph) if graph else "",
            decided_by=_decided_by(services, parent),
            users_of_missing=graph.users_of_missing if graph else {},
            review_summary=review.summary if review else "",
            are_compared=bool(parent.state.findings.commit),
            revised=revised_designs(parent.state.context.components, parent.state.findings),
            accepted_problems=_accepted_problems(services, parent, report, mirror, head),
            skipped_but_present=_skipped_but_present(mirror, head, report),
            authors=authors_since(mirror, report.base_commit, head) if head else None,
            links=pull_requests.links(report.branch, base),
        )
    )
    if skip_reason is not None:
        return PublishedPullRequest(text=_kept(description, "No pull request", [skip_reason]))
    published = pull_requests.open_or_update(
        branch=report.branch, base=base, description=description
    )
    if published.reference is None:
        heading = ", ".join(filter(None, (CONTINUE, published.run_where)))
        return PublishedPullRequest(text=_kept(description, heading, published.next_steps))
    return PublishedPullRequest(reference=published.reference)


def _branch_head(mirror: Mirror, view: SessionStatusView, *, needed: bool) -> str | None:
    """The commit the branch is at; None where it cannot be read and is not ``needed``."""
    try:
        return mirror.fetch_branch(view.branch)
    except DesignSessionError:
        if needed:
            raise
        return None


def _is_on_base(mirror: Mirror, base: str | None, base_commit: str, head: str) -> bool:
    into = base or mirror.default_branch()
    bases = {base_commit, mirror.branch_head(into) if into else None}
    return any(is_ancestor(mirror, head, each) for each in bases if each is not None)


def _skipped_but_present(
    mirror: Mirror, head: str | None, view: SessionStatusView
) -> frozenset[str]:
    if head is None:
        return frozenset()
    snapshot = mirror.snapshot(head)
    skipped = [each.design_path for each in view.components if each.state == "skipped"]
    return frozenset(path for path in skipped if snapshot.exists(path))


def _base_branch(mirror: Mirror, base: str | None) -> str | None:
    """``--base`` if it names a branch of the remote; nothing can merge into a commit."""
    return base if base and mirror.branch_head(base) is not None else None


def _kept(description: PullRequestDescription, heading: str, more: list[str]) -> str:
    lines = [description.text.rstrip()]
    if more:
        lines += ["", f"{heading}:", *[f"    {line}" for line in more]]
    return "\n".join(lines) + "\n"


def _decided_by(services: Services, parent: ParentRecord) -> dict[str, str]:
    """Who skipped or accepted each component, by its name; the last decision counts."""
    names = {
        spelling: component.name
        for component in parent.state.context.components
        for spelling in (component.name, component.module)
    }
    made = [
        each
        for decision in (SkipComponent, AcceptComponent)
        for each in services.store.interactions.of_step(parent.scope, parent.id, decision.name)
    ]
    made.sort(key=lambda each: each.created_at)
    return {
        names[each.command["component"]]: each.command["by"]
        for each in made
        if each.command.get("by") and each.command.get("component") in names
    }


def _graph(
    parent: ParentRecord, mirror: Mirror, head: str | None, view: SessionStatusView
) -> DependencyGraph | None:
    if head is None:
        return None
    compared = compare_designs(parent, mirror, head, excused=skipped_modules(view))
    return compared.graph if compared else None


def _review(services: Services, scope: Scope, view: SessionStatusView) -> StoredReviewState | None:
    if view.review is None or view.review.session_id is None:
        return None
    return services.store.sessions.review(scope, view.review.session_id).state


def _accepted_problems(
    services: Services,
    parent: ParentRecord,
    view: SessionStatusView,
    mirror: Mirror,
    head: str | None,
) -> dict[str, list[str]]:
    """What is wrong with accepted drafts, and with designs accepted in earlier sessions."""
    problems: dict[str, list[str]] = {}
    components = {each.module: each for each in parent.state.context.components}
    definitions = parent.state.project_settings.all_definitions()
    for accepted in view.components:
        if accepted.state != "accepted" or accepted.session_id is None:
            continue
        draft = services.store.drafts.latest(parent.scope, accepted.session_id)
        found = draft.problems if draft is not None else None
        if found is None and head is not None:
            component = components[accepted.module]
            found = design_problems(
                mirror.snapshot(head),
                component,
                definition_of(definitions, parent.environment.layout, component),
                parent.state.context_facts,
            )
        problems[accepted.name] = [str(each) for each in found or []]
    return problems
