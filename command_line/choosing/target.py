"""The options that say what to design: a repository, and a context in it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

HERE = "."
"""The repository in which one stands, as for git."""

repository_option = click.option(
    "--repo",
    "repository",
    default=HERE,
    help="Path or URL of the git repository. Default: the one you stand in.",
)


def context_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its context, as an argument or with ``--context``.

    It stands below ``common_options``. The command receives the context as ``context``.
    """

    @functools.wraps(function)
    def command(invocation: Any, *, context: str | None, **rest: Any) -> Any:
        if context is None:
            raise click.UsageError("Name a context: its module, or its document's path.")
        return function(invocation, context=context, **rest)

    return optional_context_argument(command)


def optional_context_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that can do without; it receives None then."""

    @functools.wraps(function)
    def command(invocation: Any, *, named: str | None, context: str | None, **rest: Any) -> Any:
        if named is not None and context is not None:
            raise click.UsageError("Give the context once: as an argument, or with --context.")
        return function(invocation, context=context if named is None else named, **rest)

    command = click.option(
        "--context", help="The context's module, or its document's path; same as the argument."
    )(command)
    return click.argument("named", required=False, metavar="CONTEXT")(command)
