"""Words to the reader around a design, and prose that only looks like them."""

from __future__ import annotations

import pytest

from design_sessions.design_document.conversation import conversation_problems
from design_sessions.markdown import MarkdownDocument

DESIGN = "# Shop.Post\n\n## Purpose\n\nKeeps posts.\n\n## Dependencies\n\n- Shop.Repo\n"


def lines(text: str) -> list[int]:
    found = list(conversation_problems(MarkdownDocument(text)))
    assert {each.rule for each in found} <= {"conversation"}
    return [each.line for each in found]


@pytest.mark.parametrize(
    "before",
    [
        "Here is the document:",
        "Here's the revised design for `Shop.Post`.",
        "Here\N{RIGHT SINGLE QUOTATION MARK}s the design:",
        "Sure! Below is the design.",
        "Certainly. Here is the complete document:",
        "I've read the context and will now write the design.",
        "I'll write the document now.",
        "Now I have everything I need. Let me write the design.",
        "Based on the context document, this is the design:",
        "**Here is the design:**",
        "The design document follows:",
        "Okay, the problems are fixed.\nHere is the document again:",
        "Final answer:",
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n", "\n\n---\n\n", "\n---\n"])
def test_what_leads_to_a_design_is_an_error(before: str, between: str) -> None:
    assert lines(f"\n{before}{between}{DESIGN}") == [2]


def test_a_lead_stands_after_front_matter_too() -> None:
    assert lines(f"---\ntype: schema\n---\n\nHere is the document:\n\n{DESIGN}") == [5]


def test_a_lead_to_a_document_in_a_fence_is_an_error() -> None:
    assert lines(f"Here is the document:\n\n```markdown\n{DESIGN}```\n") == [1]


@pytest.mark.parametrize(
    "after",
    [
        "Let me know if you'd like any changes!",
        "Please let me know if anything is missing.",
        "This covers all functions. Let me know if you want more detail.",
        "I hope this helps.",
        "Would you like me to design the next component?",
        "If you have any questions, ask.",
        "If you'd like me to adjust the fields, say so.",
        "Feel free to ask for changes.",
        "I've kept the public API as the context names it.",
        "The design is complete and ready for review.",
        "This document has been submitted.",
        "*Let me know if you need changes.*",
        "Let me know if you prefer:\n\n- fewer fields\n- another type",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n---\n\n", ""])
def test_what_follows_a_design_is_an_error(after: str, between: str) -> None:
    (line,) = lines(f"{DESIGN}{between}{after}\n")
    assert line == 10 + between.count("\n")


@pytest.mark.parametrize(
    "before",
    [
        "",
        "---\ntitle: Post\n---\n",
        "<!-- Here is the document: -->\n",
        "Status: draft\n",
        "**Owner:** Ann\n",
        "Status:\n",
        "[Up](../shop.md)\n",
        "![build](https://example.com/badge.svg)\n",
        "> Here is what the team decided.\n",
        "The design of the posts of the shop.\n",
        "Hereby replaces the document of last year.\n",
        "This document describes posts.\n",
    ],
)
def test_what_people_write_above_a_title_is_fine(before: str) -> None:
    assert lines(before + "\n" + DESIGN) == []


@pytest.mark.parametrize(
    "after",
    [
        "If you change the interval, restart the server.",
        "If you need a longer interval, set `:interval`.",
        "Thanks to the index, lookups are fast.",
        "I/O errors are returned as they are.",
        "The caller is let know by a message.",
        "Posts let me-too comments through.",
        "The design is complete when every field has a type.",
        "Here is the order of the steps:\n\n1. Read\n2. Write",
        "```elixir\n# Let me know if this fails\n```",
        "| says | means |\n| --- | --- |\n| Let me know | a request |",
        "- Let me know: the button's label",
        "> Let me know if it fails, said the customer.",
        'It sends the mail "Let me know if it fails".',
    ],
)
def test_prose_of_a_design_is_fine(after: str) -> None:
    assert lines(f"{DESIGN}\n## Notes\n\n{after}\n") == []


def test_words_in_the_middle_of_a_design_are_its_own() -> None:
    assert lines("# Post\n\n## Mail\n\nLet me know if it fails.\n\n" + DESIGN * 2) == []


@pytest.mark.parametrize("text", ["", "\n", "---\n", "# ", "```", "Text", "Text:\n===", "- a", "|"])
def test_any_text_can_be_looked_at(text: str) -> None:
    lines(text)
