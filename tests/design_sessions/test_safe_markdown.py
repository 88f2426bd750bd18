from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from design_sessions.safe_markdown import code, inline, quote

NASTY = [
    "<img src=x onerror=alert(1)> <!-- hidden -->",
    "[click](https://evil.example) ![](https://evil.example/p.png)",
    "`unclosed | pipe",
    "``` \n fence",
    "a\\`b` <b>c</b> `d",
    "`code` <i>x</i> `more`` <script>",
    "\\",
    "| a | b |",
]


def _render(markdown: str) -> str:
    html: str = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)
    return html


@pytest.mark.parametrize("text", NASTY)
def test_a_table_cell_holds_whatever_text_comes(text: str) -> None:
    html = _render(f"| a | b |\n|---|---|\n| {inline(text)} | end |\n")

    assert html.count("<td>") == 2
    assert "<td>end</td>" in html
    for forbidden in ("<img", "<a ", "<script", "<i>", "<b>", "<!--"):
        assert forbidden not in html


@pytest.mark.parametrize("text", NASTY)
def test_a_quote_holds_whatever_text_comes(text: str) -> None:
    html = _render("\n".join(quote(f"before\n{text}\nafter")) + "\n\nend\n")

    assert html.count("<blockquote>") == 1
    assert "<p>end</p>" in html
    for forbidden in ("<img", "<a ", "<script", "<i>", "<b>", "<!--", "<pre>"):
        assert forbidden not in html


def test_nobody_is_mentioned_and_no_issue_is_closed() -> None:
    text = inline("thanks @ann, fixes #12 and GH-7, see https://github.com/acme/blog/issues/3")

    assert "@ann" not in text
    assert "#12" not in text
    assert "GH-7" not in text
    assert "https://" not in text


def test_what_a_reader_sees_is_what_was_written() -> None:
    html = _render(inline("Post & Tag: 1 < 2, a_b *c* `Post.create/1`"))

    assert html == "<p>Post &amp; Tag: 1 &lt; 2, a_b *c* <code>Post.create/1</code></p>\n"


def test_a_mention_and_a_number_look_as_they_were_written() -> None:
    text = "thanks @ann, fixes #12"
    html = _render(inline(text))

    assert html.replace("\N{ZERO WIDTH SPACE}", "") == f"<p>{text}</p>\n"


def test_headings_and_rules_inside_a_quote_stay_text() -> None:
    html = _render("\n".join(quote("# Title\ntext\n---\n===\n***")))

    assert "<h1>" not in html
    assert "<h2>" not in html
    assert "<hr" not in html


def test_lists_inside_a_quote_stay_lists() -> None:
    assert quote("Summary:\n\n- one\n- two") == ["> Summary:", ">", "> - one", "> - two"]


def test_a_name_is_a_code_span_and_anything_else_is_text() -> None:
    assert code("MyApp.Blog.Post") == "`MyApp.Blog.Post`"
    assert code("a`|b") == "a\\`\\|b"


def test_long_text_is_cut() -> None:
    assert inline("x" * 1_000, limit=10) == "x" * 9 + "…"


def test_direction_marks_that_could_hide_text_are_dropped() -> None:
    assert inline("safe\u202eevil") == "safe evil"
