from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line.commands import worker
from command_line.exit_codes import run_command
from design_sessions.settings import Settings
from design_sessions.store import open_store
from hosting import worker_process as workers
from hosting.endpoints import without_password


@pytest.mark.parametrize("theirs", ["ecto://postgres:hush@localhost/clinic_dev", "sqlite:///app"])
def test_the_database_of_the_users_application_is_not_the_workers(
    theirs: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    started: list[Settings] = []

    def run(settings: Settings, options: workers.WorkerOptions) -> int:
        started.append(settings)
        return 0

    monkeypatch.setattr(workers, "run", run)
    monkeypatch.setattr(worker, "end_process", lambda code: None)
    environment["DATABASE_URL"] = theirs

    run_command(worker.COMMAND, ["--dev", "--data-dir", str(tmp_path)])

    assert started[0].resolved_database_url() == f"sqlite:///{tmp_path / 'sessions.sqlite3'}"
    (said,) = capsys.readouterr().err.splitlines()
    assert "DATABASE_URL" in json.loads(said)["event"]
    assert "left alone" in said
    assert "hush" not in said


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%25b", "a%b c", "a&b=c", "ä"])
def test_a_data_directory_of_any_name_has_the_database(name: str, tmp_path: Path) -> None:
    directory = tmp_path / name / "data"
    url = Settings(environment={"DESIGN_DATA_DIR": str(directory)}).resolved_database_url()

    store = open_store(url, migrate=True)
    store.close()

    assert (directory / "sessions.sqlite3").is_file()
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert without_password(url) != ""
    open_store(without_password(url), migrate=False).close()
