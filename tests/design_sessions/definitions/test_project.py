from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from design_sessions.components import ComponentType
from design_sessions.definitions import (
    DefinitionOverride,
    Definitions,
    Section,
    builtin_definitions,
    describe,
)
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import validate_design
from design_sessions.errors import InputError


def with_override(name: str, **values: Any) -> Definitions:
    override = DefinitionOverride.model_validate(values)
    return builtin_definitions().with_overrides({name: override})


def required(definitions: Definitions, component_type: str, standard: Any = "design") -> list[str]:
    definition = definitions.for_type(standard, component_type)
    return [section.name for section in definition.sections if section.required]


TOOL = {"name": "Tool Schema", "description": "The input of the tool."}


def test_without_overrides_the_definitions_are_those_of_the_product() -> None:
    for component_type in ComponentType:
        assert builtin_definitions().for_type("spec", component_type) == builtin_definition(
            "spec", component_type
        )


def test_an_optional_section_can_be_required() -> None:
    definitions = with_override("schema", require=["test assertions"])
    assert required(definitions, "schema") == ["Purpose", "Fields", "Test Assertions"]
    assert "`## Test Assertions` (required)" in describe(definitions.for_type("design", "schema"))
    assert required(definitions, "repository") == ["Purpose", "Public API", "Execution Flow"]


def test_a_section_that_one_standard_does_not_have_is_required_in_the_other() -> None:
    definitions = with_override("schema", require=["Test Assertions"])
    assert required(definitions, "schema", "spec") == ["Fields"]


def test_requiring_one_of_two_sections_leaves_no_choice() -> None:
    definitions = with_override("other", require=["Functions"])
    text = "# Post\n\n## Delegates\n\n- get/1: A.get/1\n\n## Dependencies\n\nNone\n"
    (problem,) = validate_design(
        text, definition=definitions.for_type("spec", "other"), module="Post"
    )
    assert "add `## Functions`" in problem.message


def test_a_type_of_the_projects_own_rests_on_a_known_one() -> None:
    definitions = with_override("mcp_tool", extends="other", sections=[TOOL])
    definition = definitions.for_type("design", ComponentType.OTHER, "MCP Tool")
    assert definition.type == "mcp_tool"
    assert required(definitions, "mcp_tool") == [
        "Purpose",
        "Public API",
        "Execution Flow",
        "Tool Schema",
    ]
    assert "**Type**: mcp_tool" in describe(definitions.for_type("spec", "mcp_tool"))


@pytest.mark.parametrize("words", ["mcp_tool", "MCP Tool", "McpTool", "module (mcp tool)"])
def test_a_documents_wording_means_the_projects_own_type(words: str) -> None:
    assert with_override("mcp_tool").own_type(words) == "mcp_tool"


@pytest.mark.parametrize("words", ["tool", "schema", "module", "", None])
def test_another_wording_means_none(words: str | None) -> None:
    definitions = with_override("mcp_tool")
    assert definitions.own_type(words) is None
    assert definitions.for_type("design", ComponentType.SCHEMA, words).type == "schema"


def test_sections_without_a_type_to_rest_on_are_the_whole_template() -> None:
    assert required(with_override("schema", sections=[TOOL]), "schema") == ["Tool Schema"]
    assert required(with_override("mcp_tool", sections=[TOOL]), "mcp_tool") == ["Tool Schema"]


def test_a_section_of_the_same_name_replaces_the_one_it_rests_on() -> None:
    section = {"name": "Fields", "description": "Ours.", "aliases": ["Attributes"]}
    definition = with_override("schema", extends="schema", sections=[section]).for_type(
        "design", "schema"
    )
    assert [each.description for each in definition.sections if each.name == "Fields"] == ["Ours."]
    text = "# Post\n\n## Purpose\n\nKeeps.\n\n## Attributes\n\n- id\n"
    assert validate_design(text, definition=definition, module="Post") == []


def test_an_introduction_of_the_projects_own_is_told_to_the_agent() -> None:
    definitions = with_override("mcp_tool", introduction="Name the server; the type is {type}.")
    text = describe(definitions.for_type("design", "mcp_tool"))
    assert "Name the server; the type is mcp_tool." in text


def test_another_spelling_of_a_known_type_is_that_type() -> None:
    definitions = with_override("Live View", require=["User Interface"])
    assert "User Interface" in required(definitions, "liveview")


def test_of_two_overrides_of_one_type_the_later_one_holds() -> None:
    definitions = with_override("schema", require=["Associations"]).with_overrides(
        {"schema": DefinitionOverride(require=["Test Assertions"])}
    )
    assert required(definitions, "schema") == ["Purpose", "Fields", "Test Assertions"]


def test_definitions_survive_being_kept_as_json() -> None:
    definitions = with_override("mcp_tool", extends="task", sections=[TOOL])
    kept = Definitions.model_validate_json(definitions.model_dump_json())
    assert kept.for_type("spec", "mcp_tool") == definitions.for_type("spec", "mcp_tool")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        (
            "mcp_tool",
            {"extends": "shema"},
            "'shema', which is not a known type. Did you mean 'schema'",
        ),
        ("schema", {"require": ["Test Asertions"]}, "Did you mean 'test assertions'"),
        ("schema", {"sections": [TOOL, TOOL | {"name": "tool schema"}]}, "two sections"),
        (
            "schema",
            {"extends": "schema", "sections": [TOOL | {"aliases": ["Purpose"]}]},
            "two sections with the heading 'purpose'",
        ),
        ("!!", {}, "has no type"),
    ],
)
def test_what_makes_no_sense_is_said(name: str, values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        with_override(name, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"extend": "schema"},
        {"sections": [{"name": "A", "description": "B", "expects": ["poems"]}]},
        {"sections": [{"name": " # ", "description": "B"}]},
        {"sections": [{"name": "A"}]},
    ],
)
def test_an_override_of_another_shape_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DefinitionOverride.model_validate(values)


def test_a_sections_name_may_be_written_as_a_heading() -> None:
    assert Section(name="## Tool  Schema", description="x").name == "Tool Schema"


def test_an_unknown_type_is_bad_input() -> None:
    with pytest.raises(InputError, match="no document definition design/mcp_tool"):
        builtin_definitions().for_type("design", "mcp_tool")
