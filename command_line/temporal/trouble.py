"""What is told of a session that cannot continue, once or repeatedly beside a view."""

from __future__ import annotations

import threading
from typing import NamedTuple

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from hosting.endpoints import has_run_a_server, living_endpoints
from hosting.temporal_settings import connect_settings

_BETWEEN_LOOKS = 3.0


class Trouble(NamedTuple):
    """One line that says what is wrong and what to do."""

    message: str
    ended: bool = False
    """The workflow has ended, although the session's record has not."""
    for_good: bool = False
    """Nothing will change until a person acts."""


def look_for_trouble(settings: Settings, view: SessionStatusView) -> Trouble | None:
    """What keeps this active session from continuing; None if nothing does.

    That no server runs is no trouble for a session that waits for a person, if the command that
    decides starts one. Never raises for what it finds, and takes a few seconds at most.
    """
    try:
        connect_settings(settings, living_endpoints(settings.data_directory))
    except InputError as error:
        resting = view.attention is not None and has_run_a_server(settings.data_directory)
        return None if resting else Trouble(str(error))
    # Loading Temporal's SDK takes half a second, which is only needed where there is a server.
    from command_line.temporal.session_trouble import trouble_of

    return trouble_of(settings, view)


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
        while not self._stop.is_set():
            self.trouble = look_for_trouble(self._settings, self._view)
            self._stop.wait(_BETWEEN_LOOKS)
