"""The first message of a review's conversation, from the records and the reviewed commit."""

from __future__ import annotations

from design_sessions.agent.review_opening import (
    ReviewedContext,
    closing_opening,
    review_opening,
)
from design_sessions.components import Component
from design_sessions.context_document.finding.project_documents import project_documents
from design_sessions.design_document.examination import design_warnings
from design_sessions.design_document.problems import DesignProblem
from design_sessions.endpoint.messages import Block
from design_sessions.status import ReviewFinding
from design_sessions.steps.component_session import definition_of
from design_sessions.steps.review_session import ReviewSession


def opening_of(session: ReviewSession, group: int, *, accepted: list[str]) -> list[Block]:
    """The message of a group, or of the closing conversation after the last group.

    Args:
        session: the review.
        group: from 0.
        accepted: names of components whose invalid design a person accepted.
    """
    state = session.record.state
    context = _reviewed_context(session)
    if group == len(state.groups):
        return closing_opening(
            context,
            [state.submissions[number] for number in range(len(state.groups))],
            room=state.room,
            components=session.components,
            accepted=accepted,
            contradictions=_contradictions_of(session, None),
        )
    modules = set(state.groups[group])
    snapshot = session.mirror.snapshot(state.commit)
    designs = [
        (component, snapshot.read_text(component.design_path) or "")
        for component in session.components
        if component.module in modules
    ]
    return review_opening(
        context,
        designs,
        room=state.room,
        others=[c for c in session.components if c.module not in modules],
        accepted=accepted,
        contradictions=_contradictions_of(session, group),
        warnings=_warnings(session, designs),
    )


def _contradictions_of(
    session: ReviewSession, group: int | None
) -> list[tuple[int, ReviewFinding]]:
    """The numbered contradictions inside a group; with None those that touch several, or none."""
    state = session.record.state
    modules = {component.name: component.module for component in session.components}
    group_of = {module: number for number, each in enumerate(state.groups) for module in each}
    found: list[tuple[int, ReviewFinding]] = []
    for number, finding in enumerate(state.contradictions, start=1):
        groups = {group_of.get(modules[name]) for name in finding.components} - {None}
        of = groups.pop() if len(groups) == 1 else None
        if of == group or len(state.groups) == 1:
            found.append((number, finding))
    return found


def _reviewed_context(session: ReviewSession) -> ReviewedContext:
    parent = session.parent.state
    project, path = parent.project_settings.project, parent.context.path
    snapshot = session.mirror.snapshot(session.record.state.commit)
    return ReviewedContext(
        project=project.name or session.record.scope.project or "",
        module=parent.context.module,
        path=path,
        text=snapshot.read_text(path) or "",
        project_description=project.description or "",
        project_documents=project_documents(snapshot, path),
    )


def _warnings(
    session: ReviewSession, designs: list[tuple[Component, str]]
) -> dict[str, list[DesignProblem]]:
    """What validation noticed in the designs as they are given, by path."""
    parent = session.parent.state
    definitions = parent.project_settings.all_definitions()
    layout = session.record.environment.layout
    return {
        component.design_path: design_warnings(
            text,
            definition=definition_of(definitions, layout, component),
            module=component.module,
            context=parent.context_facts,
        )
        for component, text in designs
    }
