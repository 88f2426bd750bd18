"""The action for pull requests, as far as it can be run without a runner."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema import validators

from tests.support.environment import without_our_settings
from tests.support.repositories import CONTEXT_PATH, context_document, make_repository

ROOT = Path(__file__).parent.parent
SCHEMAS = resources.files("check_jsonschema.builtin_schemas.vendor")
"""The schemas that GitHub's editors use, as check-jsonschema ships them."""
README = (ROOT / "README.md").read_text(encoding="utf-8")
INVALID = "docs/design/shop/blog/post.md"


def validator_of(name: str) -> jsonschema.protocols.Validator:
    """A validator of the dialect that the schema names."""
    schema = json.loads((SCHEMAS / name).read_text())
    return validators.validator_for(schema)(schema)


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    return loaded


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The checkout of a pull request with an invalid design."""
    document = context_document({"Post": "schema"})
    files = {CONTEXT_PATH: document, INVALID: "# Shop.Blog.Post\n\n## Purpose\n"}
    return make_repository(tmp_path / "git", files).checkout


def step_of(action: dict[str, Any], name: str) -> dict[str, Any]:
    """The step of this name."""
    return next(step for step in action["runs"]["steps"] if step.get("name") == name)


def run_step(
    step: dict[str, Any], at: Path, runner: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a step's script as a runner does, with these values for its variables."""
    assert step["env"].keys() == variables.keys()
    assert step["shell"] == "bash"
    script = runner / "step.sh"
    script.write_text(step["run"])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=at,
        env=without_our_settings()
        | {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "RUNNER_TEMP": str(runner),
            **variables,
        },
        capture_output=True,
        text=True,
        timeout=100,
    )


def validate(
    action: dict[str, Any], checkout: Path, runner: Path, **inputs: str
) -> subprocess.CompletedProcess[str]:
    """Run the step that validates; inputs that are not given have their defaults."""
    python = runner / "context-design" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    given = {name: each["default"] for name, each in action["inputs"].items()} | inputs
    variables = {name.upper().replace("-", "_"): value for name, value in given.items()}
    return run_step(step_of(action, "Validate"), checkout, runner, variables)


def test_it_fits_githubs_schema(action: dict[str, Any]) -> None:
    validator = validator_of("github-actions.json")

    assert [error.message for error in validator.iter_errors(action)] == []
    assert not validator.is_valid({"name": "A", "runs": {"using": "composite"}})


def test_no_input_is_written_into_a_script(action: dict[str, Any]) -> None:
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
    assert "PATHS" in step_of(action, "Validate")["env"]


def test_other_actions_are_pinned_to_a_commit(action: dict[str, Any]) -> None:
    used = [step["uses"] for step in action["runs"]["steps"] if "uses" in step]

    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used)


def test_an_invalid_design_is_annotated_and_fails_the_job(
    action: dict[str, Any], checkout: Path, tmp_path: Path
) -> None:
    ended = validate(action, checkout, tmp_path)

    assert ended.returncode == 1, ended.stderr
    assert f"::error file={INVALID},line=3::" in ended.stdout


def test_inputs_are_arguments_whatever_they_contain(
    action: dict[str, Any], checkout: Path, tmp_path: Path
) -> None:
    hostile = f"{INVALID}\n\n--help\n$(touch ran); touch ran\n`touch ran`\n"

    ended = validate(action, checkout, tmp_path, paths=hostile, strict="$(touch ran)")

    assert ended.returncode == 2
    assert "There is no file or directory --help." in ended.stderr
    assert not (checkout / "ran").exists()


def test_valid_designs_pass_and_warnings_fail_only_where_they_should(
    action: dict[str, Any], checkout: Path, tmp_path: Path
) -> None:
    valid = "# Shop.Blog.Post\n\n## Purpose\n\nA post.\n\n## Fields\n\n- title: text\n"
    (checkout / INVALID).write_text(valid)
    inputs = {"paths": INVALID, "components-only": "true"}

    ended = validate(action, checkout, tmp_path, **inputs)
    strict = validate(action, checkout, tmp_path, **inputs, strict="true")

    assert (ended.returncode, strict.returncode) == (0, 1), ended.stdout
    assert "::warning " in ended.stdout


def test_dependencies_are_installed_from_the_lock_file_by_their_hashes(
    action: dict[str, Any], tmp_path: Path
) -> None:
    """With a Python that only notes how it is called, since a test downloads nothing."""
    noting = tmp_path / "python"
    noting.write_text(
        f"#!/bin/sh\necho \"$@\" >> '{tmp_path}/calls'\n"
        '[ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python"\nexit 0\n'
    )
    noting.chmod(0o755)

    ended = run_step(step_of(action, "Install"), tmp_path, tmp_path, {"PYTHON": str(noting)})

    assert ended.returncode == 0, ended.stderr
    environment, install = (tmp_path / "calls").read_text().splitlines()
    assert environment == f"-m venv {tmp_path}/context-design"
    assert install.startswith("-m pip install ")
    assert f"--require-hashes --requirement {ROOT}/requirements.lock" in install
    assert os.path.exists(ROOT / "requirements.lock")


def test_the_workflow_of_the_readme_fits_githubs_schema_and_the_action(
    action: dict[str, Any],
) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    workflow = yaml.safe_load(text)
    # YAML 1.1 reads the key `on` as true.
    workflow["on"] = workflow.pop(True)

    validator = validator_of("github-workflows.json")
    assert [error.message for error in validator.iter_errors(workflow)] == []
    assert len(text.splitlines()) == 8
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1].get("with", {}).keys() <= action["inputs"].keys()
