"""Opening the store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy import Engine, select

from design_sessions.store.conversations import Conversations
from design_sessions.store.database.connections import create_store_engine
from design_sessions.store.database.schema_version import check_version
from design_sessions.store.database.tables import deployment
from design_sessions.store.database.transactions import Clock, Database, utc_now
from design_sessions.store.drafts import Drafts
from design_sessions.store.interactions import Interactions
from design_sessions.store.kept_rules import KeptRules
from design_sessions.store.ledger import Ledger
from design_sessions.store.maintenance import Maintenance
from design_sessions.store.projects import Projects
from design_sessions.store.reports import Reports
from design_sessions.store.session_creation import SessionCreation
from design_sessions.store.sessions import Sessions

T = TypeVar("T")


class Store:
    """Everything that outlives a process. Safe to use from many threads; every call blocks.

    Each part is a module of this package under the same name. Each operation is one short
    transaction and raises :class:`StoreUnavailableError` when the database does not answer,
    :class:`StoreError` when it refuses.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.projects = Projects(database)
        self.kept_rules = KeptRules(database)
        self.session_creation = SessionCreation(database)
        self.sessions = Sessions(database)
        self.interactions = Interactions(database)
        self.conversations = Conversations(database)
        self.ledger = Ledger(database)
        self.drafts = Drafts(database)
        self.reports = Reports(database)
        self.maintenance = Maintenance(database)
        self.engine: Engine = database.engine
        """For tests and tools; everything else goes through the parts."""
        with database.read() as connection:
            self.deployment_id: str = str(connection.execute(select(deployment.c.id)).scalar_one())
            """Made once for each database; a session stays with the one it was started with."""

    def reading(self) -> AbstractContextManager[None]:
        """All that this thread reads in the body, in one transaction; it sees no later write."""
        return self._database.reading()

    async def soon(self, call: Callable[[], T]) -> T:
        """The result of a call of these operations, in a transaction shared with other calls of
        the event loop; see
        :meth:`design_sessions.store.database.grouped_writes.GroupedWrites.soon`."""
        return await self._database.grouped.soon(call)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(database_url: str, *, migrate: bool, clock: Clock = utc_now) -> Store:
    """Open the database that ``DESIGN_DATABASE_URL`` names.

    Args:
        database_url: ``sqlite:///path`` or ``postgresql://...``.
        migrate: make or upgrade the tables, as a worker does. Without it nothing is changed, and
            a database that is not there or of another version is an error.
        clock: the time in UTC; tests give their own.

    Raises:
        InputError: not the URL of a database we can use.
        StoreUnavailableError: the database does not answer.
        StoreError: it is not there, refused, or is newer than this program.
    """
    engine = create_store_engine(database_url, create=migrate)
    try:
        database = Database(engine, clock)
        if migrate:
            # Alembic takes a fifth of a second to load, which reports do not need.
            from design_sessions.store.database.migration import bring_up_to_date

            bring_up_to_date(database)
        else:
            check_version(database)
        return Store(database)
    except BaseException:
        engine.dispose()
        raise
