from __future__ import annotations

import re
from pathlib import Path

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions import DefinitionOverride
from design_sessions.errors import InputError
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import (
    find_project_settings,
    parse_project_settings,
    read_project_settings,
)
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.repository.reading.snapshot import Snapshot
from tests.support.repositories import git, make_checkout

ROOT = Path(__file__).parents[3]
WHOLE = b"""\
[project]
name = "Shop"
module = "Shop"
description = "A web shop."

[documents]
layout = "notes/designs"
rules = "guidelines/"

[models]
design = "writer"
review = "reviewer"
effort = ""

[limits]
max_parallel = 2
max_cost = "none"

[types]
"Background Job" = "task"

[definitions.schema]
require = ["Associations"]

[definitions.mcp_tool]
extends = "other"
[[definitions.mcp_tool.sections]]
name = "Arguments"
description = "What it takes."
"""


def test_all_that_a_project_can_say() -> None:
    settings = parse_project_settings(WHOLE)
    assert settings.project.name == "Shop"
    assert settings.documents.rules == "guidelines"
    assert settings.models.effort == ""
    assert settings.limits.max_cost == "none"
    assert settings.limits.max_turns is None
    assert settings.own_types() == {
        "Background Job": ComponentType.TASK,
        "mcp_tool": ComponentType.OTHER,
    }
    schema = settings.all_definitions().for_type("design", ComponentType.SCHEMA)
    assert next(s for s in schema.sections if s.name == "Associations").required
    tool = settings.all_definitions().for_type("design", ComponentType.OTHER, "MCP Tool")
    assert "Arguments" in [section.name for section in tool.sections]


def test_settings_survive_the_record_that_a_session_keeps_of_them() -> None:
    settings = parse_project_settings(WHOLE)
    kept = settings.model_dump(mode="json", exclude_defaults=True)
    assert ProjectSettings.model_validate(kept) == settings


def test_an_empty_file_says_nothing() -> None:
    assert parse_project_settings(b"") == ProjectSettings()
    assert parse_project_settings(b"\xef\xbb\xbf# Nothing.\r\n[limits]\r\n") == ProjectSettings()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[limits]\nmax_paralel = 3\n", 2, "did you mean max_parallel?"),
        ("\n[limts]\n", 2, "did you mean [limits]?"),
        ("[project]\nmax_cost = 3\n", 2, "it belongs in [limits]"),
        ("[project]\nzzz = 3\n", 2, "it takes name, module, description"),
        ("[definitions.schema]\nrequires = []\n", 2, "did you mean require?"),
        (
            '[[definitions.a.sections]]\nname = "A"\ndescripton = "B"\n',
            3,
            "did you mean description?",
        ),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_nearest_right_name(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(InputError) as error:
        parse_project_settings(text.encode())
    assert f"{SETTINGS_FILE}:{line}: " in error.value.message
    assert said in error.value.message


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('[limits]\n\nmax_turns = "8"\n', 3, 'expected a whole number, found "8"'),
        ("[limits]\nmax_turns = 2.5\n", 2, "expected a whole number, found 2.5"),
        ("[limits]\nmax_parallel = 0\n", 2, "expected a number from 1, found 0"),
        ("[limits]\nmax_parallel = 501\n", 2, "expected a number up to 500"),
        ("[limits]\nmax_cost = true\n", 2, 'an amount of USD from 0, or "none"'),
        ("[project]\nname = 3\n", 2, "expected text in quotes, found 3"),
        ('[project]\nname = " "\n', 2, "expected one line of text that is not empty"),
        ('[project]\nmodule = "my app"\n', 2, 'expected a module name such as "MyApp"'),
        ("project = 3\n", 1, "[project]: expected a table, found 3"),
        ('[documents]\nlayout = "../x"\n', 2, "not a directory inside the repository"),
        ('[documents]\nrules = "/etc"\n', 2, "expected a directory inside the repository"),
        ('[types]\nTool = "shema"\n', 2, 'found "shema"'),
        ("[definitions.schema]\nrequire = 1\n", 2, "expected a list in brackets"),
        (
            '[models]\nreview = "a"\neffort = "insane"\n',
            3,
            'effort: expected one of low, medium, high, xhigh, max, or "" to leave it out',
        ),
        ("[models]\neffort = 3\n", 2, "expected text in quotes"),
        ('[models]\n[definitions.a]\nintroduction = "i"\nextends = "b"\n', 4, "b"),
        ('[definitions.schema]\nrequire = ["Asociations"]\n', 2, "Associations"),
        (
            '[definitions.schema]\nintroduction = "i"\nrequire = [\n"Fields",\n"Felds"]\n',
            3,
            "'felds'",
        ),
        ('definitions.schema = { require = ["Felds"] }\n', 1, "'felds'"),
        (
            "[definitions.schema]\nrequire = []\n"
            '[[definitions.schema.sections]]\nname = "A"\ndescription = "a"\n'
            '[[definitions.schema.sections]]\nname = "B"\ndescription = "b"\naliases = ["A"]\n',
            6,
            "two sections with the heading",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_was_expected(
    text: str, line: int, expected: str
) -> None:
    with pytest.raises(InputError) as error:
        parse_project_settings(text.encode())
    assert f"{SETTINGS_FILE}:{line}: " in str(error.value)
    assert expected.lower() in str(error.value).lower()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[project]\nname = \n", 2),
        (b'[project]\nname = "a"\nname = "b"\n', 3),
        (b"[limits]\nmax_turns = [1,\n", 2),
        (b"[project]\n\xff\n", 2),
        (b"a = " + b"[" * 5_000, 1),
        (b"a = " + b"9" * 5_000, 1),
        (b"\0", 1),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(InputError, match=rf"{SETTINGS_FILE}:{line}: This is no[t ]"):
        parse_project_settings(content)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(InputError, match="Shorten it"):
        parse_project_settings(b"#" * 300_000)


@pytest.mark.parametrize("key", ["a", '"a b"', "'a'", " a "])
@pytest.mark.parametrize("around", ["{}=1", "[{}]", "[[{}]]", "[limits]\nx = {{ {} = 1 }}"])
def test_a_key_of_thousands_of_parts_is_told_before_it_is_parsed(key: str, around: str) -> None:
    text = f"\n{around.format('.'.join([key] * 8_000))}\n"
    with pytest.raises(InputError, match=rf"{SETTINGS_FILE}:[23]: A key of more than 50 parts"):
        parse_project_settings(text.encode())


@pytest.mark.parametrize("name", ["." * 60, "1.2.3", "www." * 20])
def test_dots_in_a_text_are_no_parts_of_a_key(name: str) -> None:
    settings = parse_project_settings(f'[project]\ndescription = "{name}"\n'.encode())
    assert settings.project.description == name


def test_the_example_of_the_readme_can_be_read() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    settings = parse_project_settings(example.encode())
    assert settings.limits.max_cost == 10
    assert set(settings.definitions) == {"schema"}


def test_every_key_is_explained_and_nothing_else() -> None:
    text = (ROOT / "docs/operations.md").read_text().partition("## Project settings")[2]
    rows = re.findall(r"^\| `\[([a-z]+)[.\]A-Z]*` \| ([^|]*) \|", text, re.MULTILINE)
    explained = {table: re.findall(r"`(\w+)`", keys) for table, keys in rows}
    models = {name: field.annotation for name, field in ProjectSettings.model_fields.items()}
    models |= {"types": None, "definitions": DefinitionOverride}
    assert {table: set(keys) for table, keys in explained.items()} == {
        table: set(model.model_fields) if model else set() for table, model in models.items()
    }


def test_a_work_trees_settings_are_those_at_its_top(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_text('[project]\nname = "outside"\n')
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "docs" / "design").mkdir(parents=True)
    assert find_project_settings(top / "docs" / "design") == ProjectSettings()
    (top / SETTINGS_FILE).write_text('[project]\nname = "inside"\n')
    assert find_project_settings(top / "docs" / "design").project.name == "inside"
    (top / SETTINGS_FILE).write_text("[projects]\n")
    with pytest.raises(InputError, match=r"context-design\.toml:1: .*did you mean \[project\]"):
        find_project_settings(top)


def test_a_link_is_refused_since_its_limits_would_not_be_in_force(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("[limits]\nmax_cost = 1\n")
    (tmp_path / SETTINGS_FILE).symlink_to("elsewhere.toml")
    make_checkout(tmp_path)
    snapshot = Snapshot(tmp_path / ".git", git(tmp_path, "rev-parse", "HEAD"))
    with pytest.raises(InputError, match="is a symbolic link, which is not followed"):
        read_project_settings(snapshot)
