"""A design, the review, or a draft, as ``show`` reports it."""

from __future__ import annotations

from typing import NamedTuple

from command_line.choosing.component import DOCUMENTS, find_component
from command_line.choosing.session import ReportedSession
from command_line.options import Invocation
from design_sessions import program
from design_sessions.errors import NotFoundError, RepositoryError
from design_sessions.record_ids import REVIEW
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.status import ComponentStatus
from design_sessions.store.turn_records import Draft


class ShownDocument(NamedTuple):
    """A document of a session."""

    path: str
    text: str
    notes: list[str]
    """Why it is not what is on the branch."""

    def as_json(self) -> dict[str, object]:
        """The object of ``show --json``."""
        return {"path": self.path, "text": self.text}


def is_review(found: ReportedSession, name: str) -> bool:
    """Whether a name means the session's review, which has no drafts."""
    return name == REVIEW and found.view.review is not None


def shown_document(invocation: Invocation, found: ReportedSession, name: str) -> ShownDocument:
    """The document on the branch, or a component's last draft where it is not there.

    Args:
        invocation: of the command.
        found: the session.
        name: a component, or ``review``.

    Raises:
        NotFoundError: there is no such component, or no document of it.
    """
    view, notes = found.view, list[str]()
    if view.review is not None and is_review(found, name):
        text = _on_branch(invocation, found, view.review.path, notes)
        if text is None:
            raise _nothing(
                f"The review is {view.review.state}; {view.review.path} is not on the branch.",
                notes,
                f"`{program.client('log', 'review')}` shows its conversation.",
            )
        return ShownDocument(view.review.path, text, notes)
    component = find_component(view, name, of=DOCUMENTS)
    text = _on_branch(invocation, found, component.design_path, notes)
    if text is not None:
        return ShownDocument(component.design_path, text, notes)
    drafts = _drafts(found, component)
    if not drafts:
        raise _nothing(
            f"{component.name} is {component.state} and has no design yet.",
            notes,
            f"`{program.client('log', view.id, component.name)}` shows what happened.",
        )
    notes.append(f"{component.design_path} is not on the branch; this is the last draft.")
    return ShownDocument(component.design_path, drafts[-1].text, notes)


def last_invalid_draft(found: ReportedSession, component: ComponentStatus) -> Draft:
    """The last draft of a component that has errors.

    Raises:
        NotFoundError: it has none.
    """
    invalid = [draft for draft in _drafts(found, component) if draft.problems]
    if not invalid:
        raise NotFoundError(
            f"{component.name} has no invalid draft.",
            "Leave out --draft to see its design.",
        )
    return invalid[-1]


def _nothing(message: str, notes: list[str], remedy: str) -> NotFoundError:
    return NotFoundError(" ".join([*notes, message]), remedy)


def _drafts(found: ReportedSession, component: ComponentStatus) -> list[Draft]:
    if component.session_id is None:
        return []
    return found.store.drafts.all_of(found.scope, component.session_id)


def _on_branch(
    invocation: Invocation, found: ReportedSession, path: str, notes: list[str]
) -> str | None:
    view = found.view
    mirror = MirrorPool.of(invocation.settings).get(view.environment.repository)
    try:
        mirror.fetch()
        head = mirror.branch_head(view.branch)
        return mirror.snapshot(head).read_text(path) if head else None
    except RepositoryError as error:
        notes.append(f"The branch cannot be read: {error.message}")
        return None
