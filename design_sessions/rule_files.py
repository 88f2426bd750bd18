"""Reading rules: Markdown files with front matter."""

from __future__ import annotations

import re
from collections.abc import Collection

import yaml

from design_sessions.context_document.model import Diagnostic, FileReader, LinkReader, read_many
from design_sessions.markdown import MarkdownDocument, shown
from design_sessions.merge_conflicts import merge_conflicts
from design_sessions.rules import EVERY, RULES_DIRECTORY, SESSION_TYPES, Rule
from design_sessions.utf8 import LFS_POINTER, NOT_UTF8, decode_text
from design_sessions.wording import did_you_mean

LONGEST_RULE = 100_000
"""Characters of a rule's file: every agent that the rule is for is sent all of it, and pays for it
in every turn."""
_LONGEST_FRONT_MATTER = 2_000
_QUOTE = 'write it in quotes, such as `component_type: "*"`'


def read_rules(
    reader: FileReader,
    directory: str = RULES_DIRECTORY,
    *,
    component_types: Collection[str] | None = None,
) -> tuple[list[Rule], list[Diagnostic]]:
    """The rules of a repository, by path; a file with unreadable front matter is not a rule.

    Args:
        reader: the repository at one commit.
        directory: where the rules lie.
        component_types: the types that there are, in lower case with ``_``; a rule for another
            is reported, but still read. None accepts every type.
    """
    prefix = f"{directory}/"
    paths = [
        path
        for path in reader.list_files(directory)
        if path.startswith(prefix) and path.endswith(".md") and "/" not in path[len(prefix) :]
    ]
    rules: list[Rule] = []
    diagnostics = [
        Diagnostic(
            path=path, line=1, message=f"It is not read as a rule: rules lie in {directory} itself."
        )
        for path in reader.list_files(directory)
        if path.startswith(prefix) and path.endswith(".md") and "/" in path[len(prefix) :]
    ]
    if isinstance(reader, LinkReader):
        diagnostics += [
            Diagnostic(path=path, line=1, message="It is a symbolic link, which is not followed.")
            for path in reader.list_links(directory)
            if path.endswith(".md") or path == directory
        ]
    for path, content in sorted(read_many(reader, paths).items()):
        if content.startswith(LFS_POINTER):
            diagnostics.append(_wrong(path, 1, "The file is a pointer of Git LFS."))
            continue
        text, wrong_line = decode_text(content)
        if wrong_line is not None:
            diagnostics.append(Diagnostic(path=path, line=wrong_line, message=NOT_UTF8))
        found = read_rule(path, text)
        if isinstance(found, Rule):
            rules.append(found)
            if component_types is not None:
                diagnostics += _unknown_types(found, text, component_types)
        else:
            diagnostics.append(found)
    return rules, diagnostics


def _unknown_types(rule: Rule, text: str, component_types: Collection[str]) -> list[Diagnostic]:
    found = []
    for_designs = rule.session_type not in SESSION_TYPES or rule.session_type == SESSION_TYPES[0]
    if for_designs and rule.component_type not in (EVERY, *component_types):
        known, reached = component_types, "Only a component whose document calls its type so gets"
        found.append(("component_type", rule.component_type, known, reached))
    if rule.session_type not in (EVERY, *SESSION_TYPES):
        found.append(("session_type", rule.session_type, SESSION_TYPES, "No session gets"))
    return [
        Diagnostic(
            path=rule.path,
            line=_line_of(key, text),
            message=f"The {key} {shown(word)} is not a known type{did_you_mean(word, known)} "
            f"{reached} this rule.",
        )
        for key, word, known, reached in found
    ]


def _line_of(key: str, text: str) -> int:
    place = re.search(rf"^[\"']?{key}\b", text, re.MULTILINE)
    return 1 if place is None else text.count("\n", 0, place.start()) + 1


def read_rule(path: str, text: str) -> Rule | Diagnostic:
    """One rule from the text of its file, or what is wrong with it."""
    if len(text) > LONGEST_RULE:
        return _wrong(path, 1, f"The file has more than {LONGEST_RULE:,} characters: shorten it.")
    document = MarkdownDocument(text)
    conflict = next(merge_conflicts(document.lines), None)
    if conflict is not None:
        return _wrong(path, conflict.first, f"In this file, {conflict}.")
    front_matter = document.front_matter
    if front_matter is None:
        if document.lines[0].rstrip() == "---":
            return _wrong(path, 1, "The front matter is never closed: end it with a line `---`.")
        values: object = {}
    elif len(front_matter) > _LONGEST_FRONT_MATTER:
        return _wrong(path, 1, "The front matter is too long: it has only two keys.")
    else:
        try:
            values = yaml.safe_load(front_matter) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 2 if error.problem_mark else 1
            return _wrong(path, line, f"The front matter is not YAML ({error.problem}): {_QUOTE}.")
        except (yaml.YAMLError, ValueError, RecursionError):
            return _wrong(path, 1, f"The front matter is not YAML: {_QUOTE}.")
    if not isinstance(values, dict):
        return _wrong(path, 2, "The front matter does not consist of keys and values.")
    types: dict[str, str] = {}
    for key in ("component_type", "session_type"):
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            said = f" {shown(str(value))}" if isinstance(value, int | float) else ""
            return _wrong(path, 2, f"The {key}{said} is not text: {_QUOTE}.")
        # As a document writes it ("Oban Worker"), or in our form.
        types[key] = "_".join((value or "").lower().split()) or EVERY
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Rule(path=path, name=name, content=document.body.strip(), **types)


def _wrong(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(path=path, line=line, message=f"{message} The rule is ignored.")
