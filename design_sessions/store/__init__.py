"""The database: projects, sessions, interactions, and the ledger of model turns.

SQLite for one machine, PostgreSQL for a team, the same behaviour on both.
"""

from design_sessions.store.store import Store, open_store

__all__ = ["Store", "open_store"]
