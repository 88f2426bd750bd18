"""Documents that list their components in several ways, or in none of the usual ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign
from design_sessions.errors import InputError

ReadBlog = Callable[..., ContextDesign]

TREE = "```\nBlog\n├── Post (Schema)\n└── Feed (Task)\n```\n"


def types(context: ContextDesign) -> dict[str, str | None]:
    return {c.name: c.declared_type for c in context.components}


def test_a_diagram_completes_what_a_list_names_and_says_what_it_leaves_out(
    read_blog: ReadBlog,
) -> None:
    context = read_blog(
        f"# Blog\n\n## Component Diagram\n\n{TREE}\n## Components\n\n### Post\n\nA post.\n"
    )
    assert types(context) == {"Post": "Schema"}
    assert [d.line for d in context.diagnostics] == [8]
    assert "shown here and not listed" in context.diagnostics[0].message


def test_a_components_own_document_is_asked_before_a_diagram(read_blog: ReadBlog) -> None:
    beside = {"docs/design/my_app/blog/post.md": "# Post\n\n**Type**: genserver\n"}
    text = f"# Blog\n\n## Component Diagram\n\n{TREE}\n## Components\n\n### Post\n\n### Feed\n"
    assert types(read_blog(text, beside=beside)) == {"Post": "genserver", "Feed": "Task"}


def test_two_formats_in_one_section_are_both_read(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\n## Components\n\n- Tag (schema)\n- Post\n\n### Post\n\nA post.\n\n"
        "### Other components\n\n- Feed\n"
    )
    assert types(context) == {"Tag": "schema", "Post": None, "Feed": None}


def test_several_sections_list_components(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\n## Modules\n\n- Post\n\n## Live Components\n\n### FormComponent\n\n"
        f"## Core Components\n\n{TREE}"
    )
    assert types(context) == {"Post": "Schema", "FormComponent": None, "Feed": "Task"}


def test_a_table_lists_components(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\n## Components\n\n| Component | Type | Purpose | Dependencies | Owner |\n"
        "|---|---|---|---|---|\n| `Post` | Schema | A post | None | Ann |\n"
        "| Feed | Task | Feeds | Post, MyApp.Users | |\n| and so on | | | | |\n"
    )
    feed, post = context.components
    assert (post.declared_type, post.description, post.details) == (
        "Schema",
        "A post",
        "- owner: Ann",
    )
    assert (feed.dependencies, post.dependencies) == (["MyApp.Blog.Post", "MyApp.Users"], [])
    assert [d.line for d in context.diagnostics] == [9]


@pytest.mark.parametrize(
    "text",
    [
        "**Post** (schema): a post.\n\n**Feed** - the newest.\nDepends on Post.",
        "There is a `Post`, and the **Feed** that reads it with `Repo.all/1` for MyApp.Users.",
        "The components are Post and Feed.",
    ],
)
def test_running_text_names_components_where_nothing_lists_them(
    read_blog: ReadBlog, text: str
) -> None:
    assert set(types(read_blog(f"# Blog\n\n## Components\n\n{text}\n"))) == {"Post", "Feed"}


@pytest.mark.parametrize(
    "text",
    [
        f"## Architecture\n\n{TREE}",
        "## Blog.Post\n\nA post.\n\n## Blog.Feed\n\nA feed.\n\n## MyApp.Users\n",
        "## Documents\n\n- ./blog/post.md\n- ./blog/feed.md\n",
        "## What it has\n\n| Module | Type |\n|---|---|\n| Post | schema |\n| Feed | task |\n",
    ],
)
def test_a_document_without_the_section_is_searched_and_told_so(
    read_blog: ReadBlog, text: str
) -> None:
    context = read_blog(f"# Blog\n\n{text}")
    assert set(types(context)) == {"Post", "Feed"}
    assert "a section `## Components` was expected" in context.diagnostics[0].message


def test_a_section_that_says_there_are_none_is_believed(read_blog: ReadBlog) -> None:
    for nothing in ("None.", "- None", "### None", "TBD"):
        with pytest.raises(InputError, match="No child components"):
            read_blog(f"# Blog\n\n## Components\n\n{nothing}\n")


def test_a_section_of_components_deeper_in_the_document_lists_none_beside_the_first(
    read_blog: ReadBlog,
) -> None:
    text = "# Blog\n\n## Components\n\n### Post\n\n## Flow\n\n### Components\n\n#### Caller\n"
    assert set(types(read_blog(text))) == {"Post"}


@pytest.mark.parametrize(
    "heading",
    ["LiveComponents", "Components (5)", "Component Design", "Components and Responsibilities"],
)
def test_a_section_of_components_is_known_by_its_heading(read_blog: ReadBlog, heading: str) -> None:
    context = read_blog(f"# Blog\n\n## {heading}\n\n### Post\n\nA post.\n")
    assert set(types(context)) == {"Post"}
    assert context.diagnostics == []
