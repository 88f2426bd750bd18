"""Dependencies that are clear only in part, or to a reader: noted, and never left out silently."""

from __future__ import annotations

import pytest

from tests.design_sessions.context_document.test_guesses import notes, read, types, uses

LISTED = "### Store (repository)\n\n### Planner (task)\n\n"


@pytest.mark.parametrize(
    "said",
    [
        "Dashboard uses Store.",
        "The Dashboard depends on Store.",
        "Dashboard and Planner use Store.",
        "Store is used by Dashboard.",
        "It is late. The Dashboard calls Store.",
    ],
)
def test_a_subject_that_is_no_component_is_noted_in_an_entry(said: str) -> None:
    found = read(f"{LISTED}### Other (task)\n\n{said}\n")
    assert uses(found)["Other"] == []
    assert notes(found) == [
        (11, "Dashboard is said to use Store and is not listed as a component.")
    ]


@pytest.mark.parametrize(
    "subject", ["Publishing", "Validation", "Users", "A user", "Code", "Nothing", "Everything"]
)
def test_people_and_activities_are_not_noted(subject: str) -> None:
    assert notes(read(f"{LISTED}### Other (task)\n\n{subject} uses Store.\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "The Planner starts it, and it calls Store.",
        "The planner starts it and it calls Store.",
        "The planner starts it and calls Store.",
    ],
)
def test_it_in_a_sentence_that_begins_with_another_component_is_noted(said: str) -> None:
    found = read(f"{LISTED}### Feed (task)\n\n{said}\n")
    assert uses(found)["Feed"] == []
    assert [said[:26] for _, said in notes(found)] == ["Whether Feed uses Store ca"]


def test_all_parts_of_a_sentence_are_read_or_noted() -> None:
    found = read(
        f"{LISTED}### Other (task)\n\n### Feed (task)\n\n"
        "Sends to Planner, reads Store and publishes to Other.\n"
    )
    assert uses(found)["Feed"] == ["Other"]
    assert [(line, said[:28]) for line, said in notes(found)] == [
        (13, "Whether Feed uses Planner ca"),
        (13, "Whether Feed uses Store cann"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Reads from Store and uses Planner.",
        "Uses Planner and reads the posts of Store.",
        "Uses Planner, never reads Store.",
        "Uses Planner and holds Store rows.",
    ],
)
def test_clear_and_other_parts_are_not_noted(said: str) -> None:
    found = read(f"{LISTED}### Feed (task)\n\n{said}\n")
    assert "Planner" in uses(found)["Feed"]
    assert notes(found) == []


@pytest.mark.parametrize(
    ("behind", "count"),
    [("<- Store", 1), ("\u2190 Store, Planner", 2), ("[Store, Planner]", 2), ("{Store}", 1)],
)
@pytest.mark.parametrize("form", ["### Feed (task) {}\n", "- Feed (task) {}\n"])
def test_names_behind_other_marks_are_noted(form: str, behind: str, count: int) -> None:
    listed = LISTED if form.startswith("#") else "- Store (repository)\n- Planner (task)\n"
    found = read(f"{listed}{form.format(behind)}")
    assert uses(found)["Feed"] == []
    assert len(notes(found)) == count
    assert all(said.startswith("Whether Feed uses ") for _, said in notes(found))


@pytest.mark.parametrize("column", ["deps", "Depends on", "uses"])
def test_a_column_of_dependencies_is_read(column: str) -> None:
    table = (
        f"| name | type | {column} |\n|---|---|---|\n| Post | schema | |\n| Feed | task | Post |\n"
    )
    assert uses(read(table)) == {"Feed": ["Post"], "Post": []}


@pytest.mark.parametrize(
    "entry",
    [
        "### Feed (task)\n\nFeed -> Store, Planner\nHolds the plan.\n",
        "### Feed (task)\n\nFeed -> Store, Planner\n\nHolds the plan.\n",
        "### Feed (task) -> Store, Planner\n\nHolds the plan.\n",
        "### Feed (task)\n\n-> Store, Planner\n\nHolds the plan.\n",
    ],
)
def test_an_arrow_that_is_read_is_no_part_of_the_description(entry: str) -> None:
    (feed,) = [each for each in read(f"{LISTED}{entry}").components if each.name == "Feed"]
    assert feed.description == "Holds the plan."
    assert feed.dependencies == ["MyApp.Blog.Store", "MyApp.Blog.Planner"]


def test_an_arrow_of_an_item_ends_with_its_line() -> None:
    text = "- Store (repository)\n- Feed (task) -> Store\n  Holds the plan.\n"
    (feed,) = [each for each in read(text).components if each.name == "Feed"]
    assert (feed.description, feed.dependencies) == ("Holds the plan.", ["MyApp.Blog.Store"])


def test_an_arrow_with_an_unknown_name_stays() -> None:
    found = read(f"{LISTED}### Feed (task)\n\nFeed -> Berth\n\nHolds the plan.\n")
    assert set(types(found)) == {"Store", "Planner", "Feed"}
    assert [e.description for e in found.components if e.name == "Feed"] == [
        "Feed -> Berth\n\nHolds the plan."
    ]
