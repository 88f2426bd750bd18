"""Legs of conversations with the model: the only activities that cost money."""

from __future__ import annotations

from functools import partial

from temporalio import activity

from activities.cancellation import cancellation_was_requested, let_cancellation_arrive
from activities.running import at_work
from design_sessions.outcomes import LegOutcome
from design_sessions.references import LegReference
from design_sessions.services import Services
from design_sessions.status import Usage
from design_sessions.steps.legs import run_leg
from design_sessions.turns.ports import Reporter


class LegActivities:
    """Activities of the model queue, which has its own concurrency limit."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def run_design_leg(self, leg: LegReference) -> LegOutcome:
        """Turns of a component's conversation, until the agent submits or cannot go on."""
        return await self._run(leg)

    @activity.defn
    async def run_review_leg(self, leg: LegReference) -> LegOutcome:
        """Turns of a review's conversation, until the agent submits or cannot go on."""
        return await self._run(leg)

    async def _run(self, leg: LegReference) -> LegOutcome:
        async with at_work(self._services, leg) as progress:
            await let_cancellation_arrive()
            reporter = Reporter(
                tell=progress.tell,
                show=lambda turn, used: progress.show(partial(_asks_the_model, turn, used)),
                show_wait=lambda turn, reason: progress.show(partial(_waits, turn, reason)),
                should_abort=cancellation_was_requested,
                should_hand_over=activity.is_worker_shutdown,
            )
            return await run_leg(self._services, leg, reporter)


def _asks_the_model(turn: int, used: Usage) -> str:
    return (
        f"Turn {turn}: waiting for the model. This leg so far: "
        f"{used.total_input_tokens:,} input and {used.output_tokens:,} output tokens."
    )


def _waits(turn: int, reason: str) -> str:
    return f"Turn {turn} waits: {reason}."
