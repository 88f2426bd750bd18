"""Headings below headings: groups, namespaces and parts of a component."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign

ReadBlog = Callable[..., ContextDesign]


def components(*lines: str) -> str:
    return "# MyApp.Blog\n\n## Components\n\n" + "\n\n".join(lines) + "\n"


def names(context: ContextDesign) -> set[str]:
    return {c.name for c in context.components}


@pytest.mark.parametrize(
    "group", ["Schemas", "Core schemas", "Where posts are kept", "Data Access"]
)
def test_a_group_only_gathers_components(read_blog: ReadBlog, group: str) -> None:
    context = read_blog(
        components(f"### {group}", "What it is for.", "#### Post", "A post.", "#### Tag")
    )
    assert names(context) == {"Post", "Tag"}
    assert context.diagnostics == []


def test_a_group_may_hold_a_list(read_blog: ReadBlog) -> None:
    context = read_blog(
        components("### Schemas", "- **Post**: a post\n- Tag", "### Jobs", "- Feed (task)")
    )
    assert names(context) == {"Post", "Tag", "Feed"}


def test_a_heading_without_text_is_the_namespace_of_those_below(read_blog: ReadBlog) -> None:
    text = components("### Providers", "#### GitHub", "Signs in.", "#### Behaviour", "For all.")
    assert names(read_blog(text)) == {"Providers.GitHub", "Providers.Behaviour"}
    beside = {"docs/design/my_app/blog/providers.md": "# Providers\n"}
    assert "Providers" in names(read_blog(text, beside=beside))


def test_a_heading_inside_a_component_is_one_only_where_it_says_so(read_blog: ReadBlog) -> None:
    context = read_blog(
        components(
            "### Post",
            "A post.",
            "#### Fields",
            "- title",
            "#### Title",
            "What it is called.",
            "#### Post.Status",
            "A value.",
            "#### Slug (schema)",
            "#### Dependencies",
            "- Slug",
        )
    )
    assert names(context) == {"Post", "Post.Status", "Slug"}
    post = next(c for c in context.components if c.name == "Post")
    assert "What it is called." in post.details
    assert "A value." not in post.details
    assert post.dependencies == ["MyApp.Blog.Slug"]


def test_what_only_speaks_about_components_is_reported_or_passed_over(read_blog: ReadBlog) -> None:
    context = read_blog(
        components(
            "### Overview", "Text.", "### Post", "### Data Flow", "Text.", "### Dependencies"
        )
    )
    assert names(context) == {"Post"}
    assert [d.line for d in context.diagnostics] == [5, 11]


@pytest.mark.parametrize("name", ["Integration", "Interaction", "Note", "Todo", "Utils", "API"])
def test_a_word_that_is_also_an_everyday_one_names_a_component(
    read_blog: ReadBlog, name: str
) -> None:
    context = read_blog(components(f"### {name}", "What it is.", "- Format: a helper\n- Clean"))
    assert names(context) == {name}
    assert context.diagnostics == []


@pytest.mark.parametrize(
    ("heading", "name", "declared"),
    [
        ("4.1 Post - a post", "Post", None),
        ("Reader (module (behaviour))", "Reader", "module (behaviour)"),
        ("Comment Schema", "Comment", "Schema"),
        ("Post list (MyApp.Blog.Posts)", "Posts", None),
        ("Post (one for each user of the blog)", "Post", None),
        ("./blog/post.md", "Post", None),
        ("\U0001f4e6 Post", "Post", None),
        ("Post (Schema) \u2705", "Post", "Schema"),
        ("Post (Schema), one for each author", "Post", "Schema"),
        ("Post {#post}", "Post", None),
        ("Schema: Post", "Post", "Schema"),
        ("Module: MyApp.Blog.Post", "Post", "Module"),
        ("Component: Post", "Post", None),
        ("GenServer: Post", "Post", "GenServer"),
        ("Post (./blog/post.md)", "Post", None),
        ("Post (Phoenix.PubSub)", "Post", "Phoenix.PubSub"),
    ],
)
def test_a_heading_may_say_more_than_the_name(
    read_blog: ReadBlog, heading: str, name: str, declared: str | None
) -> None:
    (component,) = read_blog(components(f"### {heading}", "Text.")).components
    assert (component.name, component.declared_type) == (name, declared)


def test_a_field_may_name_the_module(read_blog: ReadBlog) -> None:
    (publisher,) = read_blog(
        components("### The publisher", "**Module**: MyApp.Blog.Jobs.Publisher\n**Type**: task")
    ).components
    assert (publisher.name, publisher.type) == ("Jobs.Publisher", "task")


def test_a_bare_name_beside_modules_of_a_namespace_is_one_of_them(read_blog: ReadBlog) -> None:
    context = read_blog(
        components(
            "### Importers",
            "One for each format.",
            "#### CSV",
            "Rows.",
            "#### Fields",
            "All.",
            "#### Importers.JSON",
            "Objects.",
        )
    )
    assert names(context) == {"Importers", "Importers.CSV", "Importers.JSON"}
    assert context.diagnostics == []


def test_a_bare_name_beside_modules_of_a_component_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(
        components("### Planner", "Plans.", "#### Planner.Fast", "Soon.", "#### Complexity", "Low.")
    )
    assert names(context) == {"Planner", "Planner.Fast"}
    assert [d.line for d in context.diagnostics] == [13]
    assert "read as part of Planner" in context.diagnostics[0].message


@pytest.mark.parametrize("heading", ["Testing", "Future", "Roadmap"])
def test_a_text_about_the_components_is_one_only_where_it_says_so(
    read_blog: ReadBlog, heading: str
) -> None:
    post = ("### Post", "A post.")
    assert names(read_blog(components(*post, f"### {heading}", "How."))) == {"Post"}
    typed = components(*post, f"### {heading} (task)", "How.")
    table = components(*post, f"### {heading}", "| field | value |\n|---|---|\n| priority | 2 |")
    assert names(read_blog(typed)) == names(read_blog(table)) == {"Post", heading}
    beside = {f"docs/design/my_app/blog/{heading.lower()}.md": "# It\n"}
    assert heading in names(read_blog(components(*post, f"### {heading}", "How."), beside=beside))


def test_a_heading_of_several_names_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(components("### Feed", "### Post (schema), Tag (schema)"))
    assert names(context) == {"Feed"}
    assert [d.line for d in context.diagnostics] == [7]
