from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign

ReadBlog = Callable[..., ContextDesign]


def components(*entries: str) -> str:
    return "# MyApp.Blog\n\n## Components\n\n" + "\n\n".join(entries) + "\n"


def test_each_heading_with_a_paragraph_is_a_component(read_blog: ReadBlog) -> None:
    context = read_blog(components("### MyApp.Blog.Post\n\nA post.", "### Tag\n\nA tag."))
    assert [(c.module, c.description) for c in context.components] == [
        ("MyApp.Blog.Post", "A post."),
        ("MyApp.Blog.Tag", "A tag."),
    ]
    assert [(c.type, c.declared_type) for c in context.components] == [("other", None)] * 2
    assert context.diagnostics == []


@pytest.mark.parametrize(
    "entry",
    [
        "### Post\n\n**Priority:** 3\n\nA post.",
        "### Post\n\n**Priority**: 3\nA post.",
        "### Post\n\n- **Priority:** 3\n\nA post.",
        "### Post\n\nPriority: 3\n\nA post.",
    ],
)
def test_a_line_says_the_priority_and_is_no_part_of_the_description(
    read_blog: ReadBlog, entry: str
) -> None:
    (post,) = read_blog(components(entry)).components
    assert (post.priority, post.description) == (3, "A post.")


def test_components_are_ordered_by_priority_then_name(read_blog: ReadBlog) -> None:
    entries = [f"### {name}\n\n**Priority:** {n}" for name, n in (("B", 1), ("C", 5), ("A", 1))]
    entries += ["### D\n\nNo priority.", "### Last\n\n**Priority:** -1"]
    context = read_blog(components(*entries))
    assert [c.name for c in context.components] == ["C", "A", "B", "D", "Last"]


@pytest.mark.parametrize(
    "entry", ["### Post (Schema)\n\nA post.", "### Post\n\n**Type:** Schema\n\nA post."]
)
def test_a_type_stands_in_parentheses_or_in_a_line(read_blog: ReadBlog, entry: str) -> None:
    (post,) = read_blog(components(entry)).components
    assert (post.name, post.declared_type, post.type) == ("Post", "Schema", "schema")
    assert post.description == "A post."


@pytest.mark.parametrize(
    ("heading", "module"),
    [
        ("`Blog.Post`", "MyApp.Blog.Post"),
        ("**Post**", "MyApp.Blog.Post"),
        ("[Post](blog/post.md)", "MyApp.Blog.Post"),
        ("1. Post", "MyApp.Blog.Post"),
        ("Post:", "MyApp.Blog.Post"),
        ("Providers.GitHub - the provider", "MyApp.Blog.Providers.GitHub"),
    ],
)
def test_markup_and_decoration_of_a_heading_are_taken_off(
    read_blog: ReadBlog, heading: str, module: str
) -> None:
    (component,) = read_blog(components(f"### {heading}\n\nText.")).components
    assert component.module == module


def test_headings_inside_an_entry_belong_to_it(read_blog: ReadBlog) -> None:
    entry = "### Post\n\nA post.\n\n#### Fields\n\nA title.\n\n#### Dependencies\n\n- Tag\n- Users"
    post, tag = read_blog(components(entry, "### Tag\n\nA tag.")).components
    assert post.description == "A post."
    assert "#### Fields\n\nA title." in post.details
    assert post.dependencies == ["MyApp.Blog.Tag", "Users"]
    assert tag.dependencies == []


def test_headings_in_a_fence_are_no_components(read_blog: ReadBlog) -> None:
    entry = "### Post\n\nA post.\n\n```markdown\n### Tag\n## Components\n```"
    assert [c.name for c in read_blog(components(entry)).components] == ["Post"]


def test_a_component_listed_twice_is_reported_and_the_first_stands(read_blog: ReadBlog) -> None:
    context = read_blog(components("### Post\n\nFirst.", "### Blog.Post\n\nSecond."))
    assert [c.description for c in context.components] == ["First."]
    (diagnostic,) = context.diagnostics
    assert diagnostic.line == 9
    assert "listed twice: the entry in line 5 is used" in diagnostic.message


def test_a_heading_that_names_no_module_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(components("### the posts\n\nText.", "### Größe\n\nText.", "### Tag"))
    assert [c.name for c in context.components] == ["Tag"]
    assert [d.line for d in context.diagnostics] == [5, 9]
    assert all("a module name such as" in d.message for d in context.diagnostics)


@pytest.mark.parametrize(
    ("entry", "dependencies"),
    [
        ("**Dependencies:** None", []),
        ("**Depends on:** Users, `MyApp.Accounts` and Feed", ["Users", "MyApp.Accounts", "Feed"]),
        ("#### Dependencies\n\n- **Users**: authors\n- Users", ["Users"]),
    ],
)
def test_dependencies_of_a_component_in_a_line_or_list(
    read_blog: ReadBlog, entry: str, dependencies: list[str]
) -> None:
    (post,) = read_blog(components(f"### Post\n\n{entry}")).components
    assert post.dependencies == dependencies
