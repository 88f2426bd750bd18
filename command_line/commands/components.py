"""``components``: what a session would design, without a model, a server or a session."""

from __future__ import annotations

import json

import click
from rich.text import Text

from command_line.choosing.context import context_in_repository, read_chosen_context
from command_line.choosing.repository import snapshot_of
from command_line.choosing.target import context_argument, repository_option
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say_json
from command_line.reports.component_list import component_lines
from design_sessions.committed_designs import design_states
from design_sessions.context_document.model import ContextDesign, Diagnostic
from design_sessions.project_settings.rules_directory import missing_rules
from design_sessions.repository.address import resolve_repository
from design_sessions.repository.reading.obstacles import unusable_names


@click.command()
@repository_option
@click.option(
    "--base", help="Branch, tag or commit. Default: HEAD of a path, default branch of a URL."
)
@click.option(
    "--project-module", help="The project's root module. Default: the context's first part."
)
@common_options(json=True, only_named_file=True)
@context_argument
def components(
    invocation: Invocation,
    repository: str,
    context: str,
    base: str | None,
    project_module: str | None,
) -> int:
    """List what a session would design, in order, with paths."""
    address = resolve_repository(repository)
    context = context_in_repository(context, address)
    snapshot = snapshot_of(invocation.settings, address, base)
    settings, found = read_chosen_context(address, snapshot, context, base, project_module)
    found.diagnostics.extend(missing_rules(settings, snapshot))
    found.diagnostics.extend(
        Diagnostic(path=found.path, line=1, message=f"{obstacle}. `start` refuses it.")
        for obstacle in unusable_names(component.design_path for component in found.components)
    )
    states = design_states(snapshot, snapshot, settings, found, project_module=project_module)
    if invocation.as_json:
        existing = {module for module, state in states.items() if state != "new"}
        say_json(json.dumps(_as_json(found, existing), indent=2))
        return DONE_OR_RUNNING
    console = invocation.console
    console.print(
        Text(f"{found.module} in {found.path} (layout {found.layout.name}, {snapshot.commit[:10]})")
    )
    for line in component_lines(found, states):
        console.print(line)
    for diagnostic in found.diagnostics:
        console.print(Text(f"{diagnostic.path}:{diagnostic.line}: {diagnostic.message}", "yellow"))
    return DONE_OR_RUNNING


def _as_json(found: ContextDesign, existing: set[str]) -> dict[str, object]:
    return {
        "context": found.module,
        "context_path": found.path,
        "layout": found.layout.name,
        "components": [
            {
                "name": component.name,
                "module": component.module,
                "type": str(component.type),
                "declared_type": component.declared_type,
                "priority": component.priority,
                "description": component.description,
                "design_path": component.design_path,
                "dependencies": component.dependencies,
                "exists": component.module in existing,
            }
            for component in found.components
        ],
        "diagnostics": [d.model_dump(mode="json") for d in found.diagnostics],
    }


COMMAND: click.Command = components
