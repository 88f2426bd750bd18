"""Headings over lists and lines of components: groups where that is clear, else noted."""

from __future__ import annotations

import pytest

from tests.design_sessions.context_document.test_guesses import notes, read, types


@pytest.mark.parametrize(
    "listed", ["- Post - schema\n- Tag\n", "- Post (schema): text\n- Tag: a label\n"]
)
def test_one_item_without_a_type_does_not_make_the_group_a_component(listed: str) -> None:
    found = read(f"### Storage\n\n{listed}")
    assert types(found) == {"Post": "schema", "Tag": None}
    assert [line for line, _ in notes(found)] == [5]


@pytest.mark.parametrize("prose", ["", "All that is kept.\n\n"])
def test_the_name_of_a_type_is_a_group_whatever_its_items_say(prose: str) -> None:
    found = read(f"### Schemas\n\n{prose}- Post: what people write\n- Tag\n")
    assert set(types(found)) == {"Post", "Tag"}
    assert len(notes(found)) == (1 if prose else 0)


def test_lines_of_a_label_and_names_below_the_name_of_several_are_components() -> None:
    found = read("### Gateways\n\nSchemas: Price, Discount\nTasks: Refresh\n")
    assert types(found) == {"Price": "Schema", "Discount": "Schema", "Refresh": "Task"}
    ((line, said),) = notes(found)
    assert line == 5
    assert said.startswith('The heading "Gateways" is read as a group')


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Schemas: Price, Discount", "Price"),
        ("Price (schema), Discount (schema)", "Price"),
        ("Price, Discount and Refresh.", "Price"),
    ],
)
def test_a_line_of_names_below_a_component_is_noted(text: str, first: str) -> None:
    found = read(f"### Storage\n\n{text}\n")
    assert set(types(found)) == {"Storage"}
    ((line, said),) = notes(found)
    assert line == 7
    assert f"a list with an item such as `- {first} (schema)`" in said


def test_names_in_a_wrapped_sentence_are_no_list() -> None:
    assert notes(read("### Storage\n\nKeeps what is written by\nUsers, Admins and Guests.\n")) == []
