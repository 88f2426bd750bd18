from __future__ import annotations

import click

from command_line.app import application
from command_line.completion.options import OPTIONS, SUBCOMMANDS, options_of

_HELP = {"--help", "-h"}
_ELSEWHERE = {"--repo": "@"}
"""Values that click has no type for."""


def expected(command: click.Command) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for option in command.params:
        if not isinstance(option, click.Option) or option.name == "background":
            continue
        for name in [*option.opts, *option.secondary_opts]:
            match option.type:
                case click.Choice():
                    found[name] = "|".join(option.type.choices)
                case click.Path():
                    found[name] = "@"
                case _:
                    found[name] = None if option.is_flag else _ELSEWHERE.get(name, "")
    return found


def test_every_option_of_every_command_is_known_with_its_kind_of_value() -> None:
    context = click.Context(application)
    names = application.list_commands(context)

    assert set(OPTIONS) == set(names)
    for name in names:
        command = application.get_command(context, name)
        assert command is not None
        known = {key: value for key, value in options_of(name).items() if key not in _HELP}
        assert known == {"--demo": None} | expected(command), name


def test_every_command_below_a_command_is_known() -> None:
    context = click.Context(application)
    groups = {
        name: tuple(command.list_commands(context))
        for name in application.list_commands(context)
        if isinstance(command := application.get_command(context, name), click.Group)
    }

    assert groups == SUBCOMMANDS
