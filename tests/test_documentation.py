"""What the documents say about settings is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from design_sessions.context_document.reading import read_context
from design_sessions.settings import Settings
from tests.support.memory_snapshot import MemorySnapshot

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
ROWS = dict(
    re.findall(
        r"^\| `([A-Z_]+)` \| ([^|]*?) ?\|", OPERATIONS.partition("## Settings")[2], re.MULTILINE
    )
)
SETTINGS = {field.alias for field in Settings.model_fields.values() if field.alias}
COMPOSE_VARIABLES = set(
    re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.temporal.yml").read_text())
)


def test_every_setting_is_explained_and_nothing_else() -> None:
    assert ROWS.keys() == SETTINGS


@pytest.mark.parametrize(
    ("name", "default"),
    [
        (str(field.alias), field.default)
        for field in Settings.model_fields.values()
        if isinstance(field.default, str | int | float)
    ],
)
def test_the_stated_default_is_the_real_one(name: str, default: str | float) -> None:
    text = f"{default:g}" if isinstance(default, float) else str(default)

    assert ROWS[name] == f"`{text}`"


def test_the_example_of_an_env_file_names_only_what_is_read() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named
    assert named - SETTINGS - {"TEMPORAL_NAMESPACE"} - COMPOSE_VARIABLES == set()


def test_the_example_has_what_the_compose_file_asks_for() -> None:
    compose = (ROOT / "docker-compose.temporal.yml").read_text()
    asked_for = set(re.findall(r"\$\{([A-Z_]+):\?", compose))

    example = (ROOT / ".env.example").read_text()
    assert {name for name in asked_for if f"{name}=" not in example} == set()


EXAMPLES = re.findall(
    r"^(`{3,})markdown\n(.*?)^\1$",
    (ROOT / "docs/context-documents.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize("example", [text for _, text in EXAMPLES])
def test_each_way_to_list_components_is_read_as_the_guide_says(example: str) -> None:
    files = MemorySnapshot({"docs/design/my_app/blog.md": f"# MyApp.Blog\n\n{example}"})

    context = read_context(files, "MyApp.Blog")

    assert {c.module: c.declared_type.lower() for c in context.components if c.declared_type} == {
        "MyApp.Blog.Post": "schema",
        "MyApp.Blog.Feed": "task",
    }
    assert context.diagnostics == []


ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
ROOMS = "activities|command_line|design_sessions|hosting|simulator|tests|workflows"


def test_the_architecture_names_only_what_is_there() -> None:
    named = set(re.findall(rf"`((?:{ROOMS})/[\w./]*)`", ARCHITECTURE))

    assert len(named) > 20
    assert {path for path in named if not (ROOT / path).exists()} == set()
