"""The rules of a project, from the directory that its settings name."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.context_document.model import Diagnostic, FileReader
from design_sessions.project_settings.model import KNOWN, ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE, line_in_file
from design_sessions.rule_files import read_rules
from design_sessions.rules import RULES_DIRECTORY, Rule, type_words

_MOST_DIRECTORIES = 5
"""Other directories of rules that are noted."""


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
    notes = [*missing_rules(settings, reader), *_other_directories(settings, reader)]
    return rules, [*notes, *diagnostics]


def _other_directories(settings: ProjectSettings, reader: FileReader) -> list[Diagnostic]:
    """Directories called as that of the rules, beside the documents of other applications."""
    directory = settings.documents.rules
    name = directory.rsplit("/", 1)[-1]
    found = {
        path.rsplit("/", 1)[0]: path
        for path in reader.list_files()
        if path.endswith(".md")
        and f"/{path}".rsplit("/", 2)[-2] == name
        and not path.startswith((f"{directory}/", "deps/", "node_modules/"))
        # Those of other programs are hidden: .claude/rules and the like.
        and "/." not in f"/{path}"
    }
    return [
        Diagnostic(
            path=path,
            line=1,
            message=f"The rules in {other} are not in force: those in {directory} are. Set "
            f"[documents] rules in {SETTINGS_FILE} to have others.",
        )
        for other, path in sorted(found.items())[:_MOST_DIRECTORIES]
    ]


def missing_rules(settings: ProjectSettings, reader: FileReader) -> list[Diagnostic]:
    """That the settings name a directory of rules which is not there."""
    directory = settings.documents.rules
    if directory == RULES_DIRECTORY or reader.list_files(directory):
        return []
    line = line_in_file(reader, "documents", "rules") or 1
    message = f'[documents] rules is "{directory}", which is empty: no rules are read.'
    return [Diagnostic(path=SETTINGS_FILE, line=line, message=message)]
