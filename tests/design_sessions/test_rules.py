from __future__ import annotations

import pytest

from design_sessions.components import ComponentType
from design_sessions.rules import Rule, join_rules, judge_rules, matching_rules


def rule(name: str, component_type: str, session_type: str, content: str = "Text.") -> Rule:
    return Rule(
        path=f"rules/{name}.md",
        name=name,
        content=content,
        component_type=component_type,
        session_type=session_type,
    )


def test_rules_for_a_design_are_those_of_its_type_and_of_every_type_in_order() -> None:
    rules = [
        rule("f", "schema", "design"),
        rule("e", "schema", "*"),
        rule("d", "schema", "code"),
        rule("c", "repository", "design"),
        rule("b", "*", "design"),
        rule("a", "*", "*"),
        rule("blank", "*", "*", content=" \n"),
        rule("comment", "*", "*", content="<!-- later -->"),
    ]
    found = matching_rules(rules, ComponentType.SCHEMA)
    assert [each.name for each in found] == ["a", "b", "e", "f"]
    assert [each.name for each in matching_rules(rules, "schema", "code")] == ["a", "e", "d"]


def test_a_projects_own_type_has_its_own_rules() -> None:
    rules = [rule("tools", "mcp_tool", "design"), rule("other", "other", "design")]
    found = matching_rules(rules, ComponentType.OTHER, declared_type="MCP Tool")
    assert [each.name for each in found] == ["tools", "other"]


@pytest.mark.parametrize("declared", ["mcp_tool", "MCP Tool", "module (MCP tool)"])
def test_a_type_is_meant_by_each_of_its_wordings(declared: str) -> None:
    rules = [rule("tools", "mcp_tool", "design")]
    assert matching_rules(rules, ComponentType.OTHER, declared_type=declared) == rules


def test_an_accounts_rules_join_the_repositorys_which_win_where_names_are_equal() -> None:
    account = [
        rule("keys", "schema", "design").model_copy(update={"source": "account"}),
        rule("style", "*", "*").model_copy(update={"source": "account"}),
    ]
    repository = [rule("keys", "schema", "design"), rule("tests", "*", "test")]
    found = matching_rules([*account, *repository], ComponentType.SCHEMA)
    assert [(each.name, each.source) for each in found] == [
        ("style", "account"),
        ("keys", "repository"),
    ]


def test_each_rule_says_why_it_is_given_or_not() -> None:
    rules = [
        rule("style", "*", "*"),
        rule("keys", "schema", "design"),
        rule("code", "schema", "code"),
        rule("pages", "liveview", "design"),
        rule("later", "*", "*", content="<!-- later -->"),
        rule("keys", "*", "*").model_copy(update={"source": "account"}),
    ]
    judged = judge_rules(rules, ComponentType.SCHEMA)
    assert {(v.rule.name, v.rule.source, v.applies): v.reason for v in judged} == {
        ("style", "repository", True): "for components of every type, in sessions of every type",
        ("keys", "repository", True): "for components of type schema, in sessions of type design",
        ("code", "repository", False): "it is for sessions of type code",
        ("pages", "repository", False): "it is for components of type liveview",
        ("later", "repository", False): "it is blank",
        ("keys", "account", False): "the repository has a rule of the same name",
    }


def test_rules_are_joined_by_a_blank_line() -> None:
    rules = [rule("a", "*", "*", "First."), rule("b", "*", "*", "Second.")]
    assert join_rules(rules) == "First.\n\nSecond."
    assert join_rules([]) == ""
