"""How far a session is, as its endpoint sees it."""

from __future__ import annotations

import threading
import time
from typing import Self

from benchmarks.shared_endpoint import SharedEndpoint

_SAMPLING_SECONDS = 1.0


class ProgressSampler:
    """Asks the endpoint for the number of submitted designs while its block runs."""

    def __init__(self, endpoint: SharedEndpoint) -> None:
        self._endpoint = endpoint
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self.submissions: list[tuple[float, int]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ending.wait(_SAMPLING_SECONDS):
            self.submissions.append((time.monotonic(), self._endpoint.figures().submissions))
