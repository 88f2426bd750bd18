"""Documents typed with other keyboards are read, or noted with their line."""

from __future__ import annotations

import pytest

from design_sessions.errors import InputError
from tests.design_sessions.context_document.conftest import ReadBlog

NBSP = "\N{NO-BREAK SPACE}"
WIDE = str.maketrans(
    {
        ":": "\N{FULLWIDTH COLON}",
        "(": "\N{FULLWIDTH LEFT PARENTHESIS}",
        ")": "\N{FULLWIDTH RIGHT PARENTHESIS}",
    }
)
HEAD = "# MyApp.Blog\n\n## Purpose\n\nA blog.\n\n## Components\n\n"


@pytest.mark.parametrize(
    "components",
    [
        f"###{NBSP}Post\n\n**Type:** task\n\nKept: words.\n",
        f"### {NBSP}Post\n\n**Type:**{NBSP}task\n\nKept: words.\n",
        "### Post\n\n" + "**Type:**".translate(WIDE) + " task\n\nKept: words.\n",
        "### Post\n\n**Type**" + ":".translate(WIDE) + "task\n\nKept: words.\n",
        "- Post" + "(task)".translate(WIDE) + ": Kept: words.\n",
        "- Post" + "(task):".translate(WIDE) + "Kept: words.\n",
        f"-{NBSP}Post (task): Kept: words.\n",
    ],
)
def test_wide_marks_are_read_as_plain_ones(read_blog: ReadBlog, components: str) -> None:
    (post,) = read_blog(HEAD + components).components
    assert (post.name, post.type, post.description) == ("Post", "task", "Kept: words.")


def test_prose_keeps_its_wide_marks(read_blog: ReadBlog) -> None:
    said = "Keeps (all): posts.".translate(WIDE)
    (post,) = read_blog(f"{HEAD}- Post (task): {said}\n").components
    assert post.description == said


def test_a_heading_with_a_wide_space_opens_the_components(read_blog: ReadBlog) -> None:
    assert read_blog(HEAD.replace("## Components", f"##{NBSP}Components") + "### Post\n").components


def test_a_pointer_of_lfs_is_named(read_blog: ReadBlog) -> None:
    with pytest.raises(InputError, match="is a pointer of Git LFS"):
        read_blog(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")


def test_a_file_whose_path_differs_in_case_is_noted_with_the_line(read_blog: ReadBlog) -> None:
    found = read_blog(HEAD + "### Post\n", beside={"docs/design/my_app/blog/Post.md": b"# Post\n"})
    ((line, message),) = [(each.line, each.message) for each in found.diagnostics]
    assert line == 9
    assert "docs/design/my_app/blog/post.md, beside docs/design/my_app/blog/Post.md" in message
