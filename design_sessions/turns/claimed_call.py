"""One call of the model under a claim in the ledger.

The rules are those of an answer that is paid for once: claim before calling, wait for a live claim
of another try and take over its answer, end a call only when its cancellation was asked for, and
record what came back before saying so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from design_sessions.agent.submissions import outcome_kind
from design_sessions.endpoint.errors import RateLimitedError, refusal_reason
from design_sessions.endpoint.messages import Block, ModelRequest
from design_sessions.endpoint.pace import Admission
from design_sessions.errors import (
    BudgetReservedError,
    DesignSessionError,
    LostCallError,
    ModelUnavailableError,
)
from design_sessions.metrics import TurnOutcome
from design_sessions.status import Usage
from design_sessions.store.turn_records import ClaimResult, TurnRecord
from design_sessions.turns import leases
from design_sessions.turns.cost_limit import fit_to_budget
from design_sessions.turns.patience import judge
from design_sessions.turns.ports import Reporter, TurnServices
from design_sessions.turns.running_calls import recorded, start_call
from design_sessions.turns.turn_request import TurnRequest

_POLL = 0.75
_RESERVED = "calls in progress reserve what is left of the session's cost limit"


class PreparedCall(NamedTuple):
    """A call that is ready to be made, but for the money."""

    user_blocks: list[Block]
    """What the turn adds to the conversation."""
    model_request: ModelRequest
    input_tokens: int
    """An estimate on the high side."""


class ClaimedCall:
    """One try to make a turn's call; see :func:`design_sessions.turns.turn.run_turn`."""

    def __init__(
        self,
        services: TurnServices,
        request: TurnRequest,
        admission: Admission,
        reporter: Reporter,
        show_usage: Callable[[Usage], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._services = services
        self._store = services.store
        self._ledger = services.store.ledger
        self._request = request
        self._turn = request.reference
        # A name for each try: a call of this very process that runs on holds its claim against us.
        self._owner = f"{services.owner}/{uuid4().hex[:8]}"
        self._reporter = reporter
        self._show_usage = show_usage
        self._admission = admission
        self._clock = clock
        self._answered = False
        self._usage: Usage | None = None
        self._cost_limit = request.cost_limit_usd

    async def run(self, prepared: PreparedCall) -> TurnRecord | None:
        """The turn as the ledger has it after the call, or after another try's call.

        Not finished, it is held by another try. None if nothing was sent, since the endpoint has
        asked all to wait meanwhile.
        """
        claim = await self._claim(prepared)
        if isinstance(claim, TurnRecord):
            return claim
        if self._admission.is_held():
            await self._store.soon(self._release)
            return None
        task = start_call(self._call_and_record(claim), name=f"{self._turn.session_id}")
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.done() and self._reporter.should_abort():
                if not self._answered:
                    task.cancel()
                await asyncio.wait({task})
            raise

    async def _claim(self, prepared: PreparedCall) -> ModelRequest | TurnRecord:
        """The request to send, with as many output tokens as the limit allows; or the answer."""
        call = prepared.model_request
        prices = self._services.prices
        while True:
            reserve = prices.worst_cost(call.model, prepared.input_tokens, call.max_tokens)
            result = await self._store.soon(partial(self._claim_with, prepared, reserve))
            if result.outcome == "granted":
                return call
            if result.outcome == "finished" and result.record is not None:
                return result.record
            if result.outcome == "lost" and result.record is not None:
                raise LostCallError(
                    f"The worker died {result.record.lost_count + 1} times during this call.",
                    "Look for the reason in the worker's log and its machine's (memory?), "
                    "then retry.",
                )
            if result.outcome == "over_budget":
                if await self._was_raised():
                    continue
                try:
                    max_tokens = fit_to_budget(
                        prices,
                        call.model,
                        input_tokens=prepared.input_tokens,
                        max_tokens=call.max_tokens,
                        refusal=result,
                    )
                except BudgetReservedError as error:
                    self._wait_for(lambda: _RESERVED, error)
                    raise
                call = call.model_copy(update={"max_tokens": max_tokens})
            else:
                await asyncio.sleep(_POLL)

    def _claim_with(self, prepared: PreparedCall, reserve_usd: float | None) -> ClaimResult:
        return self._ledger.claim(
            self._turn,
            owner=self._owner,
            lease_seconds=leases.LEASE,
            request=prepared.user_blocks,
            guidance=[piece.key for piece in self._request.guidance],
            reserve_usd=reserve_usd,
            cost_limit_usd=self._cost_limit,
        )

    async def _was_raised(self) -> bool:
        """Whether a person has raised the limit since it was read."""
        limit = await self._store.soon(
            lambda: self._store.sessions.cost_limit(self._turn.scope, self._turn.parent_session_id)
        )
        raised, self._cost_limit = limit != self._cost_limit, limit
        return raised

    async def _call_and_record(self, call: ModelRequest) -> TurnRecord:
        with self._services.leases.held(self._turn, self._owner):
            try:
                response = await self._services.model_client.stream_turn(
                    call,
                    headers=self._headers(),
                    on_usage=self._note_usage,
                    admission=self._admission,
                )
            except asyncio.CancelledError:
                self._count("cancelled", self._usage)
                await recorded(self._store, self._release, self._reporter.tell)
                raise
            except DesignSessionError as error:
                return await self._failed(error)
            self._answered = True
            usage = self._priced(response.usage)
            self._count(outcome_kind(response.stop_reason, response.content), usage)
            return await recorded(
                self._store,
                lambda: self._ledger.finish(
                    self._turn,
                    self._owner,
                    response=response.content,
                    stop_reason=response.stop_reason,
                    model=response.model or call.model,
                    usage=usage,
                    request_id=response.request_id,
                ),
                self._reporter.tell,
            )

    async def _failed(self, error: DesignSessionError) -> TurnRecord:
        now = self._clock()
        self._count("failed", self._usage)
        self._services.metrics.count_refusal(self._request.model, refusal_reason(error))
        record = await recorded(
            self._store,
            lambda: self._ledger.fail(
                self._turn,
                self._owner,
                error=error.message,
                at=now,
                usage=self._usage,
            ),
            self._reporter.tell,
        )
        if record.state != "failed":
            return record
        if isinstance(error, ModelUnavailableError):
            judged = judge(
                error,
                error_count=record.error_count,
                first_error_at=record.first_error_at,
                now=now,
                silent_for=self._admission.silent_for(),
                settings=self._services.settings,
            )
            if isinstance(error, RateLimitedError) and isinstance(judged, ModelUnavailableError):
                pace = self._services.model_client.pace(self._request.model)
                self._wait_for(pace.reason, judged)
            raise judged
        raise error

    def _count(self, outcome: TurnOutcome, usage: Usage | None) -> None:
        self._services.metrics.count_turn(self._request.model, outcome)
        if usage is not None:
            self._services.metrics.count_usage(self._request.model, usage)

    def _wait_for(self, reason: Callable[[], str], error: DesignSessionError) -> None:
        self._services.limit_waits.until_retry(self._turn, reason, seconds=error.retry_after or 0.0)

    def _release(self) -> None:
        self._ledger.release(self._turn, self._owner, usage=self._usage)

    def _note_usage(self, usage: Usage) -> None:
        self._usage = self._priced(usage)
        self._show_usage(self._usage)

    def _priced(self, usage: Usage) -> Usage:
        cost = self._services.prices.cost(self._request.model, usage)
        return usage.model_copy(update={"cost_usd": cost})

    def _headers(self) -> dict[str, str]:
        headers = {
            "X-Design-Session": str(self._turn.session_id),
            "X-Design-Turn": str(self._turn.turn),
        }
        if self._request.component is not None:
            headers["X-Design-Component"] = self._request.component
        return headers
