"""What ``start`` would do, without starting anything."""

from __future__ import annotations

from rich.text import Text

from command_line.choosing.order import Ordered, branch_of, states_on
from command_line.options import Invocation
from command_line.reports.component_list import component_lines
from command_line.reports.cost_estimate import plan_of, upper_cost
from design_sessions.repository.remote_url import redact_url
from design_sessions.steps.agent_choice import agent_of
from design_sessions.wording import counted


def print_dry_run(invocation: Invocation, ordered: Ordered) -> None:
    """Print components, models and the most that the session may cost."""
    console, order, context = invocation.console, ordered.order, ordered.context
    branch, settings = branch_of(ordered), invocation.settings
    states = states_on(ordered, branch)
    agent = agent_of(settings, redact_url(settings.anthropic_base_url), order, ordered.settings)
    console.print(Text(f"Nothing was started. Branch {branch} from {ordered.base_commit[:10]}"))
    console.print(Text(f"{counted(len(states), 'component')}, in this order:"))
    for line in component_lines(context, states):
        console.print(line)
    review = f", review by {agent.review_model}" if order.review else ", no review"
    console.print(Text(f"Models: {agent.model}{review}, unless the worker has others"))
    console.print(Text(upper_cost(settings, plan_of(ordered, agent, states))))
    for note in context.diagnostics:
        console.print(Text(f"Note: {note.path}:{note.line}: {note.message}", "yellow"))
