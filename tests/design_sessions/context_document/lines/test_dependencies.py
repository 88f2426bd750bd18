"""Dependencies in all the ways that documents write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.lines.dependencies import read_dependency
from design_sessions.context_document.model import ContextDesign

ReadBlog = Callable[..., ContextDesign]


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("Users", ["Users"]),
        ("**MyApp.Users** - who writes", ["MyApp.Users"]),
        ("`MyApp.Users`", ["MyApp.Users"]),
        ("[Users](../users.md): who writes", ["Users"]),
        ("MyApp.Users.get_user/2", ["MyApp.Users"]),
        ("`Users.get!/1` for names", ["Users"]),
        ("Ecto for queries", ["Ecto"]),
        ("Users Context", ["Users"]),
        ("the Users context", ["Users"]),
        ("./blog/post.spec.md", ["Blog.Post"]),
        ("Users, `Accounts` and Tag", ["Users", "Accounts", "Tag"]),
        ("None", []),
        ("None - it stands alone", []),
        ("No other modules", []),
        ("Depends on Users and Tag", ["Users", "Tag"]),
        ("Phoenix PubSub", None),
        ("whatever is needed", None),
    ],
)
def test_an_item_names_modules(item: str, names: list[str] | None) -> None:
    assert read_dependency(item) == names


@pytest.mark.parametrize(
    "entry",
    [
        "**Dependencies:** Tag, MyApp.Users",
        "Depends on Tag and MyApp.Users.",
        "- **Dependencies:**\n  - **Tag** - its labels\n  - `MyApp.Users`",
        "#### Dependencies\n\n- `Blog.Tag`\n- MyApp.Users.get_user/2",
        "#### Dependencies\n\nTag, MyApp.Users",
        "#### Uses\n\n- the Tag\n- MyApp.Users",
        "| field | value |\n|---|---|\n| type | schema |\n| dependencies | Tag, MyApp.Users |",
    ],
)
def test_a_component_has_whole_names_of_its_siblings_as_dependencies(
    read_blog: ReadBlog, entry: str
) -> None:
    post, _ = read_blog(f"# Blog\n\n## Components\n\n### Post\n\n{entry}\n\n### Tag\n").components
    assert post.dependencies == ["MyApp.Blog.Tag", "MyApp.Users"]


def test_a_sibling_deeper_in_the_context_is_known_by_its_last_name(read_blog: ReadBlog) -> None:
    text = "# Blog\n\n## Components\n\n### Jobs.Feed\n\n### Post\n\n**Dependencies:** Feed\n"
    assert read_blog(text).components[1].dependencies == ["MyApp.Blog.Jobs.Feed"]


@pytest.mark.parametrize(
    ("section", "dependencies"),
    [
        ("None.", []),
        ("This context has no dependencies.", []),
        ("Users, MyApp.Accounts", ["Users", "MyApp.Accounts"]),
        ("It asks `Users` and MyApp.Accounts.", ["Users", "MyApp.Accounts"]),
        ("| Module | Why |\n|---|---|\n| Users | names |", ["Users"]),
        ("- from this project:\n  - Users\n  - Post", ["Users", "MyApp.Blog.Post"]),
        ("### Internal\n\n- Users", ["Users"]),
        ("Depends on Users and `MyApp.Repo`; uses Ecto.", ["Users", "MyApp.Repo", "Ecto"]),
        ("This context depends on Users and\nBilling.", ["Users", "Billing"]),
        ("It uses the Users context for names.", ["Users"]),
        ("Users - needs names", ["Users"]),
    ],
)
def test_the_context_has_dependencies_of_its_own(
    read_blog: ReadBlog, section: str, dependencies: list[str]
) -> None:
    context = read_blog(f"# Blog\n\n## Components\n\n### Post\n\n## Dependencies\n\n{section}\n")
    assert context.dependencies == dependencies
    assert context.diagnostics == []


def test_a_paragraph_of_dependencies_that_cannot_be_read_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\n## Components\n\n### Post\n\n## Dependencies\n\nThe names come from Users.\n"
    )
    assert context.dependencies == []
    assert [d.line for d in context.diagnostics] == [9]
    assert '"Users"' in context.diagnostics[0].message


@pytest.mark.parametrize(
    ("said", "dependencies"),
    [
        ("It is built on Users and talks to the Billing context.", ["Users", "Billing"]),
        ("It uses the Users context. It does not use Billing.", ["Users"]),
        ("This depends on the Users and Billing contexts.", ["Users", "Billing"]),
    ],
)
def test_sentences_of_the_context_are_read_as_those_of_components(
    read_blog: ReadBlog, said: str, dependencies: list[str]
) -> None:
    context = read_blog(f"# Blog\n\n## Components\n\n### Post\n\n## Dependencies\n\n{said}\n")
    assert context.dependencies == dependencies
