"""Shows the rules of a component."""

from __future__ import annotations

from typing import Any

from command_line.output import say
from design_sessions.components import ComponentType
from design_sessions.rules import Rule, RuleVerdict
from design_sessions.wording import counted

_SESSION_TYPE = "design"


def component_as_json(
    component_type: ComponentType, declared_type: str | None, verdicts: list[RuleVerdict]
) -> dict[str, Any]:
    """The rules of one component in order, and the rules that it does not get."""
    return {
        "type": str(component_type),
        "declared_type": declared_type,
        "session_type": _SESSION_TYPE,
        "rules": [_as_json(verdict) for verdict in verdicts if verdict.applies],
        "left_out": [_as_json(verdict) for verdict in verdicts if not verdict.applies],
    }


def print_component(title: str, verdicts: list[RuleVerdict]) -> None:
    """Print one component's rules in order, then the others, each with the reason."""
    applying = [verdict for verdict in verdicts if verdict.applies]
    others = [verdict for verdict in verdicts if not verdict.applies]
    every = counted(len(verdicts), "rule")
    say(f"{title} gets {len(applying)} of {every}{':' if applying else '.'}")
    for verdict in applying:
        say(f"  + {_place(verdict.rule)}: {verdict.reason}")
    for verdict in others:
        say(f"  - {_place(verdict.rule)}: {verdict.reason}")


def print_all(rules: list[Rule]) -> None:
    """Print each rule with the types that it is for."""
    if not rules:
        say("There are no rules.")
    for rule in rules:
        say(
            f"{_place(rule)}: components of type {rule.component_type}, "
            f"sessions of type {rule.session_type}"
        )


def _place(rule: Rule) -> str:
    return rule.path if rule.source == "repository" else f"{rule.name} (account)"


def _as_json(verdict: RuleVerdict) -> dict[str, Any]:
    rule = verdict.rule
    return {
        "name": rule.name,
        "path": rule.path if rule.source == "repository" else None,
        "source": rule.source,
        "component_type": rule.component_type,
        "session_type": rule.session_type,
        "reason": verdict.reason,
    }
