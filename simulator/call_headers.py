"""The headers by which a call says which session, component and turn it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote


@dataclass(frozen=True)
class CallHeaders:
    """``X-Design-Session``, ``X-Design-Component`` and ``X-Design-Turn``; None where absent."""

    session: str | None
    component: str | None
    turn: int | None

    def as_json(self) -> dict[str, Any]:
        """For a line of the log."""
        return {"session": self.session, "component": self.component, "turn": self.turn}


def read_call_headers(headers: Mapping[str, str]) -> CallHeaders:
    """Read the headers, whose values may be percent-encoded; a turn that is no number is None."""
    session, component, turn = (
        unquote(headers[name]) if headers.get(name) else None
        for name in ("x-design-session", "x-design-component", "x-design-turn")
    )
    number = int(turn) if turn is not None and turn.isdecimal() else None
    return CallHeaders(session, component, number)
