"""Leftovers of a model's tools, and of text that it did not write again."""

from __future__ import annotations

import pytest

from design_sessions.design_document.leftovers import leftover_problems
from design_sessions.markdown import MarkdownDocument

VALID = "# Shop.Post\n\n## Purpose\n\nKeeps posts.\n\n## Functions\n\nNone of its own.\n"


def problems(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.rule) for each in leftover_problems(MarkdownDocument(text))]


def ends(*names: str, between: str = "") -> str:
    """Closing tags."""
    return between.join(f"</{name}>" for name in names)


@pytest.mark.parametrize(
    ("left", "lines"),
    [
        (ends("content"), [10]),
        (ends("content", "invoke", between="\n"), [10, 11]),
        (ends("content", "invoke", "function_calls"), [10, 10, 10]),
        (ends("antml:parameter", "antml:invoke", between="\n\n"), [10, 12]),
        ("A last sentence." + ends("document"), [10]),
        ('<parameter name="path">', [10]),
    ],
)
def test_tags_of_a_tools_call_are_errors_with_their_lines(left: str, lines: list[int]) -> None:
    assert problems(VALID + left) == [(line, "tool-markup") for line in lines]


def test_a_document_within_tags_of_a_tool_is_an_error() -> None:
    assert problems(f"<content>\n\n{VALID}\n{ends('content')}\n") == [
        (1, "tool-markup"),
        (13, "tool-markup"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ends with `" + ends("content") + "` in code.",
        "```heex\n<.form>" + ends("content", "invoke") + "\n```",
        "    " + ends("invoke"),
        "<details>\n\nMore.\n\n" + ends("details"),
        "<text>an SVG's" + ends("text") + " and more.",
        "Returns `Enum.t()`, a < b and b > c.",
        "{:ok, <<1>>}",
    ],
)
def test_tags_that_belong_to_a_design_are_none(text: str) -> None:
    assert problems(f"{VALID}\n{text}\n\nThe end.\n") == []


@pytest.mark.parametrize(
    "content",
    [
        "[UNCHANGED]",
        "(rest of this section unchanged)",
        "*(rest of this section unchanged)*",
        "... existing content ...",
        "[Rest of the document remains the same]",
        "[... remaining sections as before ...]",
        "(same as before)",
        "Unchanged.",
        "No changes.",
        "The rest of this section is unchanged.",
        "This section remains unchanged from the previous draft.",
        "```elixir\n# ... rest of the code unchanged\n```",
        "- [UNCHANGED]\n- (omitted for brevity)",
        "Omitted for brevity.",
    ],
)
def test_a_section_that_is_only_a_placeholder_is_an_error(content: str) -> None:
    (found,) = problems(f"# Shop.Post\n\n## Purpose\n\nKeeps.\n\n## Functions\n\n{content}\n")
    assert found[1] == "placeholder"
    assert found[0] in (9, 10)


def test_a_placeholder_below_a_heading_of_a_function_is_one_too() -> None:
    text = f"{VALID}\n### get/1\n\n[UNCHANGED]\n\n### put/1\n\nPuts.\n"
    assert problems(text) == [(13, "placeholder")]


@pytest.mark.parametrize(
    "content",
    [
        "Returns the post unchanged.",
        "The rest of the fields are kept as before, and the slug is set anew.",
        "Keeps posts.\n\n[UNCHANGED]",
        "{:ok, unchanged}",
        "None",
        "| field | type |\n| --- | --- |\n| state | unchanged |",
        "[Post](post.md) holds the original text.",
    ],
)
def test_sections_that_speak_of_what_is_unchanged_are_fine(content: str) -> None:
    assert problems(f"# Shop.Post\n\n## Purpose\n\n{content}\n") == []
