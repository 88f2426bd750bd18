"""What a session will ask a model for, as far as the branch tells before it starts."""

from __future__ import annotations

from pydantic import BaseModel

from design_sessions.chosen_components import chosen_modules
from design_sessions.components import Component
from design_sessions.references import SessionReference
from design_sessions.repository.reading.reviewed import is_reviewed_on_base
from design_sessions.retyped_designs import retyped_designs
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.earlier_designs import origin_of
from design_sessions.steps.session_checks import Checked


class PlannedWork(BaseModel, frozen=True):
    """Which calls a session needs, if nobody asks for more."""

    designs: list[Component]
    """What agents write or revise."""
    written_by_hand: list[Component]
    """Those of them that a person wrote or changed."""
    left: list[Component]
    """What would be designed as well, had nobody chosen others."""
    review: bool
    notes: list[str]
    """About designs that were made for another type than the listed one."""

    @property
    def calls_models(self) -> bool:
        """Whether anything will be paid for."""
        return bool(self.designs) or self.review


def plan_work(
    services: Services, session: SessionReference, order: SessionOrder, checked: Checked
) -> PlannedWork:
    """Compare the context with what is on the session's branch, or on the base without one."""
    context, mirror = checked.context, checked.mirror
    head = checked.branch.head or checked.base_commit
    snapshot = mirror.snapshot(head)
    # To look up who wrote a design takes git processes; only what would be replaced is asked about.
    chosen = chosen_modules(context.components, order.only)
    anew = {c.module for c in context.components} if order.regenerate else set[str]()
    if order.redo is not None:
        anew |= chosen
    states = {} if order.regenerate else checked.designs.states
    not_valid = {module for module, state in states.items() if state != "kept"}
    touched = [c for c in context.components if c.module in anew | not_valid]
    origins = {
        component.module: origin_of(
            services.store, session.scope, mirror, head, component, context_path=context.path
        )
        for component in touched
        if snapshot.exists(component.design_path)
    }
    wanted = [
        component
        for component in touched
        if component.module in anew or origins.get(component.module) != "accepted"
    ]
    designs = [component for component in wanted if component.module in chosen]
    return PlannedWork(
        designs=designs,
        notes=[str(each) for each in retyped_designs(checked.designs, states)] if states else [],
        left=[component for component in wanted if component.module not in chosen],
        written_by_hand=[each for each in designs if origins.get(each.module) == "person"],
        review=order.review
        and (
            bool(designs)
            or not is_reviewed_on_base(
                mirror,
                checked.base_commit,
                head,
                designs=[component.design_path for component in context.components],
                context_path=context.path,
            )
        ),
    )
