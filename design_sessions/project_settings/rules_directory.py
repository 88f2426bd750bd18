"""The rules of a project, from the directory that its settings name."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.context_document.model import Diagnostic, FileReader
from design_sessions.project_settings.model import KNOWN, ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE, line_in_file
from design_sessions.rule_files import read_rules
from design_sessions.rules import RULES_DIRECTORY, Rule, type_words


def read_project_rules(
    settings: ProjectSettings, reader: FileReader, declared_types: Iterable[str] = ()
) -> tuple[list[Rule], list[Diagnostic]]:
    """The rules of the repository, and what is to be said of their files.

    Args:
        settings: of the project.
        reader: the repository at one commit.
        declared_types: the words that documents use for the types of components.
    """
    known = set(KNOWN).union(*map(type_words, (*settings.own_types(), *declared_types)))
    rules, diagnostics = read_rules(reader, settings.documents.rules, component_types=known)
    return rules, [*missing_rules(settings, reader), *diagnostics]


def missing_rules(settings: ProjectSettings, reader: FileReader) -> list[Diagnostic]:
    """That the settings name a directory of rules which is not there."""
    directory = settings.documents.rules
    if directory == RULES_DIRECTORY or reader.list_files(directory):
        return []
    line = line_in_file(reader, "documents", "rules") or 1
    message = f'[documents] rules is "{directory}", which is empty: no rules are read.'
    return [Diagnostic(path=SETTINGS_FILE, line=line, message=message)]
