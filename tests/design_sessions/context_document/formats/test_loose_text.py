"""Components in running text: read where a careful reader has no doubt, else reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign
from design_sessions.errors import InputError

ReadBlog = Callable[..., ContextDesign]


def section(*paragraphs: str) -> str:
    return "# Blog Context\n\n## Components\n\n" + "\n\n".join(paragraphs) + "\n"


def types(context: ContextDesign) -> dict[str, str | None]:
    return {c.name: c.declared_type for c in context.components}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Post (schema), Tag (schema), Feed (task)", {"Post": "schema", "Tag": "schema"}),
        ("`Post` (schema) and **Tag** (schema); Feed (task).", {"Post": "schema", "Tag": "schema"}),
        (
            "Post: schema for posts\nTag: a schema for tags\nFeed: publishes",
            {"Post": "schema", "Tag": "schema", "Feed": None},
        ),
        ("Schemas: Post, Tag\nJobs: Feed", {"Post": "Schema", "Tag": "Schema", "Feed": None}),
        ("- Post, Tag: schemas\n- Feed", {"Post": "schema", "Tag": "schema", "Feed": None}),
        ("A Post (schema) has a Tag (schema), and Feed (task) runs.", {"Feed": "task"}),
        ("Post (schema) has a text, Tag (schema) a name.\n\nFeed (task).", {"Tag": "schema"}),
        ("Post (schema): posts\nBlog.Tag\nBlog.Feed", {"Tag": None}),
        ("**Post**\n**Type**: schema\n\n**Tag**\n\n**Feed**", {"Post": "schema"}),
    ],
)
def test_lines_say_what_the_components_are(
    read_blog: ReadBlog, text: str, expected: dict[str, str | None]
) -> None:
    context = read_blog(section(text))
    assert set(types(context)) == {"Post", "Tag", "Feed"}
    assert types(context).items() >= expected.items()
    assert context.diagnostics == []


def test_modules_with_the_contexts_own_name_are_read_beside_lines_of_components(
    read_blog: ReadBlog,
) -> None:
    context = read_blog(
        section(
            "The context has `Blog.Post`, a schema, and `Blog.Repository`, which reads it.",
            "Blog.Feed (task) publishes. It talks to `MyApp.Devices` and `Swoosh.Mailer`.",
            "Blog.Tag: schema of a label",
            "`Blog.Cover` is the last.",
        )
    )
    assert types(context) == {
        "Post": None,
        "Repository": None,
        "Feed": "task",
        "Tag": "schema",
        "Cover": None,
    }
    assert [(d.line, "MyApp.Devices" in d.message) for d in context.diagnostics] == [(7, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Post, Tag: schemas",
        "Post, Tag: schema",
        "**Post**, **Tag**: schemas",
        "`Post` and `Tag`: the schemas of the blog.",
        "Post; Tag - Ecto schemas, one table each",
        "Post (schema), Tag: schemas",
        "Schemas: Post, Tag",
        "Core schemas: Post and Tag.",
        "Schemas: Post (schema), Tag (schema)",
        "- Schemas: Post (schema), Tag",
        "- Post, Tag: schemas",
        "- Schemas: Post, Tag",
        "- **Schemas**: `Post`, `Tag`",
    ],
)
def test_one_type_for_several_components_is_the_type_of_each(
    read_blog: ReadBlog, text: str
) -> None:
    context = read_blog(section(text))
    assert {c.name: c.type for c in context.components} == {"Post": "schema", "Tag": "schema"}
    assert context.diagnostics == []


@pytest.mark.parametrize("text", ["- Post, Tag: schemas", "- Schemas: Post, Tag"])
def test_items_with_several_components_stand_beside_others(read_blog: ReadBlog, text: str) -> None:
    context = read_blog(section(f"{text}\n- Loose: gathers"))
    assert [c.name for c in context.components] == ["Loose", "Post", "Tag"]
    assert context.diagnostics == []


@pytest.mark.parametrize(
    "text",
    [
        "Post, Tag: schemas",
        "Schemas: Post, Tag",
        "Post, Tag: schemas of Accounts, not of this context.",
    ],
)
def test_a_line_beside_a_list_with_a_type_for_several_is_reported(
    read_blog: ReadBlog, text: str
) -> None:
    """They may be others' as well, and a design that nobody wants is paid for."""
    context = read_blog(section(text, "- Loose: gathers"))
    assert set(types(context)) == {"Loose"}
    assert [(d.line, d.message.split()[0]) for d in context.diagnostics] == [
        (5, "MyApp.Blog.Post"),
        (5, "MyApp.Blog.Tag"),
    ]


@pytest.mark.parametrize(
    ("written", "declared", "type_"),
    [
        ("schemas", "schema", "schema"),
        ("GenServers", "GenServer", "genserver"),
        ("repositories of both", "repository", "repository"),
        ("live views", "live view", "liveview"),
        ("background tasks", "task", "task"),
    ],
)
def test_a_type_in_the_plural_is_kept_in_the_singular(
    read_blog: ReadBlog, written: str, declared: str, type_: str
) -> None:
    context = read_blog(section(f"Post, Tag: {written}"))
    assert [(c.declared_type, c.type) for c in context.components] == [(declared, type_)] * 2


@pytest.mark.parametrize(
    "description", ["task runners", "reads schemas", "schemas and tasks", "schemas, tasks"]
)
def test_a_description_with_the_word_of_a_type_in_it_states_none(
    read_blog: ReadBlog, description: str
) -> None:
    context = read_blog(section(f"Post, Tag: {description}"))
    assert types(context) == {"Post": None, "Tag": None}


@pytest.mark.parametrize(
    "text",
    [
        "**Warning**: schema of Accounts changes",
        "Owner: registry of people",
        "Phoenix, Ecto: schemas and contexts are used here.",
        "**Architecture**: all of it. See `Repo`.",
    ],
)
def test_a_remark_beside_a_list_is_neither_taken_nor_reported(
    read_blog: ReadBlog, text: str
) -> None:
    context = read_blog(section(text, "- Post: a post"))
    assert set(types(context)) == {"Post"}
    assert context.diagnostics == []


def test_a_type_shared_by_a_line_is_no_proof_outside_of_a_section_about_components(
    read_blog: ReadBlog,
) -> None:
    for text in ("Tasks: Monday, Friday", "- Tasks: Monday", "Monday, Friday: tasks of ours"):
        with pytest.raises(InputError, match="No child components"):
            read_blog(f"# Blog\n\n## Plan\n\n{text}\n")


def test_a_module_named_only_in_a_description_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(section("Blog.Feed (task) publishes what `Blog.Queue` holds."))
    assert types(context) == {"Feed": "task"}
    assert [d.line for d in context.diagnostics] == [5]
    assert "MyApp.Blog.Queue is left out: it is named here" in context.diagnostics[0].message


def test_names_in_plain_prose_are_reported_with_their_line(read_blog: ReadBlog) -> None:
    context = read_blog(
        section("It has four parts. TestRun is a run.\nJsonParser reads, and Runner (task) runs.")
    )
    assert types(context) == {"Runner": "task"}
    assert [d.line for d in context.diagnostics] == [5, 6]
    assert '"TestRun"' in context.diagnostics[0].message
    assert '"JsonParser"' in context.diagnostics[1].message


def test_a_section_of_mere_prose_is_refused_with_what_it_names(read_blog: ReadBlog) -> None:
    with pytest.raises(InputError, match=r'line 5: This line about "Post", "Tag" was not read'):
        read_blog(section("The blog is made of a Post schema and of a Tag schema."))


def test_paragraphs_around_a_list_add_components_with_a_type(read_blog: ReadBlog) -> None:
    context = read_blog(section("Post (schema) is a post. See `MyApp.Users`.", "- Tag\n- Feed"))
    assert types(context) == {"Post": "schema", "Tag": None, "Feed": None}
    assert context.diagnostics == []


def test_a_paragraph_before_headings_adds_none_and_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(section("Post (schema) and Tag (schema).", "### Post", "A post."))
    assert types(context) == {"Post": None}
    assert [d.line for d in context.diagnostics] == [5]
    assert "MyApp.Blog.Tag is left out" in context.diagnostics[0].message


def test_several_components_before_headings_are_reported(read_blog: ReadBlog) -> None:
    context = read_blog(section("Post, Tag: schemas", "### Post", "A post."))
    assert set(types(context)) == {"Post"}
    assert [d.line for d in context.diagnostics] == [5]


def test_marked_and_numbered_names_are_found_without_a_section(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\nMade of these:\n\n**Blog.Post** (schema) is a post.\n\n"
        "**Blog.Feed** is the task that uses `Swoosh.Mailer`.\n\n1. Blog.Reader - reads\n"
        "2. Ecto.Repo - stores\n\n## Dependencies\n\n- Blog.Other\n"
    )
    assert types(context) == {"Post": "schema", "Feed": None, "Reader": None}
    assert "a section `## Components` was expected" in context.diagnostics[0].message
