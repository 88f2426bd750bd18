from __future__ import annotations

from design_sessions.project_settings.toml_lines import key_lines, line_of

TEXT = '''\
top = 1

[limits]
# A comment.
max_turns = 3
names = [
    "a",  # = [
    "b",
]
note = """
[not a table]
key = 1
"""
after.all = 2

[definitions.schema]
require = []

[[definitions.tool.sections]]
name = "A"

[[definitions.tool.sections]]
name = "B"
inline = { deep = { deeper = 1 } }

[definitions.tool.sections.below]
x = 1
'''


def test_keys_are_found_at_the_line_where_they_begin() -> None:
    lines = key_lines(TEXT)
    assert lines[("top",)] == 1
    assert lines[("limits",)] == 3
    assert lines[("limits", "max_turns")] == 5
    assert lines[("limits", "names")] == 6
    assert lines[("limits", "note")] == 10
    assert lines[("limits", "after", "all")] == 14
    assert lines[("definitions", "schema", "require")] == 17
    assert ("limits", "key") not in lines


def test_tables_in_a_list_are_told_apart() -> None:
    lines = key_lines(TEXT)
    assert lines[("definitions", "tool", "sections", 0, "name")] == 20
    assert lines[("definitions", "tool", "sections", 1, "name")] == 23
    assert lines[("definitions", "tool", "sections", 1, "inline", "deep", "deeper")] == 24
    assert lines[("definitions", "tool", "sections", 1, "below", "x")] == 27


def test_what_has_no_line_of_its_own_has_that_of_the_table_around_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("limits", "missing")) == 3
    assert line_of(lines, ("limits", "names", 1)) == 6
    assert line_of(lines, ("nowhere",)) == 1
