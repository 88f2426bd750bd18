"""What is told of a session that cannot continue, once or repeatedly beside a view."""

from __future__ import annotations

import threading
from typing import NamedTuple

from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView

_BETWEEN_LOOKS = 3.0


class Trouble(NamedTuple):
    """One line that says what is wrong and what to do."""

    message: str
    ended: bool = False
    """The workflow has ended, although the session's record has not."""
    for_good: bool = False
    """Nothing will change until a person acts."""


class TroubleWatch:
    """Looks for trouble repeatedly while a view is shown, in its own thread.

    Args:
        settings: of this process.
        view: the session; one that has ended has no trouble.
    """

    def __init__(self, settings: Settings, view: SessionStatusView) -> None:
        self._settings = settings
        self._view = view
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.trouble: Trouble | None = None
        """As of the last look; None before the first."""

    def __enter__(self) -> TroubleWatch:
        if self._view.status == "active":
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def _run(self) -> None:
        # Loading Temporal's SDK takes half a second, which the view need not wait for.
        from command_line.temporal.session_trouble import trouble_of

        while not self._stop.is_set():
            self.trouble = trouble_of(self._settings, self._view)
            self._stop.wait(_BETWEEN_LOOKS)
