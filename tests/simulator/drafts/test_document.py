from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.definition_text import WantedSection
from simulator.drafts.context_notes import ContextNotes
from simulator.drafts.document import Spoiling, nth_spoiling, write_draft
from simulator.drafts.sections import section_body
from simulator.drafts.subject import Subject

SECTIONS = [WantedSection("Purpose"), WantedSection("Fields"), WantedSection("Notes", "", False)]
TYPES = "genserver context coordination_context schema repository task registry behaviour liveview"


def subject(component_type: str = "schema", description: str = "Holds a title.") -> Subject:
    return Subject("MyApp.Blog.Post", component_type, description, ContextNotes())


@pytest.mark.parametrize("component_type", [*TYPES.split(), "other", "never_heard_of"])
def test_no_section_is_empty_for_any_type(component_type: str) -> None:
    for name in ("Purpose", "Public API", "Execution Flow", "Error Handling", "Something New"):
        for description in ("", "Sends reminders and tracks fees."):
            body = section_body(name, "", subject(component_type, description))
            assert body.strip()


def test_function_names_follow_from_the_description() -> None:
    body = section_body("Public API", "", subject("task", "Sends reminders and tracks the fees."))
    assert "send_reminders(" in body
    assert "track_fees(" in body


def test_dependencies_say_none_when_there_are_none() -> None:
    assert section_body("Dependencies", "", subject()) == "None"


@pytest.mark.parametrize(
    ("spoiling", "gone", "there"),
    [
        (Spoiling("missing_section", 1), "## Fields", "## Purpose"),
        (Spoiling("empty_section", 1), "| id |", "## Fields\n\nTBD"),
        (Spoiling("wrong_title"), "# MyApp.Blog.Post", "# Design Notes"),
    ],
)
def test_a_spoiled_draft_is_wrong_in_one_way(spoiling: Spoiling, gone: str, there: str) -> None:
    document = write_draft(subject(), SECTIONS, spoiling)
    assert gone not in document
    assert there in document


def test_no_two_spoiled_drafts_in_a_row_are_alike() -> None:
    ways = [nth_spoiling(number, "empty_section", same=False) for number in range(8)]
    drafts = [write_draft(subject(), SECTIONS, way) for way in ways]
    assert all(one != other for one, other in pairwise(drafts))
