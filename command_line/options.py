"""Options that every command takes, and the settings that result."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from command_line.console import output_console
from command_line.demo_directory import demo_settings, newest_directory
from design_sessions.environment_files import with_environment_files
from design_sessions.errors import DesignSessionError
from design_sessions.scope import Scope
from design_sessions.settings import Settings

_GIT_SECONDS = 5.0
"""For git's configuration, without which a command goes on."""


@dataclass(frozen=True)
class Invocation:
    """One run of a command: its settings, its scope, and how it reports."""

    settings: Settings
    as_json: bool = False
    env_file: Path | None = None
    """The file of settings that was named on the command line."""
    before_demo: Invocation | None = None
    """With the user's own settings, if these are the demo's."""

    @property
    def scope(self) -> Scope:
        """Whose sessions are read; the project may be None."""
        settings = self.settings
        return Scope(account=settings.account, project=settings.project)

    @property
    def own_scope(self) -> Scope:
        """The same with the user, for what is started or decided; asks git if need be."""
        return self.scope.model_copy(update={"user": self.user})

    @property
    def user(self) -> str:
        """Who starts or decides something."""
        return self.settings.user or git_user() or "default"

    @property
    def options(self) -> list[list[str]]:
        """The options that another command needs to have these settings, with their values."""
        if self.before_demo is not None:
            return [*self.before_demo.options, ["--demo"]]
        given, options = self.settings, list[list[str]]()
        from_environment = Settings(environment=given.environment)
        if given.data_directory != from_environment.data_directory.expanduser().absolute():
            options.append(["--data-dir", str(given.data_directory)])
        if given.account != from_environment.account:
            options.append(["--account", given.account])
        if self.env_file is not None:
            options.append(["--env-file", str(self.env_file.absolute())])
        return options

    def in_demo(self, directory: Path) -> Invocation:
        """The same with the settings of the demo in this directory."""
        settings = demo_settings(self.settings, directory)
        return Invocation(settings=settings, as_json=self.as_json, before_demo=self)

    @property
    def console(self) -> Console:
        """Standard output; without escapes or cropping if it is not a terminal."""
        return output_console()

    @property
    def on_terminal(self) -> bool:
        """Whether a person is watching: a terminal, and no ``--json``."""
        return not self.as_json and sys.stdout.isatty()


def read_settings(
    *,
    data_dir: Path | None = None,
    environment: Mapping[str, str] | None = None,
    env_file: Path | None = None,
    only_named_file: bool = False,
    **overrides: str | None,
) -> Settings:
    """The settings, overridden by the command line.

    Args:
        data_dir: the data directory from the command line, if any.
        environment: where the rest is read from; None for the process's own.
        env_file: a file of settings from the command line, instead of the default ones.
        only_named_file: read none of the default ones.
        overrides: fields from the command line; None where it does not set one.

    Raises:
        pydantic.ValidationError: a setting cannot be read.
        InputError: a file of settings cannot be read.
    """
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    if data_dir is not None:
        given["data_directory"] = data_dir
    given["environment"] = with_environment_files(
        os.environ if environment is None else environment,
        data_directory=data_dir,
        named=env_file,
        only_named=only_named_file,
    )
    settings = Settings(**given)
    absolute = settings.data_directory.expanduser().absolute()
    return settings.model_copy(update={"data_directory": absolute})


def git_user() -> str | None:
    """``user.email`` of git's configuration; None if it is not set."""
    # Reports need no user, and GitPython takes a tenth of a second to load.
    from design_sessions.repository.git.command import GitCommand

    git = GitCommand(Path.cwd())
    try:
        answer = git.run(
            *("config", "--get", "user.email"),
            action="read the user",
            accept=tuple(range(256)),
            time_limit=_GIT_SECONDS,
        )
    except (DesignSessionError, OSError):
        return None
    return answer.text or None


def common_options(
    *, json: bool = False, only_named_file: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of :data:`_COMMON` and maybe ``--json``.

    With ``only_named_file``, it reads settings from no file but one that is named: it only looks at
    a checkout and needs no key. The command receives an :class:`Invocation` as its first argument.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(
            *,
            account: str | None,
            project: str | None,
            user: str | None,
            data_dir: Path | None,
            env_file: Path | None,
            of_demo: bool,
            as_json: bool = False,
            **rest: Any,
        ) -> Any:
            settings = read_settings(
                data_dir=data_dir,
                environment=click.get_current_context().obj,
                env_file=env_file,
                only_named_file=only_named_file,
                account=account,
                project=project,
                user=user,
            )
            invocation = Invocation(settings=settings, as_json=as_json, env_file=env_file)
            if of_demo:
                invocation = invocation.in_demo(newest_directory(settings.data_directory))
            return function(invocation, **rest)

        for option in reversed(_COMMON if not json else [_JSON, *_COMMON]):
            command = option(command)
        return command

    return decorate


env_file_option = click.option(
    "--env-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of settings. Default: .env of the data directory and of the product's.",
)
pr_comments_option = click.option(
    "--pr-comments",
    is_flag=True,
    help="Post open findings as review comments on the pull request, each once.",
)
yes_option = click.option(
    "--yes", is_flag=True, help="Do not ask before replacing what people wrote or changed."
)
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
    env_file_option,
    # Hidden, since the demo prints it where it has a use.
    click.option("--demo", "of_demo", is_flag=True, hidden=True, help="Data of the last demo."),
]
