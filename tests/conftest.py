"""What holds for every test process: its environment never changes, and it ends."""

from __future__ import annotations

import os

import pytest

from tests.support.environment import fail_on_changes, without_our_settings
from tests.support.run_limit import end_process_after

RUN_SECONDS = 2_700.0
"""Several times what a whole run takes on two busy cores."""

fail_on_changes()


def pytest_configure(config: pytest.Config) -> None:
    """Limit the run."""
    end_process_after(RUN_SECONDS, config)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands in for ``os.environ``: the test's own to change, without settings of ours.

    Our code sees it and hands it on; a subprocess sees it only where it is handed on.
    """
    own = without_our_settings()
    monkeypatch.setattr(os, "environ", own)
    return own
