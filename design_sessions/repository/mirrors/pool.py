"""The mirrors of one process."""

from __future__ import annotations

import threading
from pathlib import Path

from design_sessions.repository.git.environment import GitHubToken
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.remote_url import redact_url
from design_sessions.settings import Settings


class MirrorPool:
    """One :class:`Mirror` for each remote; its arguments are those of the mirrors."""

    def __init__(self, data_directory: Path, token: GitHubToken | None = None) -> None:
        self._data_directory = data_directory
        self._token = token
        self._lock = threading.Lock()
        self._mirrors: dict[str, Mirror] = {}

    @classmethod
    def of(cls, settings: Settings) -> MirrorPool:
        """The mirrors of the data directory, with the token of the settings for its own host."""
        return cls(settings.data_directory, GitHubToken.of(settings))

    def get(self, remote_url: str) -> Mirror:
        """The mirror of a remote; nothing is fetched yet."""
        url = redact_url(remote_url)
        with self._lock:
            if url not in self._mirrors:
                self._mirrors[url] = Mirror(url, self._data_directory, self._token)
            return self._mirrors[url]
