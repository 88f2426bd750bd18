"""Options of ``start`` that a session which is already running ignores."""

from __future__ import annotations

from collections.abc import Mapping

from command_line.temporal.session_start import Started
from design_sessions.session_order import SessionOrder


def ignored_options(started: Started, given: Mapping[str, str]) -> str | None:
    """One line about the options of this command that differ from the running session's.

    Args:
        started: the session.
        given: the parameters of ``start`` that the caller gave, with the words for each.
    """
    running, ordered = started.running, started.ordered
    if running is None:
        return None
    asked, has = _values(ordered.order), _values(running)
    # The session knows what a default became; its order does not.
    asked["base"], has["base"] = ordered.base_commit, started.view.base_commit
    has["branch"] = running.branch or started.view.branch
    has["model"] = started.view.agent.model
    has["review_model"] = started.view.agent.review_model
    ignored = [
        words
        for parameter, words in given.items()
        if parameter in asked and asked[parameter] != has[parameter]
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
