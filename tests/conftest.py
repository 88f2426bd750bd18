"""What holds for every test: the environment of a test process is never changed."""

from __future__ import annotations

import os

import pytest

from tests.support.environment import fail_on_changes, without_our_settings

fail_on_changes()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands in for ``os.environ``: the test's own to change, without settings of ours.

    Our code sees it and hands it on; a subprocess sees it only where it is handed on.
    """
    own = without_our_settings()
    monkeypatch.setattr(os, "environ", own)
    return own
