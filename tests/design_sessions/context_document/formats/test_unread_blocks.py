"""Tables, HTML and quotations that list components and are in no format that is read."""

from __future__ import annotations

import pytest

from design_sessions.context_document.reading import read_context
from tests.design_sessions.context_document.test_guesses import PATH, notes, read, types
from tests.support.memory_snapshot import MemorySnapshot


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("<ul>\n  <li>Tag (schema)</li>\n</ul>", 8),
        ("<ul><li><b>Tag</b> \u2013 schema</li></ul>", 7),
        ("> - Tag (schema)", 7),
        ("> The Tag (schema) is new.", 7),
        ("| Komponente | Typ |\n|---|---|\n| Tag | schema |", 9),
    ],
)
def test_a_block_that_names_components_with_types_is_noted(block: str, line: int) -> None:
    found = read(f"- Post (schema)\n\n{block}\n")
    assert types(found) == {"Post": "schema"}
    assert [number for number, _ in notes(found)] == [line]
    assert "is not read: write a list" in notes(found)[0][1]


@pytest.mark.parametrize(
    "block",
    [
        "<!-- - Tag (schema) -->",
        "<details>\n<summary>More</summary>\n\n- Tag (schema)\n\n</details>",
        "> Posts are text.",
        "| Environment | Value |\n|---|---|\n| PORT | 4000 |",
    ],
)
def test_other_blocks_are_not_noted(block: str) -> None:
    assert notes(read(f"- Post (schema)\n\n{block}\n")) == []


def test_several_names_in_a_cell_share_the_row_and_a_row_without_one_is_noted() -> None:
    found = read(
        "| Component | Type |\n|---|---|\n| Post, Tag | schema |\n| `Feed`<br>`Mail` | task |\n"
        "| | and so on |\n"
    )
    assert types(found) == {"Post": "schema", "Tag": "schema", "Feed": "task", "Mail": "task"}
    assert [(line, "and so on" in said) for line, said in notes(found)] == [(9, True)]


def test_components_in_the_front_matter_are_noted() -> None:
    text = "---\ncomponents: [Post]\n---\n\n# MyApp.Blog\n\n## Components\n\n- Tag (schema)\n"
    assert [line for line, _ in notes(read_context(MemorySnapshot({PATH: text}), PATH))] == [2]
