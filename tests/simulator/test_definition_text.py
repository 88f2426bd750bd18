from __future__ import annotations

from simulator.definition_text import wanted_sections


def names(text: str) -> list[str]:
    return [section.name for section in wanted_sections(text)]


def test_a_list_after_the_heading_is_understood() -> None:
    text = """# Document definition
- **Purpose** (required): what for
- `## Public API` - the functions
- Execution Flow

# Rules
- **Politeness**: not a section
"""
    assert names(text) == ["Purpose", "Public API", "Execution Flow"]


def test_a_section_says_what_it_holds_and_whether_it_must_be_there() -> None:
    text = "## Document definition\n\n- Purpose: What for.\n- `## Fields` (optional): All.\n"
    purpose, fields = wanted_sections(text)
    assert (purpose.name, purpose.description, purpose.required) == ("Purpose", "What for.", True)
    assert (fields.name, fields.required) == ("Fields", False)


def test_a_text_without_a_definition_asks_for_nothing() -> None:
    assert wanted_sections("Design something.\n- **Purpose**: what for") == []
