"""Rules: what a project or an account asks of its designs.

A project's are files ``rules/*.md`` with front matter; an account's are files of the same form
that were put into the database.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

import yaml
from pydantic import BaseModel

from design_sessions.components import type_wordings
from design_sessions.context_document.model import Diagnostic, FileReader, read_many
from design_sessions.markdown import MarkdownDocument, shown, without_comments
from design_sessions.utf8 import NOT_UTF8, decode_text
from design_sessions.wording import did_you_mean

RULES_DIRECTORY = "rules"
EVERY = "*"
SESSION_TYPES = ("design", "review", "code", "test", "content")
"""What rules are for. Those for ``design`` reach agents here; the others are for further tools that
read the same files."""

_LONGEST_FRONT_MATTER = 2_000
_QUOTE = 'write it in quotes, such as `component_type: "*"`'


class Rule(BaseModel):
    """One rule. ``*`` stands for every component type, or every session type."""

    path: str
    """In the repository; for an account's rule the name of the file that it was made from."""
    name: str
    """The file's name without its extension."""
    content: str
    """The text without front matter."""
    component_type: str = EVERY
    session_type: str = EVERY
    source: Literal["repository", "account"] = "repository"


class RuleVerdict(BaseModel):
    """Whether a component gets a rule, and why or why not."""

    rule: Rule
    applies: bool
    reason: str


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
    diagnostics: list[Diagnostic] = []
    for path, content in sorted(read_many(reader, paths).items()):
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
    """One rule from the text of its file, or what is wrong with its front matter."""
    document = MarkdownDocument(text)
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
            return _wrong(path, 2, f"The {key} {shown(str(value))} is not text: {_QUOTE}.")
        types[key] = (value or "").strip().lower() or EVERY
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Rule(path=path, name=name, content=document.body.strip(), **types)


def _wrong(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(path=path, line=line, message=f"{message} The rule is ignored.")


def matching_rules(
    rules: Iterable[Rule],
    component_type: str,
    session_type: str = "design",
    *,
    declared_type: str | None = None,
) -> list[Rule]:
    """The rules for a component, by component type, then session type, then name.

    ``declared_type`` is the type in the document's own words, so that a project may have rules for
    types of its own (``mcp_tool``). Blank rules are dropped, and an account's rule gives way to
    the repository's of the same name.
    """
    verdicts = judge_rules(rules, component_type, session_type, declared_type=declared_type)
    return [verdict.rule for verdict in verdicts if verdict.applies]


def judge_rules(
    rules: Iterable[Rule],
    component_type: str,
    session_type: str = "design",
    *,
    declared_type: str | None = None,
) -> list[RuleVerdict]:
    """Every rule with the reason why a component gets it or not; see :func:`matching_rules`."""
    ordered = sorted(
        rules,
        key=lambda rule: (
            rule.component_type,
            rule.session_type,
            rule.name,
            rule.source != "repository",
            rule.path,
        ),
    )
    types = {str(component_type), EVERY, *type_words(declared_type or "")}
    in_repository = {rule.name for rule in ordered if rule.source == "repository"}
    verdicts = []
    for rule in ordered:
        against = _against(rule, types, session_type, in_repository)
        reason = against or _in_favour(rule)
        verdicts.append(RuleVerdict(rule=rule, applies=against is None, reason=reason))
    return verdicts


def is_blank(rule: Rule) -> bool:
    """Whether a rule says nothing, comments aside."""
    return not without_comments(rule.content).strip()


def type_words(declared: str) -> set[str]:
    """What rules may call a type: all of a document's wording, and the parts around a ``(``."""
    parts = type_wordings(declared)
    return {"_".join(part.lower().split()) for part in parts if part.strip()}


def _against(rule: Rule, types: set[str], session_type: str, in_repository: set[str]) -> str | None:
    if rule.source == "account" and rule.name in in_repository:
        return "the repository has a rule of the same name"
    if rule.component_type not in types:
        return f"it is for components of type {rule.component_type}"
    if rule.session_type not in (session_type, EVERY):
        return f"it is for sessions of type {rule.session_type}"
    if is_blank(rule):
        return "it is blank"
    return None


def _in_favour(rule: Rule) -> str:
    component = "every type" if rule.component_type == EVERY else f"type {rule.component_type}"
    session = "every type" if rule.session_type == EVERY else f"type {rule.session_type}"
    return f"for components of {component}, in sessions of {session}"


def join_rules(rules: Iterable[Rule]) -> str:
    """The text of the rules, with a blank line between each two."""
    return "\n\n".join(rule.content for rule in rules)
