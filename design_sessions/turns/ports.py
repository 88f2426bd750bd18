"""What a turn needs of the rest of its process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from design_sessions.endpoint.messages import ModelRequest, ModelResponse
from design_sessions.endpoint.pace import Admission, Pace
from design_sessions.errors import HandedOverError
from design_sessions.metrics import Metrics
from design_sessions.settings import Settings
from design_sessions.status import Usage
from design_sessions.store import Store
from design_sessions.turns.leases import Leases
from design_sessions.turns.limit_waits import LimitWaits
from design_sessions.turns.prices import PriceTable


class TurnModel(Protocol):
    """The model, as :class:`design_sessions.endpoint.model_client.ModelClient` calls it."""

    def stream_turn(
        self,
        request: ModelRequest,
        *,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None = None,
        admission: Admission | None = None,
    ) -> Awaitable[ModelResponse]: ...
    def pace(self, model: str) -> Pace: ...
    def output_limit(self, model: str) -> Awaitable[int | None]: ...


@dataclass(frozen=True)
class Reporter:
    """Whom a running leg tells how it goes, and who may end it."""

    tell: Callable[[str], None]
    """Called with what prevents recording an answer; an empty text when nothing does."""
    show: Callable[[int, Usage], None]
    """Called with the turn under way and the tokens that the leg has used so far."""
    show_wait: Callable[[int, str], None]
    """Called with the turn that waits for the endpoint, and the reason."""
    should_abort: Callable[[], bool]
    """Asked on a cancellation: whether the call under way is to end, or to be recorded."""
    should_hand_over: Callable[[], bool]
    """Asked before each call: whether the leg is to continue in another process."""

    def check_hand_over(self) -> None:
        """Raise if the leg is to continue elsewhere.

        Raises:
            HandedOverError: it is.
        """
        if self.should_hand_over():
            raise HandedOverError("The worker is stopping; the next one continues this work.")


class TurnServices(Protocol):
    """What a turn needs of its process."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def model_client(self) -> TurnModel: ...
    @property
    def prices(self) -> PriceTable: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def limit_waits(self) -> LimitWaits: ...
    @property
    def metrics(self) -> Metrics: ...
    @property
    def owner(self) -> str: ...
