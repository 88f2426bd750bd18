"""Options of ``start`` that a session which is already running ignores."""

from __future__ import annotations

import click
from click.core import ParameterSource

from command_line.temporal.session_start import Started
from design_sessions.session_order import SessionOrder


def ignored_options(started: Started) -> str | None:
    """One line about the options of this command that differ from the running session's."""
    running, ordered = started.running, started.ordered
    if running is None:
        return None
    context = click.get_current_context()
    asked, has = _values(ordered.order), _values(running)
    # The session knows what a default became; its order does not.
    asked["base"], has["base"] = ordered.base_commit, started.view.base_commit
    has["branch"] = running.branch or started.view.branch
    has["model"] = started.view.agent.model
    has["review_model"] = started.view.agent.review_model
    ignored = [
        parameter.opts[0]
        for parameter in context.command.params
        if parameter.name in asked
        and context.get_parameter_source(parameter.name) == ParameterSource.COMMANDLINE
        and asked[parameter.name] != has[parameter.name]
    ]
    if not ignored:
        return None
    return f"The running session keeps its own settings; ignored: {', '.join(ignored)}."


def _values(order: SessionOrder) -> dict[str, object]:
    """What was ordered, by the names of this command's parameters."""
    return {
        **order.model_dump(exclude={"limits", "repository", "context"}),
        **order.limits.model_dump(),
        "no_review": not order.review,
    }
