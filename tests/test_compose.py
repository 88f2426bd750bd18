"""The Compose file, as far as it can be held against rules without an engine."""

from __future__ import annotations

import json
import re
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jsonschema import validators

from design_sessions.settings import Settings
from hosting.search_attributes import command_line_arguments

ROOT = Path(__file__).parent.parent
SCHEMA = resources.files("check_jsonschema.builtin_schemas.vendor") / "compose-spec.json"
"""The Compose specification's own schema, as check-jsonschema ships it."""
SCRIPTS = sorted((ROOT / "deployment").rglob("*.sh"))
JOBS = {"databases", "temporal-schema", "temporal-namespace"}
DEPRECATED_IMAGES = {"temporalio/auto-setup", "temporalio/web", "temporalio/tctl"}


def specification() -> jsonschema.protocols.Validator:
    """A validator of the dialect that the schema names."""
    schema = json.loads(SCHEMA.read_text())
    return validators.validator_for(schema)(schema)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.temporal.yml").read_text()
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_it_fits_the_compose_specification(compose: dict[str, Any]) -> None:
    validator = specification()

    assert [error.message for error in validator.iter_errors(compose)] == []


def test_the_specification_finds_mistakes(compose: dict[str, Any]) -> None:
    """Guards the test above: a schema that takes everything would prove nothing."""
    validator = specification()

    assert not validator.is_valid({"services": {"worker": {"imagine": "postgres"}}})
    assert not validator.is_valid({"services": {"worker": {"depends_on": {"a": {}}}}})


def test_it_has_no_obsolete_version(compose: dict[str, Any]) -> None:
    assert "version" not in compose


def test_images_are_pinned_and_current(compose: dict[str, Any]) -> None:
    images = {service["image"] for service in compose["services"].values() if "image" in service}

    assert images
    for image in images:
        repository, _, tag = image.partition(":")
        assert repository not in DEPRECATED_IMAGES
        assert re.match(r"\d+\.\d+", tag), f"{image} is not pinned"


def test_server_and_schema_tools_have_the_same_version(compose: dict[str, Any]) -> None:
    services = compose["services"]
    versions = {
        services[name]["image"].partition(":")[2]
        for name in ("temporal", "temporal-schema", "temporal-namespace")
    }

    assert len(versions) == 1


def test_each_service_waits_for_what_it_needs(compose: dict[str, Any]) -> None:
    waits = {
        (name, other, condition["condition"])
        for name, service in compose["services"].items()
        for other, condition in service.get("depends_on", {}).items()
    }

    healthy, completed = "service_healthy", "service_completed_successfully"
    assert waits == {
        ("databases", "postgresql", healthy),
        ("temporal-schema", "databases", completed),
        ("temporal", "temporal-schema", completed),
        ("temporal-namespace", "temporal", healthy),
        ("temporal-ui", "temporal", healthy),
        ("worker", "temporal-namespace", completed),
        ("worker", "databases", completed),
    }


def test_whoever_is_waited_for_to_be_healthy_has_a_check(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[other]


def test_jobs_end_and_services_come_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        expected = "on-failure" if name in JOBS else "unless-stopped"
        assert service["restart"].startswith(expected), name


def test_every_port_is_bound_to_loopback(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_worker_gets_every_setting_and_no_unknown_one(compose: dict[str, Any]) -> None:
    known = {field.alias for field in Settings.model_fields.values() if field.alias}
    # A file of prices has to be mounted as well; that is an addition of its own.
    known -= {"DESIGN_PRICES"}

    given = set(compose["services"]["worker"]["environment"])

    assert given - known == {"TEMPORAL_NAMESPACE"}
    assert known - given == set()


def test_an_unset_setting_keeps_its_default(compose: dict[str, Any]) -> None:
    """``NAME: ${NAME:-}`` would hand an empty text to the worker instead."""
    for value in compose["services"]["worker"]["environment"].values():
        assert value is None or not value.endswith(":-}")


def test_no_password_is_written_down(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or name.endswith("PWD"):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name


def test_the_worker_is_given_the_time_to_let_model_calls_finish(compose: dict[str, Any]) -> None:
    grace = compose["services"]["worker"]["stop_grace_period"]

    minutes = int(re.fullmatch(r"(\d+)m", grace)[1])  # type: ignore[index]
    assert minutes * 60 > Settings.model_fields["turn_timeout"].default


def test_mounted_scripts_are_there(compose: dict[str, Any]) -> None:
    mounted = 0
    for service in compose["services"].values():
        folders = dict(
            volume.removesuffix(":ro").split(":")[::-1]
            for volume in service.get("volumes", [])
            if volume.startswith("./")
        )
        for argument in service.get("entrypoint", []):
            folder, _, file = argument.rpartition("/")
            if folder in folders:
                mounted += 1
                assert (ROOT / folders[folder] / file).is_file()
    assert mounted == len(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_posix_shell(script: Path) -> None:
    assert script.read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_namespace_job_registers_our_search_attributes() -> None:
    script = (ROOT / "deployment/temporal/set-up-namespace.sh").read_text()
    registered = dict(re.findall(r"^add_search_attribute (\w+) (\w+)$", script, re.MULTILINE))

    ours = [argument for argument in command_line_arguments() if not argument.startswith("--")]
    assert registered == dict(argument.split("=") for argument in ours)


def test_the_image_holds_every_package_that_the_worker_imports() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text()

    for package in ("activities", "command_line", "design_sessions", "hosting", "workflows"):
        assert f"COPY {package} ./{package}\n" in dockerfile
        assert f"\n!{package}\n" in ignored


def test_the_image_installs_only_locked_packages_and_runs_as_a_user() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes -r requirements.lock" in dockerfile
    assert "\nUSER worker\n" in dockerfile
