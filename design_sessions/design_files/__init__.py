"""Validating design files on disk, without a session, a model or a server."""

from design_sessions.design_files.discovery import LeftOut
from design_sessions.design_files.verdicts import FileVerdict, validate_files

__all__ = ["FileVerdict", "LeftOut", "validate_files"]
