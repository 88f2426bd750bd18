"""What a person can do, as Temporal's Web UI shows it in a session's details; pure."""

from __future__ import annotations

from design_sessions.status import Action, SessionStatusView
from workflows.decisions import actions
from workflows.steps import Step
from workflows.web_ui.markdown import inline, literal, sendable


def likeliest(offered: list[Action]) -> Action | None:
    """Advice, where it can help; else the first choice."""
    advice = (action for action in offered if action.update == "retry_component")
    return next(advice, offered[0] if offered else None)


def choices(view: SessionStatusView) -> list[str]:
    """The lines that say it: what must be decided, or what may be; none when it has ended."""
    if view.status != "active":
        return []
    offered = _of_each_kind(view.attention.actions) if view.attention else _meanwhile(view)
    if not offered:
        return []
    title = "What you can do" if view.attention else "What you may do meanwhile"
    lines = [
        f"**{title}.** Here: More Actions, Send an Update, with this name and data (what would "
        "change nothing is refused, with the reason), or the command in a terminal. Dots stand for "
        "your own words."
    ]
    for choice in offered:
        lines += [f"\n*{inline(choice.label)}*: {sendable(choice)}", literal(choice.command)]
    if view.attention and len(offered) < len(view.attention.actions):
        lines.append("\nThe same for the other components; only the name differs.")
    return lines


def _of_each_kind(offered: list[Action]) -> list[Action]:
    first: dict[str, Action] = {}
    for action in offered:
        first.setdefault(action.update, action)
    return list(first.values())


def _meanwhile(view: SessionStatusView) -> list[Action]:
    """What can be decided although nothing has to be."""
    if view.step == Step.SPAWN_REVIEW_SESSION:
        return [actions.skip_review(view)]
    if view.step != Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
        return []
    offered = []
    if running := next((c.name for c in view.components if c.state == "running"), None):
        offered = [
            actions.advise(view, running, "Advise the agent of a component that runs"),
            actions.skip(view, running),
        ]
    if failed := next((c.name for c in view.components if c.state == "failed"), None):
        offered.append(actions.advise(view, failed, "Design a failed component again at once"))
    return offered
