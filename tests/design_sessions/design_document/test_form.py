from __future__ import annotations

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import design_warnings, validate_design
from design_sessions.layouts import Standard

MODULE = "MyApp.Blog.PostCache"
DESIGN = """\
# PostCache

## Purpose

Keeps posts.

## Public API

```elixir
@spec get(id) :: Post.t() | nil
```

## Execution Flow

1. Looks up.

## Dependencies

- MyApp.Repo
"""
SPEC = """\
# PostCache

## Functions

### get/1

Gets a post.

```elixir
@spec get(id) :: Post.t() | nil
```

**Process**:
1. Looks up.

## Dependencies

- MyApp.Repo
"""
SCHEMA = "# PostCache\n\n## Purpose\n\nA post.\n\n## Fields\n\n| Field |\n| --- |\n| id |\n"


def warnings(
    text: str, component_type: str = "other", standard: Standard = "design"
) -> list[tuple[int, str]]:
    definition = builtin_definition(standard, ComponentType(component_type))
    found = design_warnings(text, definition=definition, module=MODULE)
    assert all(each.severity == "warning" for each in found)
    return [(each.line, each.message) for each in found]


def test_a_document_in_the_expected_shape_has_no_warning() -> None:
    assert warnings(DESIGN) == []
    assert warnings(SPEC, standard="spec") == []
    assert warnings(SCHEMA, "schema") == []


def test_a_warning_leaves_the_document_valid() -> None:
    text = DESIGN.replace("@spec ", "")
    definition = builtin_definition("design", ComponentType.OTHER)
    assert len(warnings(text)) == 1
    assert validate_design(text, definition=definition, module=MODULE) == []


def test_functions_without_a_spec_are_noted_at_their_section() -> None:
    ((line, message),) = warnings(DESIGN.replace("@spec ", ""))
    assert line == 7
    assert message.startswith('The section "Public API" has no @spec: give one for each function')
    ((line, _),) = warnings(SPEC.replace("@spec ", ""), standard="spec")
    assert line == 3


@pytest.mark.parametrize("instead", ["@callback get(id) :: Post.t()", "@macrocallback get(id)"])
def test_callbacks_are_specs(instead: str) -> None:
    assert warnings(DESIGN.replace("@spec get(id) :: Post.t() | nil", instead)) == []


def test_the_routes_of_a_live_view_need_no_spec() -> None:
    text = DESIGN.replace("```elixir\n@spec get(id) :: Post.t() | nil\n```", "- `/posts/:id`")
    assert warnings(text, "liveview") == []
    assert len(warnings(text, "genserver")) == 1


def test_delegates_need_no_spec() -> None:
    text = "# PostCache\n\n## Delegates\n\n- get/1: MyApp.Repo.get/1\n\n## Dependencies\n\nNone\n"
    assert warnings(text, standard="spec") == []
    assert warnings(f"{text}\n## Functions\n\nNone.\n", standard="spec") == []


def test_fields_without_a_table_are_noted_whatever_the_section_is_called() -> None:
    for name in ("Fields", "Field Documentation"):
        text = f"# PostCache\n\n## Purpose\n\nA post.\n\n## {name}\n\n- id\n"
        ((line, message),) = warnings(text, "schema")
        assert line == 7
        assert message.startswith(f'The section "{name}" has no table')


@pytest.mark.parametrize(
    "entry",
    [
        "the database",
        "`postgres` for storage",
        "uses the repository",
        "[the cache](cache.md) of posts",
        "**Internal**:\n  - the database",
    ],
)
def test_a_dependency_without_a_module_is_noted_at_its_line(entry: str) -> None:
    ((line, message),) = warnings(DESIGN.replace("MyApp.Repo", entry))
    assert line == 19 + entry.count("\n")
    assert "is not a module name: begin it with one, such as `MyApp.Repo`" in message


@pytest.mark.parametrize(
    "entry",
    [
        "MyApp.Repo",
        "`MyApp.Repo` - keeps posts",
        "**MyApp.Repo**: keeps posts",
        "[MyApp.Repo](repo.md)",
        "Ecto.Changeset",
        "Phoenix.PubSub for broadcasting",
        "MyApp.Repo.get/2",
        "Users",
        ":telemetry",
        "`:crypto` hashes the key",
        "None",
        "None.",
        "No other modules",
        "MyApp.Repo, MyApp.Users and Ecto",
        "Internal:\n  - MyApp.Repo\n  - MyApp.Users",
        "MyApp.Repo\n  - to read posts",
    ],
)
def test_modules_in_every_dress_are_dependencies(entry: str) -> None:
    assert warnings(DESIGN.replace("MyApp.Repo", entry)) == []


def test_dependencies_told_in_prose_are_left_alone() -> None:
    assert warnings(DESIGN.replace("- MyApp.Repo", "It rests on the database alone.")) == []


def test_a_flow_without_steps_is_noted() -> None:
    ((line, message),) = warnings(DESIGN.replace("1. Looks up.", "It looks up the post."))
    assert (line, message) == (
        13,
        'The section "Execution Flow" has no steps: write them as a numbered list.',
    )


def test_each_flow_of_several_needs_steps() -> None:
    flows = "### Get\n\n1. Looks up.\n\n### Put\n\nIt writes.\n"
    ((line, message),) = warnings(DESIGN.replace("1. Looks up.", flows))
    assert (line, message) == (
        19,
        'The flow "Put" has no steps: write them as a numbered list.',
    )


@pytest.mark.parametrize(
    "flow",
    [
        "- Looks up.",
        "```mermaid\nsequenceDiagram\n```",
        "| Step | Does |\n| --- | --- |\n| 1 | looks up |",
        "### Get\n\n- Looks up.\n\n### Notes\n\nIt is fast.",
        "### Get\n\n1. Looks up.\n\n### Error Handling\n\nIt crashes.",
        "### Step 1: Look up\n\nIt looks up.\n\n### Step 2: Answer\n\nIt answers.",
        "### 1. Look up\n\nIt looks up.",
        "### Get\n\n#### Look up\n\nIt looks up.",
    ],
)
def test_steps_have_many_shapes(flow: str) -> None:
    assert warnings(DESIGN.replace("1. Looks up.", flow)) == []


@pytest.mark.parametrize("process", ["**Process**:\n\nIt looks up.", "**Process:**\nIt looks up."])
def test_a_process_without_steps_is_noted(process: str) -> None:
    ((line, message),) = warnings(
        SPEC.replace("**Process**:\n1. Looks up.", process), standard="spec"
    )
    assert (line, message) == (
        13,
        "The process has no steps: write them as a numbered list.",
    )


@pytest.mark.parametrize(
    "process",
    [
        "**Process**: answers `:string`.",
        "**Process**:\n\n- Looks up.",
        "**Process:**\n1. Looks up.",
    ],
)
def test_a_process_of_one_sentence_or_a_list_is_enough(process: str) -> None:
    assert warnings(SPEC.replace("**Process**:\n1. Looks up.", process), standard="spec") == []


def test_an_empty_section_is_an_error_and_nothing_more() -> None:
    assert warnings(DESIGN.replace("1. Looks up.", "TBD")) == []


def test_of_many_alike_only_the_first_are_told() -> None:
    many = "\n".join(f"- the database {number}" for number in range(200))
    assert len(warnings(DESIGN.replace("- MyApp.Repo", many))) == 20
