"""The published view of each component in a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "component_views",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("view", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_component_views_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("session_id", "module", name=op.f("pk_component_views")),
    )
    op.create_index(
        op.f("ix_component_views_session_id_position"),
        "component_views",
        ["session_id", "position"],
    )


def downgrade() -> None:
    op.drop_table("component_views")
