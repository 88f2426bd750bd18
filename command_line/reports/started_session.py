"""What is told of a session that ``start`` has started or joined, beyond its status."""

from __future__ import annotations

from collections.abc import Mapping

from command_line.choosing.order import designs_on, planned_states
from command_line.options import Invocation
from command_line.reports.cost_estimate import plan_of, upper_cost
from command_line.reports.ignored_options import ignored_options
from command_line.reports.ready_commands import with_ready_commands
from command_line.temporal.session_start import Started
from design_sessions.committed_designs import DesignState


def started_json(invocation: Invocation, started: Started) -> dict[str, object]:
    """The object of ``start --json``: that of ``status --json``, and whether it ran already."""
    view = with_ready_commands(invocation, started.view)
    return view.model_dump(mode="json") | {"already_running": started.already_running}


def started_states(started: Started) -> dict[str, DesignState] | None:
    """What the session does with each component, by module; None if it was running already."""
    if started.already_running:
        return None
    return planned_states(started.ordered, designs_on(started.ordered, started.view.branch))


def started_cost(
    invocation: Invocation, started: Started, states: Mapping[str, DesignState] | None
) -> str | None:
    """The most that the session may cost; None if it was running already.

    Args:
        invocation: of the command.
        started: the session.
        states: from :func:`started_states`.
    """
    if states is None:
        return None
    plan = plan_of(started.ordered, started.view.agent, states)
    return upper_cost(invocation.settings, plan)


def started_notes(started: Started, given: Mapping[str, str]) -> list[str]:
    """What a person should know of it.

    Args:
        started: the session.
        given: the parameters of ``start`` that the caller gave, with the words for each.
    """
    ignored = ignored_options(started, given)
    return [*([ignored] if ignored else []), *started.notes]
