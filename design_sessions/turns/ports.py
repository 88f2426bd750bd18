"""What a turn needs of the rest of its process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from design_sessions.endpoint.model_client import Block, ModelRequest, ModelResponse
from design_sessions.scope import Scope
from design_sessions.settings import Settings
from design_sessions.status import Usage
from design_sessions.store.turn_records import (
    ClaimResult,
    ConversationRecord,
    TurnKey,
    TurnRecord,
)
from design_sessions.turns.prices import PriceTable


class Ledger(Protocol):
    """The ledger of model turns, as :class:`design_sessions.store.ledger.Ledger` keeps it."""

    def conversation(
        self, scope: Scope, session_id: UUID, number: int
    ) -> ConversationRecord | None: ...
    def turns_of(
        self, scope: Scope, session_id: UUID, conversation: int | None = None
    ) -> list[TurnRecord]: ...
    def claim(
        self,
        scope: Scope,
        key: TurnKey,
        *,
        owner: str,
        lease_seconds: float,
        conversation: int,
        attempt: int,
        request: list[Block],
        reserve_usd: float | None,
        parent_session_id: UUID,
        cost_limit_usd: float | None,
    ) -> ClaimResult: ...
    def renew(self, scope: Scope, key: TurnKey, owner: str, lease_seconds: float) -> bool: ...
    def finish(
        self,
        scope: Scope,
        key: TurnKey,
        owner: str,
        *,
        response: list[Block],
        stop_reason: str | None,
        model: str,
        usage: Usage,
        request_id: str | None,
    ) -> TurnRecord: ...
    def fail(
        self,
        scope: Scope,
        key: TurnKey,
        owner: str,
        *,
        error: str,
        at: datetime | None = None,
        usage: Usage | None = None,
    ) -> TurnRecord: ...
    def release(
        self, scope: Scope, key: TurnKey, owner: str, *, usage: Usage | None = None
    ) -> None: ...


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
    def store(self) -> Ledger: ...
    @property
    def model_client(self) -> TurnModel: ...
    @property
    def prices(self) -> PriceTable: ...
    @property
    def owner(self) -> str: ...
