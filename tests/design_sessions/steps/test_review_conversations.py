"""A later attempt at a review continues where the earlier ones came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from design_sessions.decisions import Guidance
from design_sessions.outcomes import OpenedConversation, ReviewPlan
from design_sessions.references import AttemptReference
from design_sessions.status import ReviewFinding, Usage
from design_sessions.steps import review_conversations, review_submission
from design_sessions.steps.guidance import keep_guidance
from design_sessions.store import Store
from design_sessions.store.records import RecordResult
from design_sessions.store.session_states import StoredReviewState
from tests.support.memory_snapshot import MemorySnapshot
from tests.support.stores import MODULES, SCOPE, blog_context, claim, start_session, turn_reference

DESIGNS = {c.design_path: f"# {c.module}\n" for c in blog_context().components}
ADVICE = Guidance(key="decision-1-guidance", by="ann@example.com", text="Look at the names.")
WINDOW = 200
"""Tokens; it has room for one of the designs in each group."""


class Snapshot(MemorySnapshot):
    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        found = ((path, self.read_bytes(path)) for path in paths)
        return {path: content for path, content in found if content is not None}

    def exists(self, path: str) -> bool:
        return path in self.files

    def read_text(self, path: str) -> str | None:
        content = self.read_bytes(path)
        return None if content is None else content.decode()


@dataclass
class Review:
    store: Store
    parent_id: UUID
    session_id: UUID
    head: str = "a" * 40
    turns: int = field(default=0)

    @property
    def services(self) -> Any:
        mirror = SimpleNamespace(
            fetch=lambda: None,
            branch_head=lambda branch: self.head,
            snapshot=lambda commit: Snapshot(DESIGNS | {"docs/design/my_app/blog.md": "# Blog\n"}),
        )

        async def model_window(model: str) -> int:
            return WINDOW

        return SimpleNamespace(
            store=self.store,
            mirrors=SimpleNamespace(get=lambda repository: mirror),
            model_client=SimpleNamespace(model_window=model_window),
        )

    def attempt(self, number: int) -> AttemptReference:
        turn = turn_reference(self.session_id, 1, self.parent_id, attempt=number)
        return AttemptReference(**turn.model_dump(include=set(AttemptReference.model_fields)))

    async def begin(self, attempt: int = 1) -> ReviewPlan:
        return await review_conversations.begin(self.services, self.attempt(attempt))

    def open(self, group: int, attempt: int = 1) -> OpenedConversation:
        return review_conversations.open_conversation(self.services, self.attempt(attempt), group)

    def submit(self, conversation: int, *, attempt: int = 1, summary: str = "Good.") -> Any:
        """A turn that submits; returns its reference."""
        self.turns += 1
        turn = turn_reference(
            self.session_id,
            self.turns,
            self.parent_id,
            attempt=attempt,
            conversation=conversation,
        )
        submitted = {"summary": summary, "findings": [finding(summary).model_dump()]}
        call = {"type": "tool_use", "id": "s", "name": "submit_review", "input": submitted}
        claim(self.store, turn, attempt=attempt)
        self.store.ledger.finish(
            turn,
            "worker-1",
            response=[call],
            stop_reason="tool_use",
            model="reviewer",
            usage=Usage(),
            request_id=None,
        )
        return turn

    def accept(self, conversation: int, **changes: Any) -> None:
        """A turn that submits, and the check that accepts it."""
        turn = self.submit(conversation, **changes)
        assert review_submission.check(self.services, turn, 0).valid

    def fail(self, failure: str) -> None:
        self.store.sessions.set_status(
            SCOPE, self.session_id, "failed", result=RecordResult(failure_type=failure)
        )

    def advise(self) -> None:
        keep_guidance(self.store, SCOPE, self.session_id, ADVICE)

    @property
    def state(self) -> StoredReviewState:
        return self.store.sessions.review(SCOPE, self.session_id).state

    def reason(self, conversation: int) -> str:
        opened = self.store.conversations.get(SCOPE, self.session_id, conversation)
        assert opened is not None
        return opened.reason


def finding(explanation: str) -> ReviewFinding:
    return ReviewFinding(
        severity="minor",
        kind="consistency",
        components=[],
        explanation=explanation,
        suggestion="Change it.",
    )


@pytest.fixture
async def review(store: Store) -> Review:
    """A review in three groups, of which the first has submitted and the second is open."""
    parent_id = start_session(store)
    begun = Review(store, parent_id, store.session_creation.create_review(SCOPE, parent_id))
    assert await begun.begin() == ReviewPlan(groups=3)
    begun.accept(begun.open(0).conversation, summary="First.")
    assert begun.open(1) == OpenedConversation(conversation=2, next_turn=2)
    return begun


async def test_a_later_attempt_continues_the_conversation_that_failed(review: Review) -> None:
    review.fail("TurnsUsedUp")
    assert await review.begin(2) == ReviewPlan(groups=3)
    assert review.open(0, 2).submitted
    assert review.open(1, 2) == OpenedConversation(conversation=2, next_turn=2)


@pytest.mark.parametrize("failure", ["Refused", "ContextFull", "ModelError"])
async def test_a_broken_conversation_is_replaced_once_for_its_reason(
    review: Review, failure: str
) -> None:
    review.fail(failure)
    for _ in range(2):
        assert await review.begin(2) == ReviewPlan(groups=3)
        assert review.open(0, 2).submitted
        assert review.open(1, 2).conversation == 3
    assert review.open(2, 2).conversation == 4
    assert review.reason(3) == f"attempt 2, group 2 of 3; the last one ended: {failure}"
    assert review.reason(4) == "attempt 2, group 3 of 3"


async def test_at_another_head_a_review_begins_anew(review: Review) -> None:
    review.head = "b" * 40
    assert await review.begin(2) == ReviewPlan(groups=3)
    assert review.open(0, 2) == OpenedConversation(conversation=3, next_turn=2)
    assert review.state.commit == "b" * 40


async def test_a_submission_that_was_never_checked_is_not_paid_for_again(review: Review) -> None:
    turn = review.submit(2)
    await review.begin(2)
    assert review.open(1, 2).submitted_turn == turn.turn
    review.advise()
    assert review.open(1, 2).submitted_turn is None, "the advice is told first"


async def test_the_findings_of_all_groups_are_in_the_review_without_repetition(
    review: Review,
) -> None:
    review.accept(2, summary="Second.")
    review.accept(review.open(2).conversation, summary="First.")
    review.accept(review.open(3).conversation, summary="Between.")
    assert review.state.summary == "Between."
    found = [each.explanation for each in review.state.findings]
    assert found == ["First.", "Second.", "Between."]
    assert await review.begin(2) == ReviewPlan(groups=3, resume="finalize")


async def test_advice_on_a_whole_review_continues_its_closing_conversation(
    review: Review,
) -> None:
    review.accept(2)
    review.accept(review.open(2).conversation)
    closing = review.open(3).conversation
    review.accept(closing)
    review.advise()
    assert await review.begin(2) == ReviewPlan(groups=3)
    assert [review.open(group, 2).submitted for group in range(4)] == [True, True, True, False]
    assert review.open(3, 2) == OpenedConversation(conversation=closing, next_turn=5)


async def test_the_designs_of_a_group_are_in_its_opening_and_no_others(review: Review) -> None:
    opened = review.store.conversations.get(SCOPE, review.session_id, 2)
    assert opened is not None
    text = "\n".join(block["text"] for block in opened.opening)
    given = [module for module in MODULES if f"\n# {module}\n" in text]
    assert given == review.state.groups[1]
