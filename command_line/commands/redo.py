"""``redo``: revise designs of a session that has ended, on its branch."""

from __future__ import annotations

from dataclasses import replace

import click

from command_line.begin_session import begin_session
from command_line.choosing.component import find_components
from command_line.choosing.order import Ordered, order_for
from command_line.choosing.session import choose, session_to_report
from command_line.options import Invocation, common_options
from command_line.parameter_types import Cost, Words
from design_sessions import program
from design_sessions.errors import InputError
from design_sessions.session_order import ChosenLimits, NoLimit

_NO_ADVICE = "Read your design once more, and improve what is unclear, incomplete or wrong in it."


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[SESSION] COMPONENT...")
@click.option("--guidance", type=Words(), help="What to change: the message to each agent.")
@click.option("--max-cost", type=Cost(), help="Hard limit for the estimated cost of this.")
@click.option("--no-review", is_flag=True, help="Skip the review.")
@click.option("--watch", "watching", is_flag=True, help="Watch the session after starting it.")
@common_options(json=True)
def redo(
    invocation: Invocation,
    arguments: tuple[str, ...],
    guidance: str | None,
    max_cost: float | NoLimit | None,
    no_review: bool,
    watching: bool,
) -> int:
    """Revise designs of a session that has ended, on its branch.

    The other designs stay, and the pull request is updated.
    """
    asked = choose(invocation, arguments)
    found = session_to_report(invocation, asked.session)
    view = found.view
    if not asked.components:
        raise click.UsageError("Name the components to revise.")
    if view.status == "active":
        raise InputError(
            f"{view.id} has not ended.",
            f"Revise its components with {program.client('retry')}, or wait for its end.",
        )
    names = [component.name for component in find_components(view, asked.components)]
    before = found.store.sessions.parent(found.scope, view.session_id).state.order

    def order(confirmed: bool = False) -> Ordered:
        return order_for(
            invocation.settings,
            before.checkout or before.repository,
            before.context_module,
            base=before.base,
            branch=view.branch,
            only=names,
            redo=guidance or _NO_ADVICE,
            replace_hand_written=confirmed,
            project_module=before.project_module,
            model=before.model,
            review_model=before.review_model,
            limits=ChosenLimits.model_validate(
                before.limits.model_dump(exclude={"max_cost"}) | {"max_cost": max_cost}
            ),
            on_failure=before.on_failure,
            wait_limit=before.wait_limit,
            review=before.review and not no_review,
        )

    settings = invocation.settings.model_copy(update={"project": found.scope.project})
    return begin_session(replace(invocation, settings=settings), order, watching=watching)


COMMAND: click.Command = redo
