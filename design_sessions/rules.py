"""Rules: what a project asks of its designs, as files ``rules/*.md`` with front matter."""

from __future__ import annotations

import yaml
from pydantic import BaseModel

from design_sessions.context_document.model import Diagnostic, FileReader, read_many
from design_sessions.markdown import MarkdownDocument, shown, without_comments

RULES_DIRECTORY = "rules"
EVERY = "*"

_LONGEST_FRONT_MATTER = 2_000
_QUOTE = 'write it in quotes, such as `component_type: "*"`'


class Rule(BaseModel):
    """One rule. ``*`` stands for every component type, or every session type."""

    path: str
    name: str
    """The file's name without its extension."""
    content: str
    """The text without front matter."""
    component_type: str = EVERY
    session_type: str = EVERY


def read_rules(reader: FileReader) -> tuple[list[Rule], list[Diagnostic]]:
    """The rules of a repository, by path; a file whose front matter cannot be read is no rule."""
    prefix = f"{RULES_DIRECTORY}/"
    paths = [
        path
        for path in reader.list_files(RULES_DIRECTORY)
        if path.startswith(prefix) and path.endswith(".md") and "/" not in path[len(prefix) :]
    ]
    rules: list[Rule] = []
    diagnostics: list[Diagnostic] = []
    for path, content in sorted(read_many(reader, paths).items()):
        found = read_rule(path, content.decode("utf-8-sig", "replace"))
        if isinstance(found, Rule):
            rules.append(found)
        else:
            diagnostics.append(found)
    return rules, diagnostics


def read_rule(path: str, text: str) -> Rule | Diagnostic:
    """One rule from the text of its file, or what is wrong with its front matter."""
    document = MarkdownDocument(text)
    front_matter = document.front_matter
    if front_matter is None:
        if document.lines[0].rstrip() == "---":
            return _wrong(path, 1, "The front matter is never closed: end it with a line `---`.")
        values: object = {}
    elif len(front_matter) > _LONGEST_FRONT_MATTER:
        return _wrong(path, 1, "The front matter is too long: only two keys belong there.")
    else:
        try:
            values = yaml.safe_load(front_matter) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 2 if error.problem_mark else 1
            return _wrong(path, line, f"The front matter is no YAML ({error.problem}): {_QUOTE}.")
        except (yaml.YAMLError, ValueError, RecursionError):
            return _wrong(path, 1, f"The front matter is no YAML: {_QUOTE}.")
    if not isinstance(values, dict):
        return _wrong(path, 2, "The front matter is no list of keys and values.")
    types: dict[str, str] = {}
    for key in ("component_type", "session_type"):
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            return _wrong(path, 2, f"The {key} {shown(str(value))} is no text: {_QUOTE}.")
        types[key] = (value or "").strip().lower() or EVERY
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Rule(path=path, name=name, content=document.body.strip(), **types)


def _wrong(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(path=path, line=line, message=f"{message} The rule is left out.")


def matching_rules(
    rules: list[Rule],
    component_type: str,
    session_type: str = "design",
    *,
    declared_type: str | None = None,
) -> list[Rule]:
    """The rules for a component, by component type, then session type, then path.

    ``declared_type`` is the type in the document's own words, so that a project may have rules for
    types of its own (``mcp_tool``). Blank rules are dropped.
    """
    types = {str(component_type), EVERY}
    if declared_type is not None:
        types.add("_".join(declared_type.lower().split()))
    found = [
        rule
        for rule in rules
        if rule.component_type in types
        and rule.session_type in (session_type, EVERY)
        and without_comments(rule.content).strip()
    ]
    return sorted(found, key=lambda rule: (rule.component_type, rule.session_type, rule.path))


def join_rules(rules: list[Rule]) -> str:
    """The text of the rules, with a blank line between each two."""
    return "\n\n".join(rule.content for rule in rules)
