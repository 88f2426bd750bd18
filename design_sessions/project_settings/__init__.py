"""What a project says about itself in ``context-design.toml`` at the root of its repository."""

from design_sessions.project_settings.layout_check import check_layout
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import (
    find_project_settings,
    parse_project_settings,
    read_project_settings,
)
from design_sessions.project_settings.settings_file import SETTINGS_FILE

__all__ = [
    "SETTINGS_FILE",
    "ProjectSettings",
    "check_layout",
    "find_project_settings",
    "parse_project_settings",
    "read_project_settings",
]
