from __future__ import annotations

import json
from pathlib import Path

from command_line.options import Invocation
from command_line.reports.project_settings_line import settings_line
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import parse_project_settings
from design_sessions.settings import Settings
from tests.command_line.conftest import Command
from tests.support.repositories import context_document, make_repository

FILE = b"""\
[project]
name = "Shop Front"
[limits]
max_parallel = 2
max_cost = "none"
[types]
Process = "genserver"
[definitions.schema]
require = ["Associations"]
"""


def line(content: bytes, *options: str, project: str | None = None) -> str | None:
    settings = parse_project_settings(content) if content else ProjectSettings()
    return settings_line(Invocation(settings=Settings(project=project)), settings, options)


def test_start_says_what_it_took_from_the_projects_file() -> None:
    assert line(FILE) == (
        "From context-design.toml: project.name = Shop Front, limits.max_parallel = 2, "
        "limits.max_cost = none, type Process is genserver, definition of schema"
    )


def test_what_an_option_or_the_environment_replaced_is_not_said() -> None:
    said = line(FILE, "max_parallel", "max_cost", project="shop")
    assert said == "From context-design.toml: type Process is genserver, definition of schema"


def test_nothing_is_said_of_a_file_that_is_not_there() -> None:
    assert line(b"") is None


def test_components_are_those_that_a_session_would_design(client: Command, tmp_path: Path) -> None:
    document = context_document({"Post": "schema", "Cache": "Process"})
    made = make_repository(
        tmp_path,
        {
            "notes/designs/shop/blog.md": document,
            "context-design.toml": FILE.decode() + '[documents]\nlayout = "notes/designs"\n',
        },
    )

    ended = client("components", "--repo", str(made.checkout), "--context", "Shop.Blog", "--json")

    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert {c["name"]: (c["type"], c["design_path"]) for c in found["components"]} == {
        "Post": ("schema", "notes/designs/shop/blog/post.md"),
        "Cache": ("genserver", "notes/designs/shop/blog/cache.md"),
    }
    assert found["diagnostics"] == []
