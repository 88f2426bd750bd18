"""What a project says about itself in ``context-design.toml`` at the root of its repository."""

from design_sessions.project_settings.model import SETTINGS_FILE, ProjectSettings
from design_sessions.project_settings.reading import (
    find_project_settings,
    parse_project_settings,
    read_project_settings,
)

__all__ = [
    "SETTINGS_FILE",
    "ProjectSettings",
    "find_project_settings",
    "parse_project_settings",
    "read_project_settings",
]
