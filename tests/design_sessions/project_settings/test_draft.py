from __future__ import annotations

import re

import pytest

from design_sessions.components import normal_type
from design_sessions.layouts import LAYOUTS
from design_sessions.project_settings.draft import draft_settings
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import parse_project_settings
from design_sessions.project_settings.survey import Survey, survey
from design_sessions.session_order import Limits, limits_of
from design_sessions.settings import Settings

CONTEXT = """\
# MyApp.Blog

## Components

### Post

| field | value |
| ----- | ----- |
| type | schema |

What is written.

### Search

| field | value |
| ----- | ----- |
| type | MCP Tool |

Searches posts.
"""


class Files(dict[str, str]):
    def read_bytes(self, path: str) -> bytes | None:
        return self[path].encode() if path in self else None

    def list_files(self, prefix: str = "") -> list[str]:
        return [path for path in self if path.startswith(prefix)]


FILES = Files(
    {
        "docs/design/my_app/blog.md": CONTEXT,
        "docs/rules/schema.md": '---\ncomponent_type: "schema"\n---\nName keys.\n',
    }
)


def uncommented(text: str) -> str:
    return re.sub(r'^#(?=\w+ = |"|\[)', "", text, flags=re.MULTILINE)


def test_a_repository_is_looked_through() -> None:
    found = survey(FILES)
    assert found == Survey(
        contexts=["MyApp.Blog"],
        layouts={"docs/design": 1},
        project_modules={"MyApp": 1},
        known_types={"schema": 1},
        own_types={"MCP Tool": 1},
        rules={"docs/rules": 1},
    )


def test_the_first_file_changes_nothing() -> None:
    rule = FILES["docs/rules/schema.md"]
    for files in (Files(), Files(FILES) | {"rules/schema.md": rule}):
        text = draft_settings(survey(Files(files)), project="my_app")
        assert parse_project_settings(text.encode()) == ProjectSettings()


def test_rules_that_would_not_be_found_are_put_in_force() -> None:
    settings = parse_project_settings(draft_settings(survey(FILES), project="my_app").encode())
    assert settings.said() == {"documents.rules": "documents.rules = docs/rules"}


@pytest.mark.parametrize(
    "beside",
    [
        {"apps/admin/docs/rules/own.md": "Theirs.\n"},
        {"docs/design/admin/accounts.md": "# Admin.Accounts\n\n## Components\n\n### User\n"},
    ],
    ids=["two-directories", "two-applications"],
)
def test_rules_that_may_be_another_applications_are_only_offered(beside: dict[str, str]) -> None:
    found = survey(Files(FILES | beside))
    settings = parse_project_settings(draft_settings(found, project="my_app").encode())
    assert settings == ProjectSettings()


def test_rules_of_other_programs_are_not_found() -> None:
    rule = FILES["docs/rules/schema.md"]
    assert survey(Files({".claude/rules/schema.md": rule})).rules == {}


def test_what_stands_behind_a_number_sign_is_what_holds_without_the_file() -> None:
    text = draft_settings(survey(Files()), project="my_app")
    settings = parse_project_settings(uncommented(text).encode())
    assert settings.documents.rules == ProjectSettings().documents.rules
    assert settings.documents.layout == LAYOUTS[0].name
    assert limits_of(settings.limits) == Limits()
    models = Settings.model_fields
    assert settings.models.design == models["model"].default
    assert settings.models.review == models["review_model"].default
    assert settings.models.effort == models["effort"].default
    assert settings.types == {"MCP Tool": normal_type("MCP Tool")}


def test_every_line_of_the_first_file_can_be_put_in_force() -> None:
    text = draft_settings(survey(FILES), project="my_app")
    settings = parse_project_settings(uncommented(text).encode())
    assert settings.project.name == "my_app"
    assert settings.project.module == "MyApp"
    assert settings.documents.layout == "docs/design"
    assert settings.documents.rules == "docs/rules"
    assert settings.limits.max_parallel == 500
    assert settings.types == {"MCP Tool": "other"}
    assert set(settings.definitions) == {"schema", "mcp_tool"}


def test_an_empty_repository_gets_a_file_too() -> None:
    text = draft_settings(survey(Files()), project='od"d')
    assert parse_project_settings(uncommented(text).encode()).project.name == 'od"d'
