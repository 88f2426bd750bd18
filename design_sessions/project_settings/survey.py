"""What a repository holds that its settings could speak of."""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel, Field

from design_sessions.components import is_known_type
from design_sessions.context_document.finding.locate import list_contexts
from design_sessions.context_document.model import FileReader
from design_sessions.errors import InputError
from design_sessions.layouts import layout_of
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.rule_files import read_rules
from design_sessions.rules import RULES_DIRECTORY


class Survey(BaseModel):
    """What was found, most frequent first."""

    contexts: list[str] = Field(default_factory=list)
    """Modules."""
    layouts: dict[str, int] = Field(default_factory=dict)
    """Contexts by the name of their layout."""
    project_modules: dict[str, int] = Field(default_factory=dict)
    """Contexts by the first segment of their module."""
    known_types: dict[str, int] = Field(default_factory=dict)
    """Components by known type."""
    own_types: dict[str, int] = Field(default_factory=dict)
    """Components by the wording of a type that is not known."""
    unread: list[str] = Field(default_factory=list)
    """Contexts that list no component that could be read."""
    rules: dict[str, int] = Field(default_factory=dict)
    """Rules by directory."""


def survey(reader: FileReader) -> Survey:
    """Look through the contexts, components and rules of a repository."""
    contexts = list_contexts(reader)
    layouts: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    known: Counter[str] = Counter()
    own: Counter[str] = Counter()
    unread: list[str] = []
    for context in contexts:
        layout = layout_of(context.path)
        if layout is not None:
            layouts[layout.name] += 1
        modules[context.module.partition(".")[0]] += 1
        try:
            components = read_project_context(ProjectSettings(), reader, context.path).components
        except InputError:
            unread.append(context.module)
            continue
        for component in components:
            declared = component.declared_type
            if declared is not None and not is_known_type(declared):
                own[" ".join(declared.split())] += 1
            else:
                known[str(component.type)] += 1
    return Survey(
        contexts=[context.module for context in contexts],
        layouts=dict(layouts.most_common()),
        project_modules=dict(modules.most_common()),
        known_types=dict(known.most_common()),
        own_types=dict(own.most_common()),
        unread=unread,
        rules=_rules(reader),
    )


def _rules(reader: FileReader) -> dict[str, int]:
    """Directories called ``rules`` that hold rules; the default one first."""
    directories = {path.rpartition("/")[0] for path in reader.list_files() if path.endswith(".md")}
    found = {
        directory: len(read_rules(reader, directory)[0])
        for directory in sorted(directories, key=lambda each: (each != RULES_DIRECTORY, each))
        # Hidden ones, such as .claude/rules, are other programs'.
        if directory.rpartition("/")[2] == RULES_DIRECTORY and "/." not in f"/{directory}"
    }
    return {directory: count for directory, count in found.items() if count}
