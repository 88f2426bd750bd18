"""The mirrors of one worker process."""

from __future__ import annotations

import threading
from pathlib import Path

from design_sessions.repository.mirror import Mirror
from design_sessions.repository.remote_url import redact_url


class MirrorPool:
    """One :class:`Mirror` for each remote; its arguments are those of the mirrors."""

    def __init__(
        self,
        data_directory: Path,
        *,
        github_token: str | None = None,
        github_base_url: str = "https://api.github.com",
    ) -> None:
        self._data_directory = data_directory
        self._github_token = github_token
        self._github_base_url = github_base_url
        self._lock = threading.Lock()
        self._mirrors: dict[str, Mirror] = {}

    def get(self, remote_url: str) -> Mirror:
        """The mirror of a remote; nothing is fetched yet."""
        url = redact_url(remote_url)
        with self._lock:
            if url not in self._mirrors:
                self._mirrors[url] = Mirror(
                    url,
                    self._data_directory,
                    github_token=self._github_token,
                    github_base_url=self._github_base_url,
                )
            return self._mirrors[url]
