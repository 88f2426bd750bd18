from __future__ import annotations

import re
from typing import Any, cast, get_args

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions import DocumentDefinition, definition_for, describe
from design_sessions.design_document import validate_design
from design_sessions.errors import InputError
from design_sessions.layouts import Standard

EVERY_DEFINITION = [
    definition_for(standard, component_type)
    for standard in get_args(Standard)
    for component_type in ComponentType
]


def name_of(definition: DocumentDefinition) -> str:
    return f"{definition.standard}-{definition.type}"


def required(standard: Standard, component_type: str) -> list[str]:
    definition = definition_for(standard, ComponentType(component_type))
    return [section.name for section in definition.sections if section.required]


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_what_the_prompt_asks_for_is_what_validation_accepts(
    definition: DocumentDefinition,
) -> None:
    text = describe(definition)
    asked = re.findall(r"^- `## (.+?)` \((required|optional)", text, re.MULTILINE)
    assert len(asked) == len(definition.sections)
    for wanted in (["required"], ["required", "optional"]):
        sections = [f"## {name}\n\nSomething.\n" for name, need in asked if need in wanted]
        document = "\n".join(["# MyApp.Blog.Post\n", *sections])
        assert validate_design(document, definition=definition, module="MyApp.Blog.Post") == []


@pytest.mark.parametrize("definition", EVERY_DEFINITION, ids=name_of)
def test_a_document_without_sections_is_never_valid(definition: DocumentDefinition) -> None:
    assert validate_design("# Post\n\nText.\n", definition=definition, module="Post")


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
    definition = definition_for("spec", ComponentType.OTHER)
    functions = next(s for s in definition.sections if s.name == "Functions")
    assert [s.name for s in definition.alternatives(functions)] == ["Delegates", "Functions"]
    assert "`## Functions` (required, or `## Delegates` instead, or both)" in describe(definition)


def test_fields_may_be_called_field_documentation() -> None:
    for standard in get_args(Standard):
        fields = next(
            s for s in definition_for(standard, ComponentType.SCHEMA).sections if s.name == "Fields"
        )
        assert fields.aliases == ["Field Documentation"]


def test_an_unknown_standard_is_bad_input() -> None:
    with pytest.raises(InputError, match="no document definition other/schema"):
        definition_for(cast(Any, "other"), ComponentType.SCHEMA)
