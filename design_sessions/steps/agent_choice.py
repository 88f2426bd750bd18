"""Which models a session uses."""

from __future__ import annotations

from design_sessions.project_settings.model import ProjectSettings
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.status import Agent


def agent_of(services: Services, order: SessionOrder, project: ProjectSettings) -> Agent:
    """Models and effort: from the order, else the project's settings, else this worker's."""
    models, settings = project.models, services.settings
    return Agent(
        endpoint=services.model_client.endpoint,
        model=order.model or models.design or settings.model,
        review_model=order.review_model or models.review or settings.review_model,
        effort=settings.effort if models.effort is None else models.effort,
    )
