"""The model's turns: the only activities that cost money."""

from __future__ import annotations

from temporalio import activity

from activities.cancellation import cancellation_was_requested, let_cancellation_arrive
from activities.running import at_work
from design_sessions.outcomes import TurnOutcome
from design_sessions.references import TurnReference
from design_sessions.services import Services
from design_sessions.steps.model_turns import run_model_turn


class ModelTurnActivities:
    """Activities of the model queue, which has its own concurrency limit."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def run_design_turn(self, turn: TurnReference) -> TurnOutcome:
        """One turn of a component's conversation."""
        return await self._run(turn)

    @activity.defn
    async def run_review_turn(self, turn: TurnReference) -> TurnOutcome:
        """One turn of a review's conversation."""
        return await self._run(turn)

    async def _run(self, turn: TurnReference) -> TurnOutcome:
        async with at_work(self._services, turn) as progress:
            await let_cancellation_arrive()
            return await run_model_turn(
                self._services, turn, tell=progress.tell, should_abort=cancellation_was_requested
            )
