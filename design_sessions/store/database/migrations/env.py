"""Alembic runs this; the connection and its transaction are those of ``store/migration.py``."""

from __future__ import annotations

from alembic import context

from design_sessions.store.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
