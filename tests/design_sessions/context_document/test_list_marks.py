"""Lists that are none in Markdown."""

from __future__ import annotations

import pytest

from design_sessions.context_document.list_marks import with_plain_lists
from tests.design_sessions.context_document.test_guesses import notes, read, types, uses


@pytest.mark.parametrize(
    "marks",
    [
        ("a.", "b.", "c."),
        ("a)", "b)", "c)"),
        ("A.", "B.", "C."),
        ("(a)", "(b)", "(c)"),
        ("i.", "ii.", "iii."),
        ("I)", "II)", "III)"),
        ("\u2022", "\u2022", "\u2022"),
        ("\u2013", "\u2013", "\u2013"),
        ("\U0001f539", "\U0001f539", "\U0001f539"),
        ("\U0001f4e6", "\u2699\ufe0f", "\u2705"),
    ],
)
def test_letters_and_symbols_open_items(marks: tuple[str, str, str]) -> None:
    names = ("Post (schema)", "Tag \u2014 schema", "Feed")
    found = read("".join(f"{m} {name}\n" for m, name in zip(marks, names, strict=True)))
    assert types(found) == {"Post": "schema", "Tag": "schema", "Feed": None}
    assert notes(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "A. Smith wrote Post.\nThe rest is new.",
        "b. Post\nc. Tag",
        "\u2013 Post said so.",
        "\u251c\u2500 Post\n\u2514\u2500 Tag",
        "```\na. Post\nb. Tag\n```",
        "1. It works\n   a. Get the next post\n   b. Build it from options",
        "Post\n\n: a schema",
        "`[^a]` and [^1]",
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert with_plain_lists(text) == text


def test_definitions_describe_their_terms() -> None:
    found = read("Post\n: a schema\n\nFeed (task)\n: gathers posts\n: uses Post\n")
    assert types(found) == {"Post": "schema", "Feed": "task"}
    assert uses(found)["Feed"] == ["Post"]
    assert [c.line for c in found.components] == [8, 5]


def test_marks_of_footnotes_are_taken_off_and_the_note_is_not_lost() -> None:
    found = read("- Post[^1] (schema)\n- Tag (schema)\n\n[^1]: Uses Tag too.\n")
    assert types(found) == {"Post": "schema", "Tag": "schema"}
    ((line, said),) = notes(found)
    assert line == 8
    assert said.startswith("Which component uses Tag cannot be told")


@pytest.mark.parametrize("name", ["\u201ePost\u201c", "\u201cPost\u201d", "\u00bbPost\u00ab"])
def test_quotes_around_a_name_are_taken_off(name: str) -> None:
    assert types(read(f"- {name} (schema)\n- {name.replace('Post', 'Tag')}: a tag\n")) == {
        "Post": "schema",
        "Tag": None,
    }
