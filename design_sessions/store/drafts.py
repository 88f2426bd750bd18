"""Documents as the model submitted them, with what validation found."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from design_sessions.design_document.problems import DesignProblem
from design_sessions.scope import Scope
from design_sessions.store.database.statements import insert_or_update
from design_sessions.store.database.tables import drafts, sessions
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.rows.scoping import check_session, in_scope
from design_sessions.store.turn_records import Draft


class Drafts(StorePart):
    """One row for each (session record, turn) that submitted a document."""

    def save(
        self,
        scope: Scope,
        session_id: UUID,
        *,
        turn: int,
        attempt: int,
        revision: int,
        text: str,
        problems: Sequence[DesignProblem],
    ) -> None:
        """Keep a draft; saving the same turn's again replaces it.

        Args:
            scope: whose session it is.
            session_id: the component session.
            turn: the turn that submitted it.
            attempt: the component's attempt.
            revision: 0 for the first draft of an attempt.
            text: the document.
            problems: what validation found; empty for a valid document.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        row = {
            "session_id": session_id,
            "turn": turn,
            "attempt": attempt,
            "revision": revision,
            "text": text,
            "problems": [problem.model_dump(mode="json") for problem in problems],
            "created_at": self._database.clock(),
        }

        def write(connection: Connection) -> None:
            check_session(connection, scope, session_id)
            insert_or_update(
                connection,
                drafts,
                [row],
                key=["session_id", "turn"],
                update=["attempt", "revision", "text", "problems"],
            )

        self._database.grouped.run(write)

    def all_of(self, scope: Scope, session_id: UUID) -> list[Draft]:
        """All drafts of a session, the latest last.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            return [
                Draft(**row._asdict())
                for row in connection.execute(_ALL, {"of_session": session_id})
            ]

    def latest(self, scope: Scope, session_id: UUID) -> Draft | None:
        """The draft of the latest turn; None before the first.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            row = connection.execute(_LATEST, {"of_session": session_id}).one_or_none()
            return None if row is None else Draft(**row._asdict())

    def of_module(self, scope: Scope, module: str) -> list[tuple[str, bool]]:
        """The drafts of all sessions of the scope that designed a component, the latest first.

        Returns:
            Each text, and whether a person accepted what its session ended with.
        """
        statement = (
            select(drafts.c.text, sessions.c.result)
            .join(sessions, sessions.c.id == drafts.c.session_id)
            .where(in_scope(scope), sessions.c.component_module == module)
            .order_by(drafts.c.created_at.desc())
        )
        with self._database.read() as connection:
            return [
                (text, bool((result or {}).get("accepted")))
                for text, result in connection.execute(statement)
            ]


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_OF_SESSION = select(drafts).where(drafts.c.session_id == bindparam("of_session"))
_ALL = _OF_SESSION.order_by(drafts.c.turn)
_LATEST = _OF_SESSION.order_by(drafts.c.turn.desc()).limit(1)
