"""What ``start`` would do, without starting anything."""

from __future__ import annotations

from typing import NamedTuple

from rich.text import Text

from command_line.choosing.order import (
    Ordered,
    branch_of,
    designs_on,
    planned_states,
    to_design,
)
from command_line.options import Invocation
from command_line.reports.component_list import component_lines, components_json
from command_line.reports.cost_estimate import plan_of, upper_cost
from command_line.reports.wrapped_text import Hanging
from design_sessions.committed_designs import DesignState
from design_sessions.repository.remote_url import redact_url
from design_sessions.retyped_designs import retyped_designs
from design_sessions.status import Agent
from design_sessions.steps.agent_choice import agent_of
from design_sessions.wording import counted


class DryRun(NamedTuple):
    """What a session would do, and the most that it may cost."""

    ordered: Ordered
    branch: str
    states: dict[str, DesignState]
    agent: Agent
    """With the models of this process; the worker may have others."""
    cost: str

    def as_json(self) -> dict[str, object]:
        """The object of ``start --dry-run --json``: that of ``components --json``, and more."""
        order = self.ordered.order
        return components_json(self.ordered.context, self.states) | {
            "started": False,
            "branch": self.branch,
            "base_commit": self.ordered.base_commit,
            "states": self.states,
            "model": self.agent.model,
            "review_model": self.agent.review_model if order.review else None,
            "limits": order.limits.model_dump(mode="json"),
            "cost": self.cost,
        }


def dry_run_of(invocation: Invocation, ordered: Ordered) -> DryRun:
    """What a session with this order would do."""
    branch, settings = branch_of(ordered), invocation.settings
    present = designs_on(ordered, branch)
    states = planned_states(ordered, present)
    ordered.context.diagnostics.extend(retyped_designs(present, states))
    endpoint = redact_url(settings.anthropic_base_url)
    agent = agent_of(settings, endpoint, ordered.order, ordered.settings)
    cost = upper_cost(settings, plan_of(ordered, agent, states))
    return DryRun(ordered, branch, states, agent, cost)


def print_dry_run(invocation: Invocation, run: DryRun) -> None:
    """Print components, models and the most that the session may cost."""
    console, ordered = invocation.console, run.ordered
    console.print(Text(f"Nothing was started. Branch {run.branch} from {ordered.base_commit[:10]}"))
    console.print(Text(_what_is_designed(run)))
    for line in component_lines(ordered.context, run.states):
        console.print(line)
    review = f", review by {run.agent.review_model}" if ordered.order.review else ", no review"
    console.print(Text(f"Models: {run.agent.model}{review}, unless the worker has others"))
    if ordered.order.limits.review_gate:
        finds = "the review finds" if ordered.order.review else "the checks find"
        console.print(Text(f"Revisions for what {finds} wait for a person."))
    console.print(Hanging(Text(run.cost)))
    for note in ordered.context.diagnostics:
        said = Text(f"Note: {note}", "yellow")
        console.print(Hanging(said))


def _what_is_designed(run: DryRun) -> str:
    number, total = to_design(run.states), counted(len(run.states), "component")
    if number == len(run.states):
        return f"{total}, in this order:"
    marks = " (new, revise), in this order" if number else ""
    return f"{number or 'None'} of {total} would be designed{marks}:"
