"""Components and dependencies beside what is read: read too where that is clear, else noted."""

from __future__ import annotations

import pytest

from tests.design_sessions.context_document.test_guesses import notes, read, types, uses

ROWS = "| name | type |\n|---|---|\n| Mailer | task |\n| Digest | genserver |\n"
LINES = "Mailer: task\nDigest: genserver\n"


@pytest.mark.parametrize("listed", [ROWS, f"What tells members.\n\n{ROWS}", LINES])
@pytest.mark.parametrize("heading", ["Notices", "Mail"])
def test_a_heading_over_rows_or_lines_with_types_is_a_group(heading: str, listed: str) -> None:
    found = read(f"### {heading}\n\n{listed}")
    assert types(found) == {"Mailer": "task", "Digest": "genserver"}
    ((line, said),) = notes(found)
    assert line == 5
    assert said.startswith(f'The heading "{heading}" is read as a group')


def test_lines_with_types_below_the_name_of_a_group_are_components() -> None:
    found = read(f"### Workers\n\n{LINES}")
    assert types(found) == {"Mailer": "task", "Digest": "genserver"}
    assert notes(found) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tag: schema", 9),
        ("Feed (task): gathers.", 9),
        ("Tag: schema\nFeed - task", 9),
        ("| Name | Type |\n|---|---|\n| Tag | schema |", 11),
    ],
)
def test_what_has_a_type_below_a_component_is_noted(text: str, first: int) -> None:
    found = read(f"### Post (schema)\n\nA post.\n\n{text}\n")
    assert set(types(found)) == {"Post"}
    said = notes(found)
    assert [line for line, _ in said] == list(range(first, first + len(said)))
    assert said
    assert all('is read as part of "Post (schema)"' in message for _, message in said)


@pytest.mark.parametrize(
    "text",
    [
        "Process: genserver",
        "Storage: registry",
        "Post (schema): a post.",
        "It is told by the\nFeed (task): once.",
        "Note: task queues are elsewhere.",
        "| Name | Type |\n|---|---|\n| title | string |\n| Author | string |",
    ],
)
def test_what_is_said_about_a_component_is_not_noted(text: str) -> None:
    found = read(f"### Post (genserver)\n\n{text}\n")
    assert set(types(found)) == {"Post"}
    assert notes(found) == []


@pytest.mark.parametrize("column", ["module", "Component", "Module name"])
def test_a_table_of_modules_before_headings_lists_components(column: str) -> None:
    header = f"| {column} | what | deps |\n|---|---|---|\n"
    rows = "| Store | keeps | - |\n| Planner | plans | Store |\n"
    found = read(f"{header}{rows}\n### Extra (task)\n\nMore.\n")
    assert set(types(found)) == {"Store", "Planner", "Extra"}
    assert uses(found)["Planner"] == ["Store"]
    assert notes(found) == []


@pytest.mark.parametrize(
    "listed",
    ["- Store: keeps\n- Extra: more\n", "| Name | What |\n|---|---|\n| Store | it |\n"],
)
def test_a_name_without_a_type_before_headings_is_noted(listed: str) -> None:
    found = read(f"{listed}\n### Extra (task)\n\nMore.\n")
    assert set(types(found)) == {"Extra"}
    ((_, said),) = notes(found)
    assert said.startswith("MyApp.Blog.Store is left out")


@pytest.mark.parametrize(
    "said",
    [
        "Not in the list: Clerk (task).",
        "The Clerk (task) is no longer here.",
        "Clerk (task) is not part of this context.",
    ],
)
def test_what_a_text_takes_out_is_no_component(said: str) -> None:
    found = read(f"- Post (schema)\n\n{said}\n")
    assert set(types(found)) == {"Post"}
    assert [(line, message[:31]) for line, message in notes(found)] == [
        (7, "MyApp.Blog.Clerk is left out: i")
    ]


@pytest.mark.parametrize("heading", ["Not in this context", "Removed", "Out of scope"])
def test_what_stands_below_a_heading_that_takes_it_out_is_no_component(heading: str) -> None:
    found = read(f"### Post (schema)\n\n### {heading}\n\n- Clerk (task)\n")
    assert "Clerk" not in types(found)
    assert any("MyApp.Blog.Clerk is left out" in message for _, message in notes(found))
