"""Temporal's own settings win over the data directory's server, wherever they are given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.endpoints import Endpoints
from hosting.temporal_settings import connect_settings

OWN = Endpoints(pid=1, address="127.0.0.1:7233", ui="http://127.0.0.1:8233", database="")
PROFILE = '[profile.default]\naddress = "temporal.example:7233"\nnamespace = "designs"\n'
ELSEWHERE = {"target_host": "temporal.example:7233", "namespace": "designs"}


@pytest.fixture(autouse=True)
def no_default_file(environment: dict[str, str], tmp_path: Path) -> None:
    """Nothing of the machine's own Temporal settings."""
    environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")


def test_without_settings_the_data_directorys_server_is_meant() -> None:
    target, ui = connect_settings(Settings(environment={}), OWN)
    assert (target, ui) == ({"target_host": OWN.address, "namespace": "default"}, OWN.ui)


def test_without_settings_and_server_a_person_is_told_how_to_start_one() -> None:
    with pytest.raises(InputError, match="No Temporal server"):
        connect_settings(Settings(environment={}), None)


def test_the_environment_wins() -> None:
    environment = {
        "TEMPORAL_ADDRESS": "temporal.example:7233",
        "TEMPORAL_NAMESPACE": "designs",
        "DESIGN_TEMPORAL_UI": "https://ui.example",
    }
    target, ui = connect_settings(Settings(environment=environment), OWN)
    assert (target, ui) == (ELSEWHERE, "https://ui.example")


def test_a_profile_in_the_default_file_wins(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "config" / "temporalio" / "temporal.toml"
    file.parent.mkdir(parents=True)
    file.write_text(PROFILE)
    code = (
        "from design_sessions.settings import Settings\n"
        "from hosting.temporal_settings import connect_settings\n"
        "print(connect_settings(Settings(), None)[0]['target_host'])"
    )
    # The SDK looks for the file in the environment of its process.
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ELSEWHERE["target_host"]


def test_a_profile_in_a_file_of_the_environments_choice_wins(tmp_path: Path) -> None:
    file = tmp_path / "chosen.toml"
    file.write_text(PROFILE)
    settings = Settings(environment={"TEMPORAL_CONFIG_FILE": str(file)})
    assert connect_settings(settings, OWN) == (ELSEWHERE, None)


def test_settings_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("[profile")
    with pytest.raises(InputError, match="Temporal's settings cannot be read"):
        connect_settings(Settings(environment={"TEMPORAL_CONFIG_FILE": str(file)}), OWN)
