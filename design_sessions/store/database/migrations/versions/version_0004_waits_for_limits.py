"""What a session's model calls wait for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("waits_for", sa.Text()))
    op.add_column("sessions", sa.Column("waits_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("sessions", "waits_until")
    op.drop_column("sessions", "waits_for")
