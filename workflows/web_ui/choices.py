"""What a person can do, as Temporal's Web UI shows it in a session's details; pure."""

from __future__ import annotations

from design_sessions.status import Action, SessionStatusView
from workflows.decisions import actions
from workflows.steps import Step
from workflows.web_ui.markdown import inline, literal, sendable


def likeliest(offered: list[Action]) -> Action | None:
    """Guidance if it can help, else the first choice."""
    advice = (action for action in offered if "guidance" in action.input)
    return next(advice, offered[0] if offered else None)


def choices(view: SessionStatusView) -> list[str]:
    """The lines about what must or may be decided; none once the session has ended."""
    if view.status != "active":
        return []
    offered = _of_each_kind(view.attention.actions) if view.attention else _meanwhile(view)
    if not offered:
        return []
    title = "What you can do" if view.attention else "What you can do meanwhile"
    lines = [
        f"**{title}.** On this page, choose More Actions, Send an Update, with this name and data; "
        "or run the command in a terminal. An update that would change nothing is refused, with "
        "the reason. Dots stand for your own words."
    ]
    for choice in offered:
        lines += [f"\n*{inline(choice.label)}*: {sendable(choice)}", literal(choice.command)]
    if view.attention and len(offered) < len(view.attention.actions):
        what = "findings" if view.attention.findings else "components"
        lines.append(f"\nThe other {what} work the same way, with their own names.")
    return lines


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
