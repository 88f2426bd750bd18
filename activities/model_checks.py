"""What a worker is asked about its models outside of any session."""

from __future__ import annotations

from temporalio import activity

from design_sessions.outcomes import ModelCheck
from design_sessions.services import Services
from design_sessions.steps.model_check import check_models


class ModelCheckActivities:
    """The activity that ``doctor`` runs by itself, without a workflow."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def check_models(self, design: str | None, review: str | None) -> list[ModelCheck]:
        """Check the design and the review model; None is the worker's own."""
        settings = self._services.settings
        models = [design or settings.model, review or settings.review_model]
        return await check_models(self._services.model_client, models)
