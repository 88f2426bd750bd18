"""What a process counts for whoever watches it; :mod:`hosting.metrics` publishes it.

Labels are a model's name and the words of these types, never anything of an account, a component or
a text.
"""

from __future__ import annotations

from typing import Literal, Protocol

from design_sessions.outcomes import OutcomeKind
from design_sessions.status import Usage

TurnOutcome = OutcomeKind | Literal["failed", "cancelled"]
"""What the answer means for the conversation; ``failed``: there is none; ``cancelled``: a person
has ended the call."""

RefusalReason = Literal["rate_limit", "spending_limit", "credentials", "request", "unavailable"]
"""Why a call failed. ``request``: the endpoint does not take it; ``unavailable``: 5xx, no
connection, or an answer that broke off."""


class Metrics(Protocol):
    """Counts since the process began. Each method returns at once and raises nothing."""

    def count_turn(self, model: str, outcome: TurnOutcome) -> None:
        """A call of a conversation has ended."""

    def count_usage(self, model: str, usage: Usage) -> None:
        """A call has used tokens, whether it ended well or not."""

    def count_refusal(self, model: str, reason: RefusalReason) -> None:
        """The endpoint has refused a call, or has failed it."""


class NoMetrics:
    """Where nobody watches."""

    def count_turn(self, model: str, outcome: TurnOutcome) -> None:
        """Nothing."""

    def count_usage(self, model: str, usage: Usage) -> None:
        """Nothing."""

    def count_refusal(self, model: str, reason: RefusalReason) -> None:
        """Nothing."""
