from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.definition_text import WantedSection
from simulator.drafts import Problem, Subject, spoiled_draft, write_draft

SECTIONS = [WantedSection("Purpose"), WantedSection("Fields"), WantedSection("Notes", "", False)]
POST = Subject("MyApp.Blog.Post", "schema", "Holds a title.")


def test_a_required_section_of_any_name_is_written_and_an_unknown_optional_one_is_not() -> None:
    document = write_draft(POST, [*SECTIONS, WantedSection("Glossary", "Words to know.")])
    assert "## Glossary\n\nWords to know." in document
    assert "## Notes" not in document


@pytest.mark.parametrize("nothing", ["", "TBD", "...", "<!-- later -->", "<!-- never ends"])
def test_a_filler_as_description_leaves_a_purpose(nothing: str) -> None:
    document = write_draft(Subject("MyApp.Blog.Post", "schema", nothing), SECTIONS)
    assert "`Post` is one component of its context, of type schema." in document
    assert "<!--" not in document


def test_dependencies_say_none_when_there_are_none() -> None:
    assert "## Dependencies\n\nNone" in write_draft(POST, [WantedSection("Dependencies")])


@pytest.mark.parametrize(
    ("spoiled", "gone", "there"),
    [
        ("missing_section", "## Fields", "## Purpose"),
        ("empty_section", "| id |", "## Fields\n\nTBD"),
        ("wrong_title", "# MyApp.Blog.Post", "# Design Notes"),
    ],
)
def test_a_spoiled_draft_is_wrong_in_one_way(spoiled: Problem, gone: str, there: str) -> None:
    document = write_draft(POST, SECTIONS, spoiled=spoiled, which=1)
    assert gone not in document
    assert there in document


def test_no_two_spoiled_drafts_in_a_row_are_alike() -> None:
    drafts = [spoiled_draft(POST, SECTIONS, n, "empty_section", same=False) for n in range(8)]
    assert all(one != other for one, other in pairwise(drafts))
