"""Whatever the text is, reading it raises nothing but bad input and takes no longer than usual."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign
from design_sessions.errors import InputError
from tests.support.cost import assert_grows_in_proportion

ReadBlog = Callable[..., ContextDesign]

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
    b"Schemas: ",
    b": schemas",
    b", ",
    b"\xf3\xa0\x80\xa0",
    b" -> ",
    b" uses the Post",
    b"Post is used by ",
    b"All of them use ",
    b"a. ",
    b"b) ",
    b"\xe2\x80\xa2 ",
    b"\n: ",
    b"[^1]",
    b"\n[^1]: ",
    b"<ul><li>",
    b" - schema",
    b", a task",
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


def whatever_it_says(read_blog: ReadBlog) -> Callable[[str], None]:
    def read(text: str) -> None:
        with contextlib.suppress(InputError):
            read_blog(text)

    return read


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
        "||||||||||||||||||||\n",
        "|||||||||||||||||||| \n\n",
        "the P{n} (schema) and FooBar{n} of it\n",
        "P{n} (schema), Q{n} (schema), R{n}, {n}\n",
        "P{n}: schema\n",
        "P{n}, Q{n}: schemas\n",
        "- Schemas: P{n}, Q{n}\n",
        "The P{n} is.\n\n",
        "#### Q{n}\n#### Post.R{n}\n",
        "| type | schema |\n",
        "#### Posts.R\n#### Q{n}\n",
        "- P{n} (task): gathers, uses P1 and the P2\n",
        "- P{n} -> P1, Q{n}\n",
        "P{n} uses P1.\n\n",
        "### P{n}\n\nIt uses Q{n}.\n\n",
        "All of them use Q{n}.\n\n",
        "a. P{n} (schema)\n",
        "\u2022 P{n}\n",
        "P{n}\n: a schema\n: one\n\n",
        "P{n}[^1]\n\n[^1]: x\n",
        "<li>P{n} (schema)</li>\n",
        "| P{n}, Q{n} | schema |\n",
        "### P{n}\n\nSchemas: Q{n}, R{n}\n\n",
        "### Ps{n}s\n\n- Q{n} (schema)\n- R{n}\n\n",
    ],
)
def test_reading_takes_time_in_proportion_to_the_length(read_blog: ReadBlog, piece: str) -> None:
    def text(times: int) -> str:
        return "# Blog\n\n## Components\n\n" + "".join(piece.format(n=n) for n in range(times))

    assert_grows_in_proportion(whatever_it_says(read_blog), text, 1_200)


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("### Post", " ", "x"),
        ("### ", "Post (", ""),
        ("- ", "a/", "x.md"),
        ("- ", "A.", ""),
        ("- ", "[a](", ""),
        ("```\nBlog\n", "│", "\n```"),
        ("", "depends on ", ""),
        ("", "are A, ", ""),
        ("### Post ", "\u2705 ", "x"),
        ("### Post ", "{#", ""),
        ("", "A (schema), ", ""),
        ("", "A, ", "B: schemas"),
        ("A, B: schemas", ", a", ""),
        ("- Schemas: ", "A, ", ""),
        ("| a | b |\n|---|---|\n", "\u00a0", "x"),
        ("## Dependencies\n\n", "uses ", ""),
        ("- Post (task): ", "uses ", ""),
        ("- Post (task): ", "also ", "uses A"),
        ("- Post (task): uses ", "the ", "A"),
        ("- Post (task): uses ", "A, ", ""),
        ("- Post (task): uses ", "(", ""),
        ("- Post (task): ", "and ", "uses A"),
        ("- Post (task): ", "delegates to ", ""),
        ("- Post (task) ", "-> ", ""),
        ("Post", ", A", " use B"),
        ("", "(a ", ""),
        ("- \u201e", "A.", ""),
        ("\u2022 ", "\u2022", ""),
        ("[^", "a", "]"),
    ],
)
def test_a_line_takes_time_in_proportion_to_its_length(
    read_blog: ReadBlog, before: str, piece: str, after: str
) -> None:
    def text(length: int) -> str:
        line = before + piece * (length // len(piece)) + after
        return f"# Blog\n\n## Components\n\n{line}\n"

    assert_grows_in_proportion(whatever_it_says(read_blog), text, 160_000)


def test_a_document_beyond_all_measure_is_read_to_a_limit_and_told_so(read_blog: ReadBlog) -> None:
    context = read_blog("# Blog\n\n## Components\n\n" + "### Post\n\nA post.\n\n" * 16_000)
    assert [c.name for c in context.components] == ["Post"]
    assert "the rest is ignored" in context.diagnostics[-1].message


def test_more_components_than_any_context_has_are_read_to_a_limit(read_blog: ReadBlog) -> None:
    context = read_blog("# Blog\n\n## Components\n\n" + " ".join(f"`P{n}`" for n in range(5_010)))
    assert len(context.components) == 5_000
    assert "more than 5000 components" in context.diagnostics[-1].message
