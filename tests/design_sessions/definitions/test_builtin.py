from __future__ import annotations

import re
from typing import Any, cast, get_args

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions import DocumentDefinition, Form, describe
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import examine_design
from design_sessions.errors import InputError
from design_sessions.layouts import Standard

EVERY_DEFINITION = [
    builtin_definition(standard, component_type)
    for standard in get_args(Standard)
    for component_type in ComponentType
]


def name_of(definition: DocumentDefinition) -> str:
    return f"{definition.standard}-{definition.type}"


def required(standard: Standard, component_type: str) -> list[str]:
    definition = builtin_definition(standard, ComponentType(component_type))
    return [section.name for section in definition.sections if section.required]


CONTENT: dict[Form, str] = {
    "specs": "```elixir\n@spec get(id) :: Post.t() | nil\n```",
    "table": "| Field | Type |\n| --- | --- |\n| id | binary_id |",
    "modules": "- MyApp.Repo",
    "steps": "### Reading\n\n1. Looks the post up.",
    "processes": "**Process**:\n\n1. Looks the post up.",
}
"""The shapes that descriptions ask for, by what validation expects."""
WORDS: dict[Form, tuple[str, ...]] = {
    "specs": ("@spec", "@callback"),
    "table": ("table",),
    "modules": ("bullet",),
    "steps": ("steps",),
    "processes": ("Process",),
}
"""What a description says where validation expects a form."""


def asked_for(definition: DocumentDefinition) -> list[tuple[str, str]]:
    """Name and need of each section, as the prompt has them."""
    return re.findall(r"^- `## (.+?)` \((required|optional)", describe(definition), re.MULTILINE)


def written(definition: DocumentDefinition, names: list[str]) -> str:
    """A document with these sections, each in the shape that its description asks for."""
    expected = {section.name: section.expects for section in definition.sections}
    bodies = {
        name: "\n\n".join(CONTENT[form] for form in expected[name]) or "Something."
        for name in names
    }
    sections = [f"## {name}\n\n{body}\n" for name, body in bodies.items()]
    return "\n".join(["# MyApp.Blog.Post\n", *sections])


def found_in(text: str, definition: DocumentDefinition) -> list[str]:
    found = examine_design(text, definition=definition, module="MyApp.Blog.Post")
    return [problem.message for problem in found]


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_what_the_prompt_asks_for_is_accepted_without_a_warning(
    definition: DocumentDefinition,
) -> None:
    asked = asked_for(definition)
    assert len(asked) == len(definition.sections)
    required_only = [name for name, need in asked if need == "required"]
    for names in (required_only, [name for name, _ in asked]):
        assert found_in(written(definition, names), definition) == []


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_each_required_section_is_missed_when_it_is_removed(
    definition: DocumentDefinition,
) -> None:
    names = [section.name for section in definition.sections if section.required]
    for section in definition.sections:
        gone = {each.name for each in definition.alternatives(section)}
        left = [name for name in names if name not in gone]
        missing = [m for m in found_in(written(definition, left), definition) if "missing" in m]
        assert len(missing) == section.required


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_each_alias_stands_for_its_section(definition: DocumentDefinition) -> None:
    text = written(definition, [section.name for section in definition.sections])
    for section in definition.sections:
        for alias in section.aliases:
            renamed = text.replace(f"## {section.name}\n", f"## {alias}\n")
            assert found_in(renamed, definition) == []


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_a_description_says_the_form_that_validation_expects(
    definition: DocumentDefinition,
) -> None:
    for section in definition.sections:
        for form in section.expects:
            assert any(word in section.description for word in WORDS[form]), section


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_every_section_is_described_in_the_prompt(definition: DocumentDefinition) -> None:
    text = describe(definition)
    for section in definition.sections:
        assert " ".join(section.description.split()) in text
    assert "{" not in definition.introduction


def test_the_design_standard_requires_what_its_source_names() -> None:
    for plain in ("other", "genserver", "repository", "task", "registry", "behaviour", "liveview"):
        assert required("design", plain) == ["Purpose", "Public API", "Execution Flow"]
    assert required("design", "schema") == ["Purpose", "Fields"]
    assert required("design", "context") == [
        "Purpose",
        "Entity Ownership",
        "Access Patterns",
        "Public API",
        "State Management Strategy",
        "Execution Flow",
        "Dependencies",
        "Components",
    ]
    assert required("design", "coordination_context") == [
        "Purpose",
        "Execution Flow",
        "Access Patterns",
        "Public API",
    ]


def test_the_spec_standard_requires_what_its_source_names() -> None:
    for plain in ("other", "genserver", "repository", "task", "registry", "behaviour", "liveview"):
        assert required("spec", plain) == ["Delegates", "Functions", "Dependencies"]
    assert required("spec", "schema") == ["Fields"]
    for context in ("context", "coordination_context"):
        assert required("spec", context) == ["Delegates", "Functions", "Dependencies", "Components"]


def test_delegates_or_functions_are_enough() -> None:
    definition = builtin_definition("spec", ComponentType.OTHER)
    functions = next(s for s in definition.sections if s.name == "Functions")
    assert [s.name for s in definition.alternatives(functions)] == ["Delegates", "Functions"]
    assert "`## Functions` (required, or `## Delegates` instead, or both)" in describe(definition)


def test_fields_may_be_called_field_documentation() -> None:
    for standard in get_args(Standard):
        fields = next(
            s
            for s in builtin_definition(standard, ComponentType.SCHEMA).sections
            if s.name == "Fields"
        )
        assert fields.aliases == ["Field Documentation"]


def test_an_unknown_standard_is_bad_input() -> None:
    with pytest.raises(InputError, match="no document definition other/schema"):
        builtin_definition(cast(Any, "other"), ComponentType.SCHEMA)
