from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.secret_variables import SECRET_VARIABLES
from hosting.temporal_command import temporal_command, version_of_server


def script(directory: Path, text: str) -> Path:
    path = directory / "temporal"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_installed_command_tells_its_servers_version() -> None:
    assert int(version_of_server(temporal_command(None)).partition(".")[0]) >= 1


def test_the_command_can_be_ones_own(tmp_path: Path) -> None:
    own = script(tmp_path, 'echo "temporal version 1.9.9 (Server 1.40.2, UI 2.60.0)"')
    assert temporal_command(own) == str(own)
    assert version_of_server(str(own)) == "1.40.2"


@pytest.mark.parametrize(
    ("text", "said"),
    [("echo hello", "is not Temporal's command"), ("exit 1", "is not Temporal's command")],
)
def test_what_is_not_temporals_command_is_not_started(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        version_of_server(str(script(tmp_path, text)))
    assert "DESIGN_TEMPORAL_BINARY" in refused.value.remedy
    with pytest.raises(InputError, match="cannot be run: No such file"):
        version_of_server(str(tmp_path / "nothing"))


def test_the_command_is_asked_without_secrets(tmp_path: Path, environment: dict[str, str]) -> None:
    environment |= dict.fromkeys(SECRET_VARIABLES, "hush-hush")
    asked = script(tmp_path, f"env > {tmp_path}/seen")
    with pytest.raises(InputError):
        version_of_server(str(asked))
    assert "hush-hush" not in (tmp_path / "seen").read_text()


def test_a_command_of_the_working_directory_is_not_found(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, "true")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / "elsewhere" / "python"))
    environment["PATH"] = "."
    with pytest.raises(InputError, match="not installed"):
        temporal_command(None)
