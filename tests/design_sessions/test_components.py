from __future__ import annotations

from uuid import UUID

import pytest

from design_sessions.components import ComponentType, component_id, is_known_type, normal_type


@pytest.mark.parametrize(
    ("declared", "normal"),
    [
        ("schema", "schema"),
        ("Schema", "schema"),
        ("GenServer", "genserver"),
        ("gen_server", "genserver"),
        ("module (behaviour)", "behaviour"),
        ("Behavior", "behaviour"),
        ("Coordination Context", "coordination_context"),
        ("Live View", "liveview"),
        ("Ecto schema", "schema"),
        ("Schema (embedded)", "schema"),
        ("module", "other"),
        ("logic", "other"),
        ("GenServer module", "genserver"),
        ("Schema, embedded", "schema"),
        ("mcp_tool", "other"),
        ("", "other"),
        ("(", "other"),
        (None, "other"),
    ],
)
def test_a_declared_type_has_a_normal_form(declared: str | None, normal: str) -> None:
    assert normal_type(declared) is ComponentType(normal)


def test_a_component_has_the_same_id_everywhere() -> None:
    project = UUID("00000000-0000-0000-0000-000000000001")
    first = component_id(project, "MyApp.Blog.Post")
    assert first == component_id(project, "MyApp.Blog.Post")
    assert first != component_id(project, "MyApp.Blog.Tag")
    assert first.version == 5


def test_words_of_a_project_come_before_the_known_types() -> None:
    own = {"mcp_tool": ComponentType.TASK, "Schema": ComponentType.OTHER}
    assert normal_type("MCP Tool", own) is ComponentType.TASK
    assert normal_type("schema", own) is ComponentType.OTHER
    assert normal_type("GenServer", own) is ComponentType.GENSERVER


def test_a_plain_module_is_a_known_type_and_an_unheard_word_is_none() -> None:
    assert all(
        map(is_known_type, ["other", "Module", "logic", "module (behaviour)", "Ecto schema"])
    )
    assert not is_known_type("mcp_tool")
    assert is_known_type("mcp_tool", {"mcp_tool": ComponentType.OTHER})
