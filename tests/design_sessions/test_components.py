from __future__ import annotations

from uuid import UUID

import pytest

from design_sessions.components import ComponentType, component_id, normal_type


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
