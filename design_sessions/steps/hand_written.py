"""What people wrote where a session would write: replaced only after a yes, revised with a note."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.committed_designs import committed_context_facts, is_valid_design
from design_sessions.components import Component
from design_sessions.errors import HandWrittenError
from design_sessions.layouts import review_path
from design_sessions.references import SessionReference
from design_sessions.repository.reading.reviewed import is_reviewed_on_base
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.component_session import definition_of
from design_sessions.steps.earlier_designs import is_review_of_person, origin_of
from design_sessions.steps.session_checks import Checked
from design_sessions.wording import counted

_NAMED = 10
"""Designs named in one line."""


def check_hand_written(
    services: Services, session: SessionReference, order: SessionOrder, checked: Checked
) -> list[str]:
    """Refuse to replace what people wrote; returns notes about what the session revises of theirs.

    Raises:
        HandWrittenError: a person has to confirm what is replaced.
    """
    if order.replace_hand_written:
        return []
    head = checked.branch.head or checked.base_commit
    store, scope, mirror, context = services.store, session.scope, checked.mirror, checked.context
    # To look up who wrote a design takes git processes; only what would be replaced is asked about.
    touched = context.components if order.regenerate else _not_valid(order, checked, head)
    written = [
        component
        for component in touched
        if origin_of(store, scope, mirror, head, component, context_path=context.path) == "person"
    ]
    if written and order.regenerate:
        raise HandWrittenError(
            f"--regenerate would replace {counted(len(written), 'design')} that a person wrote or "
            f"changed: {_paths(written)}.",
            "Give --yes to replace them too, or leave out --regenerate.",
        )
    if (
        order.review
        and is_review_of_person(store, scope, mirror, head, context)
        and not is_reviewed_on_base(
            mirror,
            checked.base_commit,
            head,
            designs=[component.design_path for component in context.components],
            context_path=context.path,
        )
    ):
        raise HandWrittenError(
            f"The review would replace {review_path(context.path)}, which a person wrote or "
            "changed.",
            "Give --yes to replace it, or --no-review to keep it.",
        )
    if not written:
        return []
    return [
        f"{counted(len(written), 'design')} that a person wrote or changed "
        f"{'is' if len(written) == 1 else 'are'} not valid: {_paths(written)}. An agent revises "
        "them; the branch's history keeps them as they were. `validate` says what is wrong."
    ]


def _not_valid(order: SessionOrder, checked: Checked, head: str) -> list[Component]:
    """The components whose design is there and is not valid."""
    snapshot = checked.mirror.snapshot(head)
    there = [each for each in checked.context.components if snapshot.exists(each.design_path)]
    if not there:
        return []
    base = checked.mirror.snapshot(checked.base_commit)
    facts = committed_context_facts(
        base, checked.settings, checked.context.path, project_module=order.project_module
    )
    definitions, layout = checked.settings.all_definitions(), checked.context.layout.name
    return [
        component
        for component in there
        if not is_valid_design(
            snapshot, component, definition_of(definitions, layout, component), facts
        )
    ]


def _paths(components: Sequence[Component]) -> str:
    named = ", ".join(component.design_path for component in components[:_NAMED])
    return f"{named}, ..." if len(components) > _NAMED else named
