"""``init``: write a first ``context-design.toml`` for a repository."""

from __future__ import annotations

import click

from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say
from command_line.reports.ready_commands import client_command
from design_sessions.errors import InputError
from design_sessions.project_settings.draft import draft_settings
from design_sessions.project_settings.reading import parse_project_settings
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.project_settings.survey import Survey, survey
from design_sessions.repository.address import resolve_repository
from design_sessions.repository.reading.work_tree import WorkTree
from design_sessions.wording import counted


@click.command()
@click.option("--repo", "repository", default=".", help="Path of the checkout. Default: this one.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@common_options(only_named_file=True)
def init(invocation: Invocation, repository: str, force: bool) -> int:
    """Write a first file of project settings.

    The file goes to the top of the checkout and is based on what is found there. It sets only what
    the defaults would miss, such as rules in another directory; the rest is commented out.
    """
    address = resolve_repository(repository)
    top = address.work_tree
    if top is None:
        raise InputError(f"{repository} has no work tree.", "Give the path of a checkout.")
    file = top / SETTINGS_FILE
    found = survey(WorkTree(top))
    text = draft_settings(found, project=address.name)
    if file.is_symlink():
        raise InputError(f"{file} is a symbolic link.", "Remove it; sessions do not follow it.")
    try:
        with file.open("w" if force else "x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise InputError(
            f"{file} already exists.", "Edit it, or replace it with --force."
        ) from None
    except OSError as error:
        raise InputError(f"Cannot write {file}: {error.strerror}.") from error
    for line in _report(found):
        say(line)
    said = parse_project_settings(text.encode()).said()
    say(f"Wrote {file}. In force: {', '.join(said.values()) or 'nothing yet'}.")
    context = found.contexts[0] if found.contexts else "MODULE"
    look = client_command(invocation, "components", "--repo", str(top), "--context", context)
    say("Next: uncomment what you want to set and commit the file. Then check with")
    say(f"  {look}")
    return DONE_OR_RUNNING


def _report(found: Survey) -> list[str]:
    if not found.contexts:
        return [
            "Found no context document: commit one under docs/design, or set [documents] layout."
        ]
    lines = [
        f"Found {counted(len(found.contexts), 'context')} in {_listed(found.layouts)}, "
        f"project module {_listed(found.project_modules)}."
    ]
    if found.known_types:
        lines.append(f"Component types: {_listed(found.known_types)}.")
    if found.own_types:
        lines.append(f"Your own types, designed as other: {_listed(found.own_types)}.")
    lines += [f"No component could be read in {module}." for module in found.unread]
    lines.append(f"Rules: {_listed(found.rules) or 'none'}.")
    return lines


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in counts.items())


COMMAND: click.Command = init
