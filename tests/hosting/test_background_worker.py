from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.background_worker import start_background_worker, worker_log
from tests.support.environment import without_our_settings


@pytest.mark.slow
def test_a_worker_that_cannot_start_says_why_in_one_line(tmp_path: Path) -> None:
    environment = without_our_settings() | {"DESIGN_TEMPORAL_BINARY": str(tmp_path / "nothing")}
    settings = Settings(environment=environment, data_directory=tmp_path / "data")

    with pytest.raises(InputError) as refused:
        start_background_worker(settings)

    assert "The worker could not be started: " in refused.value.message
    assert "nothing" in refused.value.message
    assert "\n" not in str(refused.value)
    log = worker_log(tmp_path / "data")
    assert str(log) in refused.value.remedy
    assert log.stat().st_mode & 0o777 == 0o600
