from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context
from design_sessions.errors import InputError

ReadBlog = Callable[..., ContextDesign]
MakeFiles = Callable[[dict[str, str | bytes]], FileReader]

BLOG = "# Blog Context\n\n## Purpose\n\nPublishes posts.\n\n## Components\n\n### Post\n\nA post.\n"


def test_a_context_has_title_description_and_dependencies(read_blog: ReadBlog) -> None:
    context = read_blog(
        f"{BLOG}\n## Dependencies\n\n- Users\n- **MyApp.Accounts**: who pays\n- `Post` - itself\n"
        "- Users\n- Phoenix PubSub\n- None\n"
    )
    assert (context.title, context.description) == ("Blog Context", "Publishes posts.")
    assert context.dependencies == ["Users", "MyApp.Accounts", "MyApp.Blog.Post"]
    assert [(d.line, d.path) for d in context.diagnostics] == [
        (19, "docs/design/my_app/blog.md"),
    ]
    assert "a module was expected" in context.diagnostics[0].message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# Blog Context\n",
        "# Blog\n\n## Purpose\n\nText.\n",
        "# Blog\n\n## Components\n",
        "# Blog\n\n## Components\n\nTo be decided.\n",
        "# Blog\n\n```\n## Components\n### Post\n```\n",
        "# Blog\n\n## Components\n\n### MyApp.Blog\n",
    ],
)
def test_a_document_without_components_is_refused(read_blog: ReadBlog, text: str) -> None:
    with pytest.raises(InputError) as raised:
        read_blog(text)
    assert raised.value.message == (
        "No child components found for context MyApp.Blog in docs/design/my_app/blog.md."
    )
    assert "`## Components`" in raised.value.remedy


def test_what_could_not_be_read_is_said_with_the_refusal(read_blog: ReadBlog) -> None:
    with pytest.raises(InputError, match=r"line 5: The heading \"the posts\" is left out"):
        read_blog("# Blog\n\n## Components\n\n### the posts\n")


@pytest.mark.parametrize("content", [b"\x00\x01\x02", BLOG.encode("utf-16")])
def test_a_binary_document_is_unreadable(read_blog: ReadBlog, content: bytes) -> None:
    with pytest.raises(InputError, match="unreadable: it is not UTF-8 text"):
        read_blog(content)


def test_line_endings_and_a_byte_order_mark_change_nothing(read_blog: ReadBlog) -> None:
    plain = read_blog(BLOG)
    assert read_blog(b"\xef\xbb\xbf" + BLOG.replace("\n", "\r\n").encode()) == plain


def test_invalid_utf8_is_reported_and_read_on(read_blog: ReadBlog) -> None:
    context = read_blog(BLOG.encode().replace(b"A post.", b"A \xff post."))
    assert context.components[0].description == "A \ufffd post."
    assert [d.line for d in context.diagnostics] == [11]


CONFLICT = "<<<<<<< HEAD\n### Tag\n\nA tag.\n=======\n### Label\n\nA label.\n>>>>>>> main\n"


def test_a_document_with_an_unresolved_conflict_is_refused(read_blog: ReadBlog) -> None:
    with pytest.raises(InputError) as raised:
        read_blog(f"{BLOG}\n{CONFLICT}")
    path = "docs/design/my_app/blog.md"
    assert f"{path}:13: lines 13 to 21 are an unresolved merge conflict" in raised.value.message
    assert "commit it" in raised.value.remedy


def test_a_heading_that_equals_signs_underline_is_no_conflict(read_blog: ReadBlog) -> None:
    assert read_blog(BLOG.replace("# Blog Context", "Context\n=======")).title == "Context"


def test_an_unclosed_fence_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(f"{BLOG}\n```elixir\n### Tag\n")
    assert [c.name for c in context.components] == ["Post"]
    assert [d.line for d in context.diagnostics] == [13]
    assert "never closed" in context.diagnostics[0].message


def test_a_missing_title_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog("## Components\n\n### Post\n")
    assert context.title == "MyApp.Blog"
    assert "`# MyApp.Blog` was expected" in context.diagnostics[0].message


@pytest.mark.parametrize(
    "document",
    [
        "# MyApp.Blog.Post\n\n**Type**: Schema\n\nA post.\n",
        "# Post\n\n## Type\n\nSchema\n\n## Fields\n",
        "# Post\n\n```\n**Type**: task\n```\n\n**Type:** `Schema`\n",
    ],
)
def test_a_type_that_only_the_components_document_says_is_taken(
    read_blog: ReadBlog, document: str
) -> None:
    context = read_blog(BLOG, beside={"docs/design/my_app/blog/post.md": document})
    assert (context.components[0].declared_type, context.components[0].type) == ("Schema", "schema")


def test_the_context_documents_own_type_wins(read_blog: ReadBlog) -> None:
    text = BLOG.replace("### Post", "### Post (registry)")
    beside = {"docs/design/my_app/blog/post.md": "# Post\n\n**Type**: schema\n"}
    assert read_blog(text, beside=beside).components[0].type == "registry"


def test_two_components_with_one_path_are_reported(read_blog: ReadBlog) -> None:
    context = read_blog(f"{BLOG}\n### API\n\n### Api\n\n### DesignReview\n")
    assert [c.name for c in context.components] == ["API", "Post"]
    assert [d.line for d in context.diagnostics] == [15, 17]
    assert "would also be that of MyApp.Blog.API" in context.diagnostics[0].message
    assert "would also be that of the review" in context.diagnostics[1].message


def test_a_module_outside_the_context_keeps_its_whole_name(read_blog: ReadBlog) -> None:
    (_, web) = read_blog(f"{BLOG}\n### MyAppWeb.PostLive\n").components[::-1]
    assert (web.name, web.module) == ("MyAppWeb.PostLive", "MyAppWeb.PostLive")
    assert web.design_path == "docs/design/my_app/my_app_web/post_live.md"


def test_the_web_side_of_a_project_keeps_its_documents_beside_its_own(
    repository: MakeFiles,
) -> None:
    text = "# MyAppWeb\n\n## LiveViews\n\n### PostLive.Index\n"
    context = read_context(repository({"docs/spec/my_app_web.spec.md": text}), "MyAppWeb")
    (index,) = context.components
    assert (index.module, index.design_path) == (
        "MyAppWeb.PostLive.Index",
        "docs/spec/my_app_web/post_live/index.spec.md",
    )


def test_components_may_stand_one_level_deeper(read_blog: ReadBlog) -> None:
    text = "# Blog\n\n## Architecture\n\n### Components\n\n#### Post\n\nA post.\n\n### Other\n"
    assert [c.name for c in read_blog(text).components] == ["Post"]


def test_a_bad_project_module_is_refused(repository: MakeFiles) -> None:
    with pytest.raises(InputError, match="'my app' is not a module name"):
        read_context(
            repository({"design/my_app/blog.md": BLOG}), "MyApp.Blog", project_module="my app"
        )
