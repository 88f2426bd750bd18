"""What a turn needs of the rest of its process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from design_sessions.endpoint.messages import ModelRequest, ModelResponse
from design_sessions.settings import Settings
from design_sessions.status import Usage
from design_sessions.store import Store
from design_sessions.turns.leases import Leases
from design_sessions.turns.prices import PriceTable


class TurnModel(Protocol):
    """The model, as :class:`design_sessions.endpoint.model_client.ModelClient` calls it."""

    def stream_turn(
        self,
        request: ModelRequest,
        *,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Awaitable[ModelResponse]: ...
    def output_limit(self, model: str) -> Awaitable[int | None]: ...


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
    def owner(self) -> str: ...
