"""Which models a session uses."""

from __future__ import annotations

from design_sessions.project_settings.model import ProjectSettings
from design_sessions.session_order import SessionOrder
from design_sessions.settings import Settings
from design_sessions.status import Agent


def agent_of(
    settings: Settings, endpoint: str, order: SessionOrder, project: ProjectSettings
) -> Agent:
    """Models and effort: from the order, else the project's settings, else this process's.

    Args:
        settings: of this process.
        endpoint: its address, as it may be shown.
        order: of the session.
        project: the project's own settings.
    """
    models = project.models
    return Agent(
        endpoint=endpoint,
        model=order.model or models.design or settings.model,
        review_model=order.review_model or models.review or settings.review_model,
        effort=settings.effort if models.effort is None else models.effort,
    )
