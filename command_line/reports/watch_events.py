"""Reports a session's changes to other programs: one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from design_sessions.status import SessionStatusView


class ChangeEvents:
    """Reports every change as one line of JSON with ``event``, ``at`` and what has changed.

    The first call reports everything. Documented in ``docs/operations.md``.
    """

    def __init__(self) -> None:
        self._seen: dict[str, object] = {}

    def since_last(self, view: SessionStatusView, trouble: str | None = None) -> Iterator[str]:
        """The lines that are new since the last call."""
        dumped = view.model_dump(mode="json")
        facts: dict[str, dict[str, object]] = {
            "session": {"event": "session"} | {k: dumped[k] for k in ("id", "status", "step")},
            **{
                f"component {component['module']}": {"event": "component", "component": component}
                for component in dumped["components"]
            },
            "review": {"event": "review", "review": dumped["review"]},
            "waits": {"event": "waits", "waits_for": dumped["waits_for"]},
            "attention": {"event": "attention", "attention": dumped["attention"]},
            "trouble": {"event": "trouble", "message": trouble},
        }
        for key, fact in facts.items():
            known = self._seen.get(key)
            nothing_yet = known is None and None in fact.values()
            if fact != known and not nothing_yet:
                self._seen[key] = fact
                yield _line(fact)


def end_event(view: SessionStatusView, extra: Mapping[str, object]) -> str:
    """The last line: the whole object of ``status --json``."""
    return _line({"event": "end", **view.model_dump(mode="json"), **extra})


def _line(fact: Mapping[str, object]) -> str:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"event": fact["event"], "at": at, **fact})
