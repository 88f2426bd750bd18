"""What the endpoint counts of one run."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Figures:
    """Counts since the last reset. Times are this machine's monotonic clock, in seconds."""

    latency: float = 0.0
    """Seconds over which each answer is streamed."""
    calls: int = 0
    answered: int = 0
    submissions: int = 0
    """Answers that submit a design and were sent whole."""
    abandoned: int = 0
    """Calls whose client went away before the answer was whole."""
    under_way: int = 0
    most_under_way: int = 0
    request_bytes: int = 0
    answer_bytes: int = 0
    first_request: float | None = None
    last_answer: float | None = None

    def begin(self, request_bytes: int) -> None:
        """A call has arrived whole."""
        if self.first_request is None:
            self.first_request = time.monotonic()
        self.calls += 1
        self.request_bytes += request_bytes
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)

    def end(self, answer_bytes: int, *, submission: bool) -> None:
        """The last byte of an answer was sent."""
        self.last_answer = time.monotonic()
        self.under_way -= 1
        self.answered += 1
        self.answer_bytes += answer_bytes
        self.submissions += submission

    def abandon(self) -> None:
        """A client went away."""
        self.under_way -= 1
        self.abandoned += 1

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return asdict(self)
