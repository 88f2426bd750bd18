"""The conversations of a session, as ``log`` reports them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from command_line.choosing.component import DOCUMENTS, find_component
from command_line.choosing.session import ReportedSession
from command_line.reports.conversation_report import Speaker
from design_sessions.errors import NotFoundError
from design_sessions.record_ids import REVIEW
from design_sessions.scope import Scope
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from design_sessions.store.turn_records import TurnRecord

Conversation = tuple[Speaker, list[TurnRecord]]
"""Whose it is, and its turns; the first of each begins with the opening."""


def conversations_of(
    found: ReportedSession, wanted: str | None, attempt: int | None
) -> list[Conversation]:
    """The conversations that have begun.

    Args:
        found: the session.
        wanted: a component, or ``review``; None for all.
        attempt: only this one.

    Raises:
        NotFoundError: there is no such component.
    """
    return [
        (speaker, _turns(found.store, found.scope, speaker.session_id, attempt))
        for speaker in _speakers(found.view, wanted)
        if speaker.session_id
    ]


def conversations_json(conversations: Sequence[Conversation]) -> list[dict[str, object]]:
    """The list of ``log --json``."""
    return [
        {**speaker.shown(), "turns": [turn.model_dump(mode="json") for turn in turns]}
        for speaker, turns in conversations
    ]


def require_attempt(view: SessionStatusView, wanted: str | None, attempt: int) -> None:
    """Return if there has been such an attempt.

    Raises:
        NotFoundError: there has not.
    """
    review = view.review.attempt if view.review else 0
    if wanted is None:
        most = max([review, *(component.attempt for component in view.components)])
        whose, had = "any component", f"none had more than {most}"
    elif wanted == REVIEW and view.review is not None:
        most, whose = review, "the review"
        had = f"it had {most or 'none yet'}"
    else:
        component = find_component(view, wanted)
        most, whose = component.attempt, component.name
        had = f"it had {most or 'none yet'}"
    if attempt > most:
        raise NotFoundError(
            f"There is no attempt {attempt} of {whose}: {had}.",
            "Leave out --attempt to see all attempts.",
        )


def _turns(store: Store, scope: Scope, session_id: UUID, attempt: int | None) -> list[TurnRecord]:
    """Turns as they were sent: the first of each conversation with its opening."""
    turns = store.ledger.turns_of(scope, session_id)
    first = {turn.conversation: turn.turn for turn in reversed(turns)}
    return [
        _with_opening(store, scope, turn) if first[turn.conversation] == turn.turn else turn
        for turn in turns
        if attempt in (None, turn.attempt)
    ]


def _with_opening(store: Store, scope: Scope, turn: TurnRecord) -> TurnRecord:
    conversation = store.conversations.get(scope, turn.session_id, turn.conversation)
    opening = conversation.opening if conversation is not None else []
    return turn.model_copy(update={"request": [*opening, *turn.request]})


def _speakers(view: SessionStatusView, wanted: str | None) -> list[Speaker]:
    review = (
        [Speaker(REVIEW, view.review.state, view.review.error, view.review.session_id)]
        if view.review is not None
        else []
    )
    if wanted == REVIEW and review:
        return review
    components = [find_component(view, wanted, of=DOCUMENTS)] if wanted else view.components
    speakers = [Speaker(c.module, c.state, c.error, c.session_id) for c in components]
    return speakers if wanted else [*speakers, *review]
