"""Types of components, and fields."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said

TABLE = "| field | value |\n| --- | --- |\n| type | {} |\n\nA part."


@pytest.mark.parametrize(
    ("listed", "stated", "count"),
    [
        ("schema", "genserver", 1),
        ("genserver", "Schema", 1),
        ("schema", "Ecto schema", 0),
        ("behaviour", "module (behaviour)", 0),
        ("genserver", "module", 0),
        ("module", "genserver", 0),
    ],
)
def test_the_type_is_the_one_that_is_listed(
    check: Check, listed: str, stated: str, count: int
) -> None:
    found = check(
        {"Post": f"**Type**: {stated}\n\nA post."}, entries={"Post": TABLE.format(listed)}
    )
    assert said(found) == [("type_mismatch", "error", ("Post",))] * count


FIELDS = (
    "## Fields\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n| id | {} | |\n"
    "| author_id | {} | References authors.id |\n"
)


@pytest.mark.parametrize(
    ("key", "foreign", "count"),
    [
        ("binary_id", "integer", 1),
        ("integer", "Ecto.UUID", 1),
        ("binary_id", "Ecto.UUID", 0),
        ("id", "bigint", 0),
        ("Money", "integer", 0),
    ],
)
def test_a_foreign_key_has_the_type_of_its_key(
    check: Check, key: str, foreign: str, count: int
) -> None:
    designs = {"Author": FIELDS.format(key, key), "Post": FIELDS.format("id", foreign)}
    designs["Author"] = designs["Author"].replace("References authors.id", "")
    assert said(check(designs)) == [("field_mismatch", "warning", ("Post", "Author"))] * count


def test_what_the_context_says_of_a_component_is_in_its_design(check: Check) -> None:
    text = FIELDS.format("id", "id") + "\n## Functions\n\n### new/1\n\n### publish/2\n"
    entry = (
        "Contains author_id, sent_at (a time), and `edited_files`. Provides new/1, publish/1 and "
        "hide/1 via Feed.push_all/1, and uses trim/3."
    )
    assert said(check({"Post": text}, entries={"Post": entry})) == [
        ("unknown_function", "warning", ("Post",)),
        ("arity", "warning", ("Post",)),
        ("field_mismatch", "warning", ("Post",)),
        ("field_mismatch", "warning", ("Post",)),
    ]
