"""The guard of the test processes, and what goes with it: an environment that is a value."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from design_sessions.settings import Settings
from tests.support.environment import EnvironmentChangedError


def test_a_test_that_changes_the_environment_of_its_process_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(EnvironmentChangedError, match=r"os\.putenv\(b'DESIGN_USER'\)"):
        os.environ["DESIGN_USER"] = "ann"
    with pytest.raises(EnvironmentChangedError, match=r"os\.unsetenv\(b'PATH'\)"):
        del os.environ["PATH"]
    with pytest.raises(EnvironmentChangedError, match="take the fixture `environment`"):
        monkeypatch.setenv("DESIGN_USER", "ann")
    assert "DESIGN_USER" not in _environment_of_a_child()


def test_a_test_changes_what_stands_in_for_the_environment(environment: dict[str, str]) -> None:
    environment["DESIGN_USER"] = "ann"

    assert Settings().user == "ann"
    assert "DESIGN_USER" not in _environment_of_a_child()


def test_settings_are_read_from_the_environment_that_is_given(environment: dict[str, str]) -> None:
    environment |= {"DESIGN_USER": "ann", "DESIGN_ACCOUNT": "acme"}

    settings = Settings(environment={"DESIGN_USER": "ben", "DESIGN_TASK_QUEUE": "a"}, account="b")

    assert (settings.user, settings.account, settings.task_queue) == ("ben", "b", "a")
    assert "environment" not in repr(settings) + settings.model_dump_json()


def _environment_of_a_child() -> str:
    program = "import os; print(*os.environ)"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout
