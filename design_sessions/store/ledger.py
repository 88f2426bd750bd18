"""The ledger of model turns: claims with leases, answers, errors.

The rules are those of an answer that is paid for once: whoever wants to make a call claims the
turn first; a second attempt waits for a live claim and takes over its answer; an answer that
comes is recorded, even from a claim whose lease has run out; of two answers the first stays.
Each method is one short transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from design_sessions.references import TurnReference
from design_sessions.scope import Scope
from design_sessions.status import Usage
from design_sessions.store.database.tables import turns
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.rows.scoping import check_session, lock_session, session_not_found
from design_sessions.store.rows.spending import read_budget
from design_sessions.store.rows.turn_rows import (
    GIVEN_UP,
    find_turn,
    first_claim,
    insert_turn,
    is_live,
    is_lost_for_good,
    next_claim,
    require_turn,
    turn_record,
    update_turn,
)
from design_sessions.store.rows.usage import usage_of, usage_values
from design_sessions.store.turn_records import Blocks, ClaimResult, TurnRecord


class Ledger(StorePart):
    """One row for each (session record, turn)."""

    def turns_of(
        self,
        scope: Scope,
        session_id: UUID,
        *,
        conversation: int | None = None,
    ) -> list[TurnRecord]:
        """All turns of a session or of one conversation, in order.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        statement = _OF_SESSION
        if conversation is not None:
            statement = statement.where(turns.c.conversation == conversation)
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            return [
                turn_record(row)
                for row in connection.execute(statement, {"of_session": session_id})
            ]

    def claim(
        self,
        turn: TurnReference,
        *,
        owner: str,
        lease_seconds: float,
        request: Blocks,
        guidance: Sequence[str],
        reserve_usd: float | None,
        cost_limit_usd: float | None,
    ) -> ClaimResult:
        """Ask to make the call of one turn.

        An ended lease is taken over, a failed or released turn claimed again. Errors count on
        within an attempt and start anew with another. The same owner may ask again. A call that
        was lost :data:`MOST_LOST <design_sessions.store.rows.turn_rows.MOST_LOST>` times with its
        process, and is again, is not granted to this attempt any more.

        Args:
            turn: which turn of which conversation, in whose session.
            owner: names this one try to make the call; no two tries share it.
            lease_seconds: how long the claim lives without :meth:`renew`.
            request: the new content blocks of the turn's user message.
            guidance: keys of the interactions whose guidance these blocks carry.
            reserve_usd: the most the call may cost; None, for a model without a price, reserves
                and checks nothing.
            cost_limit_usd: limit for the tree of ``turn.parent_session_id``; None for no limit.

        Raises:
            NotFoundError: the session is not there, not in this scope or not in that tree.
        """

        def write(connection: Connection) -> ClaimResult:
            # Claims of one tree come one after another, or two could both see the same money.
            if not self._database.is_sqlite:
                lock_session(connection, turn.parent_session_id)
            parent = check_session(connection, turn.scope, turn.session_id)
            if turn.parent_session_id not in (turn.session_id, parent):
                raise session_not_found(str(turn.session_id), turn.scope)
            now = self._database.clock()
            row = find_turn(connection, turn)
            if row is not None and row.state == "finished":
                return ClaimResult(outcome="finished", record=turn_record(row))
            if row is not None and row.owner != owner and is_live(row, now):
                return ClaimResult(outcome="held", record=turn_record(row))
            if row is not None and is_lost_for_good(row, owner, turn.attempt):
                return ClaimResult(outcome="lost", record=turn_record(row))
            if reserve_usd is not None and cost_limit_usd is not None:
                budget = read_budget(connection, turn, now=now)
                if budget.spent + budget.reserved + reserve_usd > cost_limit_usd:
                    return ClaimResult(
                        outcome="over_budget",
                        spent_usd=budget.spent,
                        reserved_usd=budget.reserved,
                        requested_usd=reserve_usd,
                        limit_usd=cost_limit_usd,
                    )
            claimed = {
                "conversation": turn.conversation,
                "attempt": turn.attempt,
                "state": "claimed",
                "owner": owner,
                "lease_until": now + timedelta(seconds=lease_seconds),
                "reserved_usd": reserve_usd,
                "request": request,
                "guidance": list(guidance),
                "started_at": now,
            }
            record = (
                insert_turn(connection, first_claim(turn, claimed))
                if row is None
                else update_turn(connection, turn, row, next_claim(row, claimed))
            )
            return ClaimResult(outcome="granted", record=record)

        return self._database.grouped.run(write)

    def renew(self, claims: Mapping[str, TurnReference], lease_seconds: float) -> None:
        """Extend claims to ``lease_seconds`` from now; those that are lost stay lost.

        Args:
            claims: turns by owner, as they were claimed.
            lease_seconds: how long they live without being renewed again.
        """
        until = self._database.clock() + timedelta(seconds=lease_seconds)
        statement = (
            update(turns)
            .where(
                turns.c.session_id == bindparam("of_session"),
                turns.c.turn == bindparam("of_turn"),
                turns.c.owner == bindparam("of_owner"),
                turns.c.state == "claimed",
            )
            .values(lease_until=until)
        )
        rows = [
            {"of_session": turn.session_id, "of_turn": turn.turn, "of_owner": owner}
            for owner, turn in claims.items()
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(statement, rows)

    def finish(
        self,
        turn: TurnReference,
        owner: str,
        *,
        response: Blocks,
        stop_reason: str | None,
        model: str,
        usage: Usage,
        request_id: str | None,
    ) -> TurnRecord:
        """Record an answer. The first one stays, and who comes later gets it instead of their own.

        An answer counts also when the claim's lease has ended or another owner has taken it
        over, as long as both asked for the same attempt. What a later answer has cost is added
        to the turn's usage.

        Returns:
            The turn as it stands: finished, or claimed by another attempt.

        Raises:
            NotFoundError: the session is not there, not in this scope, or has no such turn.
        """

        def write(connection: Connection) -> TurnRecord:
            check_session(connection, turn.scope, turn.session_id)
            row = require_turn(connection, turn)
            if row.state == "finished" and row.owner == owner:
                return turn_record(row)
            values = usage_values(usage_of(row) + usage)
            if row.state != "finished" and owner in row.claimants:
                values |= GIVEN_UP | {
                    "state": "finished",
                    "owner": owner,
                    "response": response,
                    "stop_reason": stop_reason,
                    "model": model,
                    "request_id": request_id,
                    "finished_at": self._database.clock(),
                }
            return update_turn(connection, turn, row, values)

        return self._database.grouped.run(write)

    def fail(
        self,
        turn: TurnReference,
        owner: str,
        *,
        error: str,
        at: datetime | None = None,
        usage: Usage | None = None,
    ) -> TurnRecord:
        """Count an error of a call and give up the claim.

        Args:
            turn: the turn.
            owner: who made the call; an error of one who has lost the claim is not counted.
            error: one line, without a key or token.
            at: when it happened; now when None.
            usage: what the broken call is known to have used.

        Returns:
            The turn as it stands, which may be another owner's answer.

        Raises:
            NotFoundError: the session is not there, not in this scope, or has no such turn.
        """

        def write(connection: Connection) -> TurnRecord:
            check_session(connection, turn.scope, turn.session_id)
            row = require_turn(connection, turn)
            values: dict[str, Any] = usage_values(usage_of(row) + (usage or Usage()))
            if row.state == "claimed" and row.owner == owner:
                values |= GIVEN_UP | {
                    "state": "failed",
                    "error": error,
                    "error_count": row.error_count + 1,
                    "first_error_at": row.first_error_at or at or self._database.clock(),
                }
            return update_turn(connection, turn, row, values)

        return self._database.grouped.run(write)

    def release(self, turn: TurnReference, owner: str, *, usage: Usage | None = None) -> None:
        """Give up a claim whose call was cancelled on request; no error is counted.

        Raises:
            NotFoundError: the session is not there, not in this scope, or has no such turn.
        """

        def write(connection: Connection) -> None:
            check_session(connection, turn.scope, turn.session_id)
            row = require_turn(connection, turn)
            values: dict[str, Any] = usage_values(usage_of(row) + (usage or Usage()))
            if row.state == "claimed" and row.owner == owner:
                values |= GIVEN_UP | {"state": "released"}
            update_turn(connection, turn, row, values)

        self._database.grouped.run(write)


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_OF_SESSION = (
    select(turns).where(turns.c.session_id == bindparam("of_session")).order_by(turns.c.turn)
)
