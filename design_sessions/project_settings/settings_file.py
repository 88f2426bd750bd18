"""The file of the settings, and where in it a key stands."""

from __future__ import annotations

import tomllib

from design_sessions.context_document.model import FileReader
from design_sessions.project_settings.toml_lines import key_lines, line_of

SETTINGS_FILE = "context-design.toml"


def line_in_file(reader: FileReader, *place: str) -> int | None:
    """The 1-based line of a key, or of the table around it; None where the file is not read."""
    content = reader.read_bytes(SETTINGS_FILE)
    if content is None:
        return None
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
    return line_of(key_lines(text), place)
