"""Options that every command takes, and the settings that result."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from design_sessions.scope import Scope
from design_sessions.settings import Settings


@dataclass(frozen=True)
class Invocation:
    """One run of a command: its settings, its scope, and how it reports."""

    settings: Settings
    as_json: bool = False

    @property
    def scope(self) -> Scope:
        """The scope that options and settings give; the project may be None."""
        return Scope(
            account=self.settings.account,
            project=self.settings.project,
            user=self.settings.user or git_user() or "default",
        )

    @property
    def console(self) -> Console:
        """Standard output; without escapes or cropping if it is not a terminal."""
        return output_console()

    @property
    def on_terminal(self) -> bool:
        """Whether a person is watching: a terminal, and no ``--json``."""
        return not self.as_json and sys.stdout.isatty()


def output_console() -> Console:
    """Standard output; very wide if it is not a terminal, so nothing is cropped or wrapped."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=10_000, soft_wrap=True, no_color=True)


def read_settings(
    *,
    data_dir: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **overrides: str | None,
) -> Settings:
    """The settings, overridden by the command line.

    Args:
        data_dir: the data directory from the command line, if any.
        environment: where the rest is read from; None for the process's own.
        overrides: fields from the command line; None where it does not set one.

    Raises:
        pydantic.ValidationError: a setting cannot be read.
    """
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    if data_dir is not None:
        given["data_directory"] = data_dir
    if environment is not None:
        given["environment"] = environment
    settings = Settings(**given)
    absolute = settings.data_directory.expanduser().absolute()
    return settings.model_copy(update={"data_directory": absolute})


def git_user() -> str | None:
    """``user.email`` of git's configuration; None if it is not set."""
    try:
        answer = subprocess.run(
            ["git", "config", "user.email"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() or None


def common_options(*, json: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command ``--account``, ``--project``, ``--user``, ``--data-dir`` and maybe ``--json``.

    The command receives an :class:`Invocation` as its first argument.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(
            *,
            account: str | None,
            project: str | None,
            user: str | None,
            data_dir: Path | None,
            as_json: bool = False,
            **rest: Any,
        ) -> Any:
            settings = read_settings(
                data_dir=data_dir,
                environment=click.get_current_context().obj,
                account=account,
                project=project,
                user=user,
            )
            return function(Invocation(settings=settings, as_json=as_json), **rest)

        for option in reversed(_COMMON if not json else [_JSON, *_COMMON]):
            command = option(command)
        return command

    return decorate


_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_COMMON = [
    click.option("--account", help="Account. Default: DESIGN_ACCOUNT, or 'default'."),
    click.option(
        "--project",
        help="Project. Default: DESIGN_PROJECT, context-design.toml, or the repository's name.",
    ),
    click.option("--user", help="Who you are. Default: DESIGN_USER, or git's user.email."),
    click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Data directory. Default: DESIGN_DATA_DIR, or the user's data directory.",
    ),
]
