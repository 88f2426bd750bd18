"""Components in running text: read where a careful reader has no doubt, else reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document import ContextDesign
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
        ("Post: schema for posts\nTag: a schema for tags\nFeed: publishes", {"Post": None}),
        ("Schemas: Post, Tag\nJobs: Feed", {"Post": None, "Tag": None, "Feed": None}),
        ("- Post, Tag: schemas\n- Feed", {"Post": None, "Tag": None}),
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
        "Tag": None,
        "Cover": None,
    }
    assert context.diagnostics == []


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
    with pytest.raises(InputError, match=r'line 5: What this line says of "Post", "Tag"'):
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


def test_marked_and_numbered_names_are_found_without_a_section(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\nMade of these:\n\n**Blog.Post** (schema) is a post.\n\n"
        "**Blog.Feed** is the task that uses `Swoosh.Mailer`.\n\n1. Blog.Reader - reads\n"
        "2. Ecto.Repo - stores\n\n## Dependencies\n\n- Blog.Other\n"
    )
    assert types(context) == {"Post": "schema", "Feed": None, "Reader": None}
    assert "a section `## Components` was expected" in context.diagnostics[0].message
