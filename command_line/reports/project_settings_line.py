"""The line that shows what a session took from the project's file."""

from __future__ import annotations

from collections.abc import Container

from command_line.options import Invocation
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE

_OPTIONS = {
    "models.design": "model",
    "models.review": "review_model",
    "project.module": "project_module",
    **{f"limits.{name}": name for name in ("max_parallel", "max_revisions", "max_turns")},
    "limits.max_cost": "max_cost",
}
"""Parameters of ``start`` that override a key of the file."""


def settings_line(
    invocation: Invocation, settings: ProjectSettings, given: Container[str]
) -> str | None:
    """One line with the settings taken from the file; None if there are none.

    Args:
        invocation: of ``start``.
        settings: from the file.
        given: the parameters of ``start`` that the caller gave.
    """
    overridden = {key for key, parameter in _OPTIONS.items() if parameter in given}
    if invocation.settings.project is not None:
        overridden.add("project.name")
    said = [text for key, text in settings.said().items() if key not in overridden]
    return f"From {SETTINGS_FILE}: {', '.join(said)}" if said else None
