"""``components``: what a session would design, without a model, a server or a session."""

from __future__ import annotations

import json
from pathlib import Path

import click
import git
from rich import box
from rich.table import Table
from rich.text import Text

from command_line.choosing.context import context_in_repository
from command_line.choosing.order import check_uncommitted
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from design_sessions.components import Component
from design_sessions.context_document import ContextDesign
from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings import read_project_settings
from design_sessions.repository.address import RepositoryAddress, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirror_pool import MirrorPool
from design_sessions.repository.snapshot import Snapshot


@click.command()
@click.option("--repo", "repository", required=True, help="Path or URL of the git repository.")
@click.option("--context", required=True, help="The context's module, or its document's path.")
@click.option("--base", help="Branch, tag or commit; else a path's HEAD, a URL's default branch.")
@click.option("--project-module", help="The project's root module; else the context's first part.")
@common_options(json=True)
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
    if address.checkout is not None:
        snapshot = _local_snapshot(address, base)
    else:
        mirror = MirrorPool.of(invocation.settings).get(address.remote_url)
        mirror.fetch()
        snapshot = mirror.snapshot(resolve_base(mirror, base))
    try:
        settings = read_project_settings(snapshot)
        found = settings.read_context(snapshot, context, project_module=project_module)
    except NotFoundError:
        check_uncommitted(address, base, context, project_module)
        raise
    found.diagnostics.extend(settings.missing_rules(snapshot))
    existing = {c.module for c in found.components if snapshot.exists(c.design_path)}
    if invocation.as_json:
        click.echo(json.dumps(_as_json(found, existing), indent=2))
        return DONE_OR_RUNNING
    console = invocation.console
    console.print(
        Text(f"{found.module} in {found.path} (layout {found.layout.name}, {snapshot.commit[:10]})")
    )
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in ("component", "type", "priority", "design", ""):
        table.add_column(name, overflow="fold")
    for component in found.components:
        table.add_row(
            Text(component.name),
            Text(_type_with_own_words(component)),
            str(component.priority),
            Text(component.design_path),
            "exists" if component.module in existing else "",
        )
    console.print(table)
    for diagnostic in found.diagnostics:
        console.print(Text(f"{diagnostic.path}:{diagnostic.line}: {diagnostic.message}", "yellow"))
    return DONE_OR_RUNNING


def _type_with_own_words(component: Component) -> str:
    """``other (mcp_tool)`` where the document's own word says more than the known type."""
    declared = component.declared_type
    if declared is None or declared.lower() == component.type:
        return str(component.type)
    return f"{component.type} ({declared})"


def _local_snapshot(address: RepositoryAddress, base: str | None) -> Snapshot:
    repository = git.Repo(address.checkout)
    try:
        commit = repository.commit(base or "HEAD").hexsha
    except (git.BadName, git.GitCommandError, ValueError) as error:
        raise InputError(
            f"{address.checkout} has no commit {base or 'HEAD'}.",
            "Commit the context document, or name a commit, branch or tag with --base.",
        ) from error
    return Snapshot(Path(repository.common_dir), commit)


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
