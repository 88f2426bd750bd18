"""The tables. The migrations in ``migrations/versions`` must lead to exactly these."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from design_sessions.store.database.column_types import (
    JsonColumn,
    StorableText,
    UtcDateTime,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

deployment = Table(
    "deployment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", StorableText, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account", StorableText, ForeignKey("accounts.name"), nullable=False),
    Column("name", StorableText, nullable=False),
    Column("remote", StorableText, nullable=False),
    Column("module", StorableText),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("account", "name"),
)

components = Table(
    "components",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("project_id", Uuid, ForeignKey("projects.id"), nullable=False),
    Column("parent_id", Uuid, ForeignKey("components.id"), index=True),
    Column("module", StorableText, nullable=False),
    Column("name", StorableText, nullable=False),
    Column("type", String(40), nullable=False),
    Column("declared_type", StorableText),
    Column("priority", Integer, nullable=False),
    Column("description", StorableText, nullable=False),
    Column("design_path", StorableText, nullable=False),
    UniqueConstraint("project_id", "module"),
)

dependencies = Table(
    "dependencies",
    metadata,
    Column("component_id", Uuid, ForeignKey("components.id"), primary_key=True),
    Column("target", StorableText, primary_key=True),
    Column("position", Integer, nullable=False),
)

rules = Table(
    "rules",
    metadata,
    Column("project_id", Uuid, ForeignKey("projects.id"), primary_key=True),
    Column("path", StorableText, primary_key=True),
    Column("name", StorableText, nullable=False),
    Column("content", StorableText, nullable=False),
    Column("component_type", StorableText, nullable=False),
    Column("session_type", StorableText, nullable=False),
)

account_rules = Table(
    "account_rules",
    metadata,
    Column("account", StorableText, ForeignKey("accounts.name"), primary_key=True),
    Column("name", StorableText, primary_key=True),
    Column("path", StorableText, nullable=False),
    Column("content", StorableText, nullable=False),
    Column("component_type", StorableText, nullable=False),
    Column("session_type", StorableText, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account", StorableText, nullable=False),
    Column("project", StorableText, nullable=False),
    Column("user", StorableText, nullable=False),
    Column("type", String(40), nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("execution_mode", String(20), nullable=False),
    Column("component_id", Uuid, ForeignKey("components.id"), nullable=False),
    Column("component_module", StorableText, nullable=False),
    Column("parent_id", Uuid, ForeignKey("sessions.id"), index=True),
    Column("workflow_id", StorableText),
    Column("run_id", StorableText),
    Column("attempt", Integer, nullable=False),
    Column("agent", JsonColumn, nullable=False),
    Column("environment", JsonColumn, nullable=False),
    Column("state", JsonColumn, nullable=False),
    Column("result", JsonColumn),
    Column("error", StorableText),
    Column("view", JsonColumn),
    Column("step", StorableText),
    Column("needs_person", Boolean, nullable=False),
    Column("waits_for", StorableText),
    Column("waits_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    ForeignKeyConstraint(["account", "project"], ["projects.account", "projects.name"]),
    Index(None, "account", "project", "created_at"),
    Index(None, "workflow_id", "created_at"),
)

component_views = Table(
    "component_views",
    metadata,
    Column("session_id", Uuid, ForeignKey("sessions.id"), primary_key=True),
    Column("module", StorableText, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("view", JsonColumn, nullable=False),
    Index(None, "session_id", "position"),
)

interactions = Table(
    "interactions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", Uuid, ForeignKey("sessions.id"), nullable=False),
    Column("key", StorableText, nullable=False),
    Column("step", StorableText, nullable=False),
    Column("status", String(20)),
    Column("command", JsonColumn, nullable=False),
    Column("result", JsonColumn),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("session_id", "key"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("session_id", Uuid, ForeignKey("sessions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("reason", StorableText, nullable=False),
    Column("system", JsonColumn, nullable=False),
    Column("tools", JsonColumn, nullable=False),
    Column("opening", JsonColumn, nullable=False),
    Column("model", StorableText, nullable=False),
    Column("commit", StorableText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("session_id", Uuid, ForeignKey("sessions.id"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("conversation", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("owner", StorableText, nullable=False),
    Column("claimants", JsonColumn, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("reserved_usd", Float),
    Column("request", JsonColumn, nullable=False),
    Column("guidance", JsonColumn, nullable=False, server_default=text("'[]'")),
    Column("response", JsonColumn),
    Column("stop_reason", StorableText),
    Column("model", StorableText),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cache_read_tokens", Integer, nullable=False),
    Column("cache_write_tokens", Integer, nullable=False),
    Column("cost_usd", Float),
    Column("request_id", StorableText),
    Column("error", StorableText),
    Column("error_count", Integer, nullable=False),
    Column("lost_count", Integer, nullable=False, server_default=text("0")),
    Column("first_error_at", UtcDateTime),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)

drafts = Table(
    "drafts",
    metadata,
    Column("session_id", Uuid, ForeignKey("sessions.id"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text", StorableText, nullable=False),
    Column("problems", JsonColumn, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
