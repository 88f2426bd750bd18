"""Rules: what a project or an account asks of its designs.

A project's are files ``rules/*.md`` with front matter; an account's are files of the same form
that were put into the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel

from design_sessions.components import type_wordings
from design_sessions.html_comments import without_comments

RULES_DIRECTORY = "rules"
EVERY = "*"
SESSION_TYPES = ("design", "review", "code", "test", "content")
"""What rules are for. Those for ``design`` reach agents here; the others are for further tools that
read the same files."""


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
