"""The line that shows what a session took from the project's file."""

from __future__ import annotations

import click
from click.core import ParameterSource

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


def settings_line(invocation: Invocation, settings: ProjectSettings) -> str | None:
    """One line with the settings taken from the file; None if there are none."""
    context = click.get_current_context()
    overridden = {
        key
        for key, parameter in _OPTIONS.items()
        if context.get_parameter_source(parameter) is ParameterSource.COMMANDLINE
    }
    if invocation.settings.project is not None:
        overridden.add("project.name")
    said = [text for key, text in settings.said().items() if key not in overridden]
    return f"From {SETTINGS_FILE}: {', '.join(said)}" if said else None
