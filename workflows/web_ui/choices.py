"""What a person can do, as Temporal's Web UI shows it in a session's details; pure."""

from __future__ import annotations

from design_sessions.status import Action, SessionStatusView
from workflows.decisions import actions
from workflows.steps import Step
from workflows.web_ui.markdown import inline, literal, sendable


def choices(view: SessionStatusView) -> list[str]:
    """The lines about what must or may be decided; none once the session has ended."""
    if view.status != "active":
        return []
    offered = _of_each_kind(view.attention.actions) if view.attention else _meanwhile(view)
    if not offered:
        return []
    title = "What you can do" if view.attention else "What you can do meanwhile"
    lines = [
        f"**{title}.** Choose More Actions, Send an Update, with one of these names and its data. "
        "Dots stand for your own words.",
        "",
        *(f"- *{inline(choice.label)}*: {sendable(choice)}" for choice in offered),
        "",
    ]
    if view.attention is None:
        return lines
    if len(offered) < len(view.attention.actions):
        what = "findings" if view.attention.findings else "components"
        lines.append(f"The other {what} work the same way, with their own names.")
    command = literal(actions.client_command(view, "status"))
    return [*lines, f"In a terminal, {command} shows them as commands."]


def _of_each_kind(offered: list[Action]) -> list[Action]:
    first: dict[str, Action] = {}
    for action in offered:
        first.setdefault(action.update, action)
    return list(first.values())


def _meanwhile(view: SessionStatusView) -> list[Action]:
    """What can be decided although nothing must be."""
    if view.step == Step.SPAWN_REVIEW_SESSION:
        return [actions.skip_review(view)]
    if view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
        return []
    offered = []
    if running := next((c.name for c in view.components if c.state == "running"), None):
        offered = [
            actions.advise(view, running, "Give guidance to a running component's agent"),
            actions.skip(view, running),
        ]
    if failed := next((c.name for c in view.components if c.state == "failed"), None):
        offered.append(actions.advise(view, failed, "Retry a failed component now"))
    return offered
