"""The version of a database, which reports check without loading any migration."""

from __future__ import annotations

from alembic.script import ScriptDirectory

from design_sessions.store.database.migration import migrations_config
from design_sessions.store.database.schema_version import NEWEST, VERSIONS


def test_every_migration_is_a_known_version() -> None:
    script = ScriptDirectory.from_config(migrations_config())
    assert {each.revision for each in script.walk_revisions()} == set(VERSIONS)
    assert script.get_current_head() == NEWEST
