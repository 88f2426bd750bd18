from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign

ReadBlog = Callable[..., ContextDesign]

DOCUMENT = """\
# Blog Context

## Purpose
Publishes posts.

## Components

### Blog.Post

| field    | value  |
| -------- | ------ |
| type     | schema |
| priority | 2      |

A post, with its text.

Posts belong to an author.

### Blog.PostRepository

| field | value      |
| ----- | ---------- |
| type  | repository |

Reads and writes posts.

## Dependencies
- Users
"""


def test_each_heading_with_its_table_is_a_component(read_blog: ReadBlog) -> None:
    post, repository = read_blog(DOCUMENT).components
    assert (post.name, post.module, post.type) == ("Post", "MyApp.Blog.Post", "schema")
    assert post.priority == 2
    assert post.description == "A post, with its text.\n\nPosts belong to an author."
    assert post.design_path == "docs/design/my_app/blog/post.md"
    assert post.line == 8
    assert (repository.module, repository.type) == ("MyApp.Blog.PostRepository", "repository")
    assert repository.priority == 0


def component_with(read_blog: ReadBlog, table: str) -> ContextDesign:
    return read_blog(f"# Blog\n\n## Components\n\n### Post\n\n{table}\n\nA post.\n")


def test_the_type_keeps_its_own_words_beside_its_normal_form(read_blog: ReadBlog) -> None:
    table = "| Field | Value |\n|---|---|\n| Type | `Module (Behaviour)` |"
    (post,) = component_with(read_blog, table).components
    assert (post.declared_type, post.type) == ("Module (Behaviour)", "behaviour")


def test_a_pipe_in_code_does_not_end_the_cell(read_blog: ReadBlog) -> None:
    table = (
        "| field | value |\n|---|---|\n| type | schema |\n"
        "| returns | `{:ok, t} | {:error, e}` |\n| priority | 3 |"
    )
    (post,) = component_with(read_blog, table).components
    assert (post.type, post.priority) == ("schema", 3)
    assert post.details == "- returns: `{:ok, t} | {:error, e}`"


def test_a_table_without_outer_pipes_is_read(read_blog: ReadBlog) -> None:
    (post,) = component_with(read_blog, "field | value\n--- | ---\ntype | task").components
    assert post.type == "task"


def test_a_table_of_the_components_own_fields_is_not_taken_for_its_type(
    read_blog: ReadBlog,
) -> None:
    table = "| Field | Type |\n|---|---|\n| id | integer |\n| type | string |"
    (post,) = component_with(read_blog, table).components
    assert (post.declared_type, post.type) == (None, "other")
    assert "| id | integer |" in post.details


def test_a_type_that_is_none_is_no_type(read_blog: ReadBlog) -> None:
    (post,) = component_with(read_blog, "| field | value |\n|---|---|\n| type | null |").components
    assert post.declared_type is None


@pytest.mark.parametrize("value", ["high", "1.5", "99999999999999", "٣"])
def test_a_priority_that_is_no_whole_number_is_reported(read_blog: ReadBlog, value: str) -> None:
    table = f"| field | value |\n|---|---|\n| type | schema |\n| priority | {value} |"
    context = component_with(read_blog, table)
    assert context.components[0].priority == 0
    (diagnostic,) = context.diagnostics
    assert diagnostic.line == 10
    assert "write a whole number" in diagnostic.message


def test_a_heading_of_several_words_is_joined_and_reported(read_blog: ReadBlog) -> None:
    context = read_blog(DOCUMENT.replace("### Blog.PostRepository", "### Post Repository"))
    assert [c.name for c in context.components] == ["Post", "PostRepository"]
    assert "PostRepository: write it as one word" in context.diagnostics[0].message


@pytest.mark.parametrize(
    "table",
    [
        "| field | value | notes |\n| --- | --- | --- |\n| type | schema | with Ecto |",
        "| field | value |\n| type | schema |",
        "| field | value |\n| --- |\n| type | schema |",
        "|  |  |\n| --- | --- |\n| type | schema |",
        "field | value\ntype | schema",
    ],
)
def test_a_table_in_poor_form_still_says_the_type(read_blog: ReadBlog, table: str) -> None:
    (post,) = read_blog(f"# Blog\n\n## Components\n\n### Post\n\n{table}\n\nA post.\n").components
    assert (post.declared_type, post.description) == ("schema", "A post.")


def test_a_table_of_the_fields_of_a_record_says_no_type(read_blog: ReadBlog) -> None:
    table = "| field | type |\n| --- | --- |\n| type | atom |"
    (post,) = read_blog(f"# Blog\n\n## Components\n\n### Post\n\n{table}\n").components
    assert post.declared_type is None
