"""What people wrote where a session would write: replaced only after a yes, revised with a note."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.components import Component
from design_sessions.errors import HandWrittenError
from design_sessions.layouts import review_path
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.earlier_designs import is_review_of_person
from design_sessions.steps.planned_work import PlannedWork
from design_sessions.steps.session_checks import Checked
from design_sessions.wording import counted

_NAMED = 10
"""Designs named in one line."""


def check_hand_written(
    services: Services,
    session: SessionReference,
    order: SessionOrder,
    checked: Checked,
    work: PlannedWork,
) -> list[str]:
    """Refuse to replace what people wrote; returns notes about what the session revises of theirs.

    Raises:
        HandWrittenError: a person has to confirm what is replaced.
    """
    if order.replace_hand_written:
        return []
    head = checked.branch.head or checked.base_commit
    written, context = work.written_by_hand, checked.context
    if written and order.regenerate:
        raise HandWrittenError(
            f"--regenerate would replace {counted(len(written), 'design')} that a person wrote or "
            f"changed: {_paths(written)}.",
            "Give --yes to replace them too, or leave out --regenerate.",
        )
    if work.review and is_review_of_person(
        services.store, session.scope, checked.mirror, head, context
    ):
        raise HandWrittenError(
            f"The review would replace {review_path(context.path)}, which a person wrote or "
            "changed.",
            "Give --yes to replace it, or --no-review to keep it.",
        )
    if not written:
        return []
    if order.redo is not None:
        return [
            f"An agent revises {counted(len(written), 'design')} that a person wrote or changed: "
            f"{_paths(written)}. The branch's history keeps what is there."
        ]
    return [
        f"{counted(len(written), 'design')} that a person wrote or changed "
        f"{'is' if len(written) == 1 else 'are'} not valid: {_paths(written)}. An agent revises "
        "them; the branch's history keeps them as they were. `validate` says what is wrong."
    ]


def _paths(components: Sequence[Component]) -> str:
    named = ", ".join(component.design_path for component in components[:_NAMED])
    return f"{named}, ..." if len(components) > _NAMED else named
