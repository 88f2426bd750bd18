"""Reading ``context-design.toml``, from a commit or from a work tree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from design_sessions.context_document.model import FileReader, LinkReader
from design_sessions.definitions import DefinitionError
from design_sessions.errors import InputError
from design_sessions.project_settings.complaints import complaint
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.project_settings.toml_lines import key_lines, line_of
from design_sessions.utf8 import decode_text

_LARGEST = 64_000
"""Bytes; what is larger holds no settings."""
_SHOWN = 3
_DEEPEST = 50
"""Parts of a dotted key; ours have four, and ``tomllib`` takes minutes for thousands."""
_PART = r"""(?>[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_DEEPEST}}}")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def read_project_settings(reader: FileReader) -> ProjectSettings:
    """The project's settings at a commit; the defaults where there is no such file.

    Raises:
        InputError: see :func:`parse_project_settings`.
    """
    content = reader.read_bytes(SETTINGS_FILE)
    if isinstance(reader, LinkReader) and SETTINGS_FILE in reader.list_links():
        raise InputError(
            f"{SETTINGS_FILE} is a symbolic link, which is not followed: its settings would not "
            "be in force.",
            "Put the file itself there and commit.",
        )
    if content is None:
        return ProjectSettings()
    return parse_project_settings(content, remedy="Fix it and commit.")


def find_project_settings(path: Path) -> ProjectSettings:
    """The settings of the work tree that a file or directory lies in.

    They lie at the top of the repository; outside of a repository, in the nearest directory above
    that has them.

    Raises:
        InputError: see :func:`parse_project_settings`.
    """
    absolute = path.absolute()
    for directory in (absolute, *absolute.parents):
        file = directory / SETTINGS_FILE
        # A session takes the settings from git, where a symbolic link is no file.
        if file.is_file() and not file.is_symlink():
            try:
                content = file.read_bytes()
            except OSError as error:
                raise InputError(f"{file} cannot be read: {error.strerror}.") from error
            return parse_project_settings(content, str(file))
        if (directory / ".git").exists():
            break
    return ProjectSettings()


def parse_project_settings(
    content: bytes, path: str = SETTINGS_FILE, *, remedy: str = "Correct it."
) -> ProjectSettings:
    """The settings in the content of a file.

    Args:
        content: TOML.
        path: the file as messages name it.
        remedy: what to do about an error.

    Raises:
        InputError: with the line: no TOML, an unknown key (with the nearest right name), a value
            of the wrong kind (with what was expected).
    """
    text = _decode(content, path, remedy)
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise InputError(f"{path}:{line}: A key of more than {_DEEPEST} parts.", remedy)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message, line = _syntax(error, text)
        raise InputError(f"{path}:{line}: This is not valid TOML: {message}.", remedy) from error
    lines = key_lines(text)
    try:
        settings = ProjectSettings.model_validate(values)
    except ValidationError as error:
        wrong = sorted((line_of(lines, each["loc"]), complaint(each)) for each in error.errors())
        listed = [f"{path}:{line}: {message}" for line, message in dict.fromkeys(wrong)]
        more = f"({len(listed) - _SHOWN} more)" if len(listed) > _SHOWN else ""
        raise InputError(" ".join([*listed[:_SHOWN], more]).strip(), remedy) from error
    for name, override in settings.definitions.items():
        try:
            settings.model_copy(update={"definitions": {name: override}}).all_definitions()
        except DefinitionError as error:
            line = line_of(lines, ("definitions", name, *error.place))
            raise InputError(f"{path}:{line}: {error.message}", error.remedy or remedy) from error
    settings.all_definitions()
    return settings


def _decode(content: bytes, path: str, remedy: str) -> str:
    if len(content) > _LARGEST:
        raise InputError(
            f"{path} has more than {_LARGEST:,} bytes, which is too many for settings.",
            "Shorten it.",
        )
    text, wrong_line = decode_text(content)
    if wrong_line is not None:
        raise InputError(f"{path}:{wrong_line}: This is not UTF-8.", remedy)
    return text.replace("\r\n", "\n")


def _syntax(error: Exception, text: str) -> tuple[str, int]:
    if isinstance(error, RecursionError):
        return "it is nested too deep", 1
    said = str(error)
    place = _AT_LINE.search(said)
    message = _AT_LINE.sub("", said).strip().rstrip(".") or "it cannot be read"
    if place is None:
        return message, 1
    last = len(text.rstrip().split("\n"))
    return message[:1].lower() + message[1:], int(place.group(1) or last)
