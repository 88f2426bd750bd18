"""ASCII trees: ``Name (Kind)`` at the branches, drawn with any of the usual marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign

ReadBlog = Callable[..., ContextDesign]

BOX_DRAWING = """\
Blog Context
├── Post (Schema)
│   └── Comment (Schema)
├── PostRepository (Repository)  # reads posts
└── Providers/
    ├── GitHub (GenServer): signs in
    └── GitLab
"""
ASCII = """\
Blog Context
|
+-- Post (Schema)
|   +-- Comment (Schema)
|
+-- PostRepository (Repository)  # reads posts
`-- Providers
    |-- GitHub (GenServer): signs in
    \\-- GitLab
"""
INDENTED = """\
Blog Context (context)
  Post (Schema)
    Comment (Schema)
  PostRepository (Repository)
  Providers
    GitHub (GenServer)
    GitLab
"""


def drawn(tree: str, heading: str = "Component Diagram") -> str:
    return f"# MyApp.Blog\n\n## {heading}\n\n```\n{tree}```\n"


def names_and_kinds(context: ContextDesign) -> dict[str, str | None]:
    return {c.name: c.declared_type for c in context.components}


@pytest.mark.parametrize("tree", [BOX_DRAWING, ASCII, INDENTED])
def test_the_branches_are_components_and_their_kinds_the_types(
    read_blog: ReadBlog, tree: str
) -> None:
    context = read_blog(drawn(tree))
    assert names_and_kinds(context) == {
        "Post": "Schema",
        "Comment": "Schema",
        "PostRepository": "Repository",
        "Providers.GitHub": "GenServer",
        "Providers.GitLab": None,
    }
    assert context.diagnostics == []


def test_a_text_or_comment_behind_a_branch_describes_it(read_blog: ReadBlog) -> None:
    described = {c.name: c.description for c in read_blog(drawn(BOX_DRAWING)).components}
    assert described["PostRepository"] == "reads posts"
    assert described["Providers.GitHub"] == "signs in"


@pytest.mark.parametrize("heading", ["Component Structure", "Components", "3. Component tree:"])
def test_a_tree_may_stand_under_other_headings(read_blog: ReadBlog, heading: str) -> None:
    assert len(read_blog(drawn(BOX_DRAWING, heading)).components) == 5


def test_a_tree_needs_no_fence(read_blog: ReadBlog) -> None:
    text = f"# MyApp.Blog\n\n## Component Diagram\n\n{BOX_DRAWING}"
    assert "Providers.GitHub" in names_and_kinds(read_blog(text))


def test_a_branch_inside_another_is_below_it_where_a_document_says_so(read_blog: ReadBlog) -> None:
    beside = {"docs/design/my_app/blog/post/comment.md": "# Comment\n"}
    context = read_blog(drawn(BOX_DRAWING), beside=beside)
    assert "Post.Comment" in names_and_kinds(context)


def test_without_any_kind_a_plural_is_a_namespace_and_a_singular_a_component(
    read_blog: ReadBlog,
) -> None:
    tree = "Blog\n├── Post\n│   └── Comment\n└── Providers\n    └── GitHub\n"
    names = {c.name for c in read_blog(drawn(tree)).components}
    assert names == {"Post", "Comment", "Providers.GitHub"}


def test_functions_and_fillers_are_no_components(read_blog: ReadBlog) -> None:
    tree = "Blog\n├── Post (Schema)\n│   ├── changeset/2\n│   └── ...\n└── etc.\n"
    context = read_blog(drawn(tree))
    assert names_and_kinds(context) == {"Post": "Schema"}
    assert context.diagnostics == []


def test_a_branch_that_cannot_be_read_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(drawn("Blog\n├── Post (Schema)\n└── what is read next\n"))
    assert [d.line for d in context.diagnostics] == [8]
    assert "`Name (Kind)` was expected" in context.diagnostics[0].message


def test_other_contexts_in_the_diagram_are_left_out(read_blog: ReadBlog) -> None:
    tree = (
        "Blog (Context)\n├── Post (Schema)\n└── Stripe (external)\n\n"
        "Users (Context)\n└── User (Schema)\n"
    )
    assert names_and_kinds(read_blog(drawn(tree))) == {"Post": "Schema"}


def test_a_tree_of_source_files_gives_their_modules(read_blog: ReadBlog) -> None:
    tree = (
        "lib/my_app/\n├── blog.ex\n├── blog/\n│   ├── post.ex\n│   └── providers/\n"
        "│       └── git_hub.ex\ntest/my_app/\n└── blog_test.exs\n"
    )
    assert {c.module for c in read_blog(drawn(tree)).components} == {
        "MyApp.Blog.Post",
        "MyApp.Blog.Providers.GitHub",
    }


def test_a_fence_of_code_is_no_tree(read_blog: ReadBlog) -> None:
    text = "# Blog\n\n## Components\n\n### Post\n\nA post.\n\n## Component Diagram\n\n"
    context = read_blog(f"{text}```mermaid\nPost (Schema)\nTag (Schema)\n```\n")
    assert names_and_kinds(context) == {"Post": None}


@pytest.mark.parametrize("group", ["Schemas", "Core", "Live Views", "Background jobs"])
def test_a_group_in_a_tree_only_gathers_components(read_blog: ReadBlog, group: str) -> None:
    tree = f"Blog\n├── {group}\n│   └── Post (Schema)\n└── Feed (Task)\n"
    context = read_blog(drawn(tree))
    assert names_and_kinds(context) == {"Post": "Schema", "Feed": "Task"}
    beside = {f"docs/design/my_app/blog/{path}/post.md": "" for path in ("schemas", "core")}
    if group in ("Schemas", "Core"):
        assert f"{group}.Post" in names_and_kinds(read_blog(drawn(tree), beside=beside))


@pytest.mark.parametrize("group", ["Dependencies", "External", "External Dependencies"])
def test_what_lies_outside_the_context_is_no_component(read_blog: ReadBlog, group: str) -> None:
    tree = f"Blog\n├── {group}\n│   ├── Accounts (Context)\n│   └── req\n└── Post (Schema)\n"
    context = read_blog(drawn(tree))
    assert names_and_kinds(context) == {"Post": "Schema"}
    assert context.diagnostics == []


@pytest.mark.parametrize(
    ("branch", "declared", "description"),
    [
        ("Post (Schema) [belongs_to Author]", "Schema", "[belongs_to Author]"),
        ("Post (Schema) \u2705", "Schema", ""),
        ("Post (Schema), many per author", "Schema", "many per author"),
        ("Post (Schema) (deprecated)", "Schema", "(deprecated)"),
        ("Post (Schema).", "Schema", ""),
        ("Post (Phoenix.PubSub)", "Phoenix.PubSub", ""),
        ("Post (Other.Thing): a post", "Other.Thing", "a post"),
        ("Post list (MyApp.Blog.Post)", None, ""),
        ("Text (Blog.Post)", None, ""),
    ],
)
def test_a_branch_is_read_with_all_that_stands_behind_its_name(
    read_blog: ReadBlog, branch: str, declared: str | None, description: str
) -> None:
    (post,) = read_blog(drawn(f"Blog\n└── {branch}\n")).components
    assert (post.name, post.declared_type, post.description) == ("Post", declared, description)


def test_an_attribute_below_a_component_is_none_itself(read_blog: ReadBlog) -> None:
    tree = (
        "Blog\n├── Post (Schema)\n│   ├── Fields: slug, title\n│   └── Associations: tags\n"
        "├── Feed (GenServer)\n│   └── State\n└── Config\n"
    )
    context = read_blog(drawn(tree))
    assert names_and_kinds(context) == {"Post": "Schema", "Feed": "GenServer", "Config": None}
    assert context.diagnostics == []
