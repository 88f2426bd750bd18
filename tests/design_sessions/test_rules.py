from __future__ import annotations

import pytest

from design_sessions.components import ComponentType
from design_sessions.rules import Rule, join_rules, matching_rules, read_rule, read_rules


class Files(dict[str, str]):
    def read_bytes(self, path: str) -> bytes | None:
        return self[path].encode() if path in self else None

    def list_files(self, prefix: str = "") -> list[str]:
        return [path for path in self if path.startswith(prefix)]


def rule(name: str, component_type: str, session_type: str, content: str = "Text.") -> Rule:
    return Rule(
        path=f"rules/{name}.md",
        name=name,
        content=content,
        component_type=component_type,
        session_type=session_type,
    )


def test_rules_are_read_from_their_directory() -> None:
    files = Files(
        {
            "rules/schema.md": '---\ncomponent_type: "Schema"\nsession_type: design\n---\n\n# A\n',
            "rules/all.md": "Always.\n",
            "rules/deeper/more.md": "Never.\n",
            "rules/notes.txt": "Never.\n",
            "docs/rules/other.md": "Never.\n",
        }
    )
    rules, diagnostics = read_rules(files)
    assert diagnostics == []
    assert rules == [
        Rule(path="rules/all.md", name="all", content="Always."),
        Rule(
            path="rules/schema.md",
            name="schema",
            content="# A",
            component_type="schema",
            session_type="design",
        ),
    ]


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        ("component_type: *\n---\n", 2),
        ("a: b\ncomponent_type: [\n---\n", 3),
        ("component_type: [schema]\n---\n", 2),
        ("- a\n- b\n---\n", 2),
        ("component_type: schema\n", 1),
        (f"component_type: {'[' * 1_500}\n---\n", 1),
        (f"component_type: {'x' * 5_000}\n---\n", 1),
        ("component_type: \x07\n---\n", 1),
        ("component_type: 2020-99-99\n---\n", 1),
    ],
)
def test_front_matter_that_cannot_be_read_is_reported_and_the_rule_left_out(
    front_matter: str, line: int
) -> None:
    rules, (diagnostic,) = read_rules(Files({"rules/a.md": f"---\n{front_matter}Text.\n"}))
    assert rules == []
    assert (diagnostic.path, diagnostic.line) == ("rules/a.md", line)
    assert diagnostic.message.endswith("The rule is left out.")


def test_missing_keys_mean_every_type() -> None:
    read = read_rule("rules/a.md", "---\ncomponent_type:\n---\nText.\n")
    assert isinstance(read, Rule)
    assert (read.component_type, read.session_type) == ("*", "*")


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


def test_rules_are_joined_by_a_blank_line() -> None:
    rules = [rule("a", "*", "*", "First."), rule("b", "*", "*", "Second.")]
    assert join_rules(rules) == "First.\n\nSecond."
    assert join_rules([]) == ""
