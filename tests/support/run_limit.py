"""The end of a run that hangs outside of any test, where no test's timeout counts."""

from __future__ import annotations

import faulthandler
import os

import pytest


def end_process_after(seconds: float, config: pytest.Config) -> None:
    """Show where every thread is and end this process as failed, if it is there by then.

    Where tests run, pytest's own limit for each takes the place of this one with the first test:
    what is left is the collection. A process that only distributes tests is limited as a whole.
    """
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        stderr = os.dup(2)
    faulthandler.dump_traceback_later(seconds, exit=True, file=stderr)
