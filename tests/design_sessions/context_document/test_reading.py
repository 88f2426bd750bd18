from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable

import pytest

from design_sessions.context_document import ContextDesign, FileReader, read_context
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
    assert "would be that of MyApp.Blog.API" in context.diagnostics[0].message
    assert "would be that of the review" in context.diagnostics[1].message


def test_a_module_outside_the_context_keeps_its_whole_name(read_blog: ReadBlog) -> None:
    (_, web) = read_blog(f"{BLOG}\n### MyAppWeb.PostLive\n").components[::-1]
    assert (web.name, web.module) == ("MyAppWeb.PostLive", "MyAppWeb.PostLive")
    assert web.design_path == "docs/design/my_app/my_app_web/post_live.md"


def test_components_may_stand_one_level_deeper(read_blog: ReadBlog) -> None:
    text = "# Blog\n\n## Architecture\n\n### Components\n\n#### Post\n\nA post.\n\n### Other\n"
    assert [c.name for c in read_blog(text).components] == ["Post"]


def test_a_bad_project_module_is_refused(repository: MakeFiles) -> None:
    with pytest.raises(InputError, match="'my app' is no module name"):
        read_context(
            repository({"design/my_app/blog.md": BLOG}), "MyApp.Blog", project_module="my app"
        )


PIECES = [
    b"# ",
    b"## ",
    b"### ",
    b"#### ",
    b"Components",
    b"LiveViews",
    b"Component Diagram",
    b"Post",
    b"MyApp.Blog.Tag",
    b" (schema)",
    b"\n",
    b"\n\n",
    b"\r\n",
    b"| field | value |\n|---|---|\n",
    b"| type | schema |\n",
    b"| priority | 9 |",
    b"**Priority:** 2",
    b"**Type**: x",
    b"```",
    b"~~~",
    b"- ",
    b"  ",
    b"\xe2\x94\x9c\xe2\x94\x80\xe2\x94\x80 ",
    b"./blog/x.md",
    b"---\n",
    b"<!--",
    b"-->",
    b"`",
    b"**",
    b"[",
    b"](",
    b"|",
    b"\\",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\t",
    b"> ",
    b"Dependencies",
    b"Schemas",
    b"Providers/",
    b" (Context)",
    b"**Dependencies:** Tag",
    b"| Component | Type |\n|---|---|\n| Tag | schema |\n",
    b"+-- ",
    b"1. ",
    b"lib/my_app/blog/p.ex",
    b"Tag.list/1",
    b"depends on ",
    b"The components are Tag and ",
    b"\xf3\xa0\x80\xa0",
]


def test_no_bytes_raise_anything_but_bad_input(read_blog: ReadBlog) -> None:
    rng = random.Random(7)
    read = 0
    for _ in range(1_500):
        start = b"# Blog\n## Components\n### Post\n" if rng.random() < 0.7 else b""
        noise = (
            rng.randbytes(rng.randrange(80))
            if rng.random() < 0.1
            else b"".join(rng.choices(PIECES, k=rng.randrange(60)))
        )
        try:
            context = read_blog(start + noise)
        except InputError:
            continue
        read += 1
        modules = [c.module for c in context.components]
        assert len(set(modules)) == len(modules)
        assert len({c.design_path for c in context.components}) == len(modules)
    assert read > 500


@pytest.mark.parametrize(
    "piece",
    [
        "### P{n}\n\n| field | value |\n|---|---|\n| type | schema |\n\nText.\n\n",
        "### Post\n\nText.\n\n",
        "## Components\n\n### P{n}\n",
        "- P{n} (schema): text\n",
        "- ./blog/p{n}.md\n",
        "## Dependencies\n\n- P{n}\n",
        "### P{n}\n\n**Dependencies:** P1, P2, P3\n\n",
        "### P{n}\n#### Q{n}\n##### X.Y{n}\n",
        "  - P{n}\n",
        "    ├── P{n} (Schema)\n",
        "`P{n}` and **Q{n}** and A.B{n}, ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_length(read_blog: ReadBlog, piece: str) -> None:
    text = "# Blog\n\n## Components\n\n" + "".join(piece.format(n=n) for n in range(1_500))
    started = time.process_time()
    with contextlib.suppress(InputError):
        read_blog(text)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    "line",
    [
        "### Post" + " " * 300_000 + "x",
        "### " + "Post (" * 60_000,
        "- " + "a/" * 150_000 + "x.md",
        "- " + "A." * 150_000,
        "- " + "[a](" * 75_000,
        "```\nBlog\n" + "│" * 300_000 + "\n```",
        "depends on " * 30_000,
        "are A, " * 50_000,
    ],
)
def test_a_long_line_takes_no_longer_than_others(read_blog: ReadBlog, line: str) -> None:
    started = time.process_time()
    with contextlib.suppress(InputError):
        read_blog(f"# Blog\n\n## Components\n\n{line}\n")
    assert time.process_time() - started < 2.0


def test_a_document_beyond_all_measure_is_read_to_a_limit_and_told_so(read_blog: ReadBlog) -> None:
    context = read_blog("# Blog\n\n## Components\n\n" + "### Post\n\nA post.\n\n" * 4_000)
    assert [c.name for c in context.components] == ["Post"]
    assert "what follows is not read" in context.diagnostics[-1].message
