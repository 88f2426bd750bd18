"""Which options of the running command were given."""

from __future__ import annotations

import click
from click.core import ParameterSource


def given_options() -> dict[str, str]:
    """The parameters that were given on the command line, each with the name of its option."""
    context = click.get_current_context()
    return {
        parameter.name: parameter.opts[0]
        for parameter in context.command.params
        if parameter.name is not None
        and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
    }
