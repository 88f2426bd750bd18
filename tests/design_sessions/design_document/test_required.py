from __future__ import annotations

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import validate_design
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.readable import decoded
from design_sessions.layouts import Standard

MODULE = "MyApp.Blog.PostCache"
VALID = """\
# PostCache

## Purpose

Keeps posts.

## Public API

```elixir
# Reads
@spec get(id) :: Post.t() | nil
```

## Execution Flow

1. Looks up.
"""


def problems(
    text: str, component_type: str = "other", standard: Standard = "design"
) -> list[tuple[int, str]]:
    found = validate_design(
        text, definition=builtin_definition(standard, ComponentType(component_type)), module=MODULE
    )
    return [(problem.line, problem.message) for problem in found]


def test_a_document_with_every_section_is_valid() -> None:
    assert problems(VALID) == []


@pytest.mark.parametrize(
    "text",
    [
        VALID.replace("\n", "\r\n"),
        f"\ufeff{VALID}",
        VALID.replace("## Purpose", "##   **purpose**  ##"),
        VALID.replace("## Public API", "## `Public API`:"),
        VALID.replace("## Purpose", "Purpose\n-------"),
        f"---\nstatus: draft\n---\n{VALID}",
        VALID.replace("Keeps posts.", "<!-- TBD -->\n\n### Why\n\nKeeps posts."),
        VALID + "\n## Notes\n\n## Notes\n",
        VALID + "\n## Purpose of tests\n",
    ],
)
def test_what_makes_no_difference_is_accepted(text: str) -> None:
    assert problems(text) == []


def test_a_missing_title_is_reported() -> None:
    ((line, message),) = problems(VALID.removeprefix("# PostCache\n"))
    assert line == 1
    assert message == f"The title is missing: begin the document with `# {MODULE}`."


def test_a_document_of_nothing_but_front_matter_is_missing_its_title_in_its_last_line() -> None:
    assert problems("---\nstatus: draft\n---")[0][0] == 3


def test_another_modules_title_is_reported_with_its_line() -> None:
    ((line, message),) = problems("\n" + VALID.replace("# PostCache", "# PostRegistry"))
    assert line == 2
    assert message == f'The title "PostRegistry" does not name {MODULE}: write `# {MODULE}`.'


def test_a_missing_section_is_reported_at_the_end_with_what_belongs_there() -> None:
    ((line, message),) = problems(VALID.replace("## Execution Flow", "### Execution Flow"))
    assert line == 16
    assert message.startswith(
        'The section "Execution Flow" is missing: add `## Execution Flow`. For each'
    )


def test_a_section_inside_a_fence_does_not_count() -> None:
    text = VALID.replace("## Purpose\n\nKeeps posts.", "```markdown\n## Purpose\n\nText.\n```")
    assert [m for _, m in problems(text) if "add `## Purpose`" in m]


def test_a_doubled_section_is_reported_at_its_second_place() -> None:
    ((line, message),) = problems(VALID + "\n## purpose\n\nAgain.\n")
    assert line == 18
    assert message == 'The section "purpose" appears twice: merge it with the one in line 3.'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "TBD",
        "- TODO",
        "...",
        "\u2026",
        "**TBD.**",
        "To be defined",
        "<!-- Keeps posts. -->",
        "<!-- never closed",
        "### A heading\n\n#### Another",
        "- ### A heading in a list",
        "```\n```",
        "```elixir\n...\n```",
        "---",
        "None",
        "*None.*",
        "N/A",
        "| | |\n|---|---|\n| TBD | |",
        "TODO\n\nTBD\n\n- ...",
    ],
)
def test_fillers_comments_and_headings_leave_a_section_empty(content: str) -> None:
    # The section comes last, since an unclosed comment takes in what follows it.
    text = VALID.replace("## Purpose\n\nKeeps posts.\n\n", "") + f"\n## Purpose\n\n{content}\n"
    ((line, message),) = problems(text)
    assert line == 14
    assert message.startswith('The section "Purpose" is empty: write it. What this component is')


@pytest.mark.parametrize(
    "content",
    [
        "Keeps posts.",
        "```\ncode\n```",
        "    code",
        "| a | b |\n|---|---|\n| c | d |",
        "> quoted",
        "- item",
        "None of the posts is kept.",
        "<div>text</div>",
        "記事を保持する。",
        "TODO list of posts",
    ],
)
def test_anything_else_is_content(content: str) -> None:
    assert problems(VALID.replace("Keeps posts.", content)) == []


SPEC = "# PostCache\n\n## Functions\n\n### get/1\n\nGets.\n\n## Dependencies\n\n- MyApp.Repo\n"


def test_none_is_content_for_dependencies_only() -> None:
    assert problems(SPEC.replace("- MyApp.Repo", "None"), standard="spec") == []
    assert problems(SPEC.replace("- MyApp.Repo", "TBD"), standard="spec") != []


@pytest.mark.parametrize(
    "text",
    [
        SPEC,
        SPEC.replace("Functions", "Delegates"),
        SPEC + "\n## Delegates\n\nNone.\n",
    ],
)
def test_one_of_delegates_and_functions_is_enough(text: str) -> None:
    assert problems(text, standard="spec") == []


def test_neither_delegates_nor_functions_is_one_error() -> None:
    ((_, missing),) = problems(SPEC.replace("## Functions", "## Notes"), standard="spec")
    assert "add `## Delegates` or `## Functions`" in missing
    ((_, empty),) = problems(SPEC.replace("Gets.", ""), standard="spec")
    assert 'The section "Functions" is empty' in empty


def test_field_documentation_stands_for_fields() -> None:
    text = "# PostCache\n\n## Purpose\n\nKeeps.\n\n## Field Documentation\n\n- id\n"
    assert problems(text, "schema") == []


def test_an_unclosed_fence_is_reported_where_it_opens() -> None:
    found = problems(VALID.replace("nil\n```", "nil"))
    assert [line for line, _ in found] == [9, 15]
    assert "The code fence is never closed" in found[0][1]


@pytest.mark.parametrize("fence", ["```", "````", "~~~~"])
@pytest.mark.parametrize("info", ["markdown", "md", ""])
def test_a_document_inside_a_fence_is_one_error(fence: str, info: str) -> None:
    assert problems(f"\n{fence}{info}\n{VALID}{fence}\n") == [
        (
            2,
            "The whole document is inside a code fence: remove this line and the fence that "
            "closes it.",
        )
    ]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_document_is_one_error(text: str) -> None:
    assert problems(text) == [(1, f"The document is empty: write the design of {MODULE}.")]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_a_mark_that_reorders_text_is_an_error(character: str) -> None:
    ((line, message),) = problems(VALID.replace("Keeps", f"Keeps {character}"))
    assert line == 5
    assert f"remove the mark of bidirectional text U+{ord(character):04X}" in message


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x0c", "\x9b", "\ud800"])
def test_text_with_control_characters_is_no_markdown(character: str) -> None:
    ((line, message),) = problems(VALID.replace("Keeps", f"Keeps {character}"))
    assert line == 5
    assert f"not Markdown text: remove the control character U+{ord(character):04X}" in message


@pytest.mark.parametrize("text", ["x" * 150_001, "x\n" * 6_001, "x\r" * 6_001, "|" * 20_001])
def test_a_text_beyond_all_measure_is_refused(text: str) -> None:
    ((line, message),) = problems(text)
    assert line == 1
    assert "shorten it to" in message


def test_bytes_that_are_not_utf8_are_an_error_with_their_line() -> None:
    content = VALID.encode()
    assert decoded(content) == VALID
    assert decoded(content.replace(b"Keeps", b"Keeps \xff")) == DesignProblem(
        line=5, message="The document is not Markdown text: save it as UTF-8."
    )
