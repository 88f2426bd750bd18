"""``rules``: show which rules a component gets and why; add and remove the account's rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from command_line.choosing.rules_in_force import RulesInForce, rules_in_force
from command_line.database import open_records
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.reports.rules_report import component_as_json, print_all, print_component
from design_sessions import program
from design_sessions.context_document.model import ContextDesign, Diagnostic
from design_sessions.errors import InputError, NotFoundError
from design_sessions.rule_files import read_rule
from design_sessions.rules import Rule, is_blank
from design_sessions.store import Store


@click.group(invoke_without_command=True, subcommand_metavar="[add FILE... | remove NAME...]")
@click.option("--type", "declared", metavar="TYPE", help="A component type.")
@click.option("--context", help="A context's module or document: the rules of its components.")
@click.option("--component", help="Only this component of the context: name or module.")
@click.option("--repo", "repository", help="Path or URL of the repository. Default: this one.")
@click.option(
    "--base", help="Branch, tag or commit. Default: HEAD of a path, default branch of a URL."
)
@common_options(json=True)
def rules(
    invocation: Invocation,
    declared: str | None,
    context: str | None,
    component: str | None,
    repository: str | None,
    base: str | None,
) -> int:
    """Show which rules a component gets, and why.

    Rules are the repository's files rules/*.md and the rules stored for the account. If two have
    the same name, the repository's wins. Without --type or --context, all are listed.
    """
    running = click.get_current_context()
    if running.invoked_subcommand is not None:
        _refuse_options(running)
        return DONE_OR_RUNNING
    if declared is not None and context is not None:
        raise click.UsageError("Give --type or --context, not both.")
    if component is not None and context is None:
        raise click.UsageError("Give the component's context with --context.")
    found = rules_in_force(invocation, repository, base, declared=declared, context=context)
    if declared is not None:
        _show_type(invocation, found, declared)
    elif found.context is not None:
        _show_context(invocation, found, found.context, component)
    else:
        _show_all(invocation, found)
    return DONE_OR_RUNNING


def _refuse_options(running: click.Context) -> None:
    """Refuse options before the subcommand: they would be ignored, even ``--account``."""
    sources = (running.get_parameter_source(name) for name in running.params)
    if ParameterSource.COMMANDLINE in sources:
        raise click.UsageError(f"Give options after `{running.invoked_subcommand}`.")


def _show_type(invocation: Invocation, found: RulesInForce, declared: str) -> None:
    kind = found.known_type(declared)
    verdicts = found.judged(kind, declared)
    if invocation.as_json:
        _print_json(component_as_json(kind, declared, verdicts), found.diagnostics)
        return
    if note := found.unknown_type_note(declared):
        say(note)
    print_component(f"A component of type {declared}", verdicts)
    _print_diagnostics(found.diagnostics)


def _show_context(
    invocation: Invocation, found: RulesInForce, design: ContextDesign, component: str | None
) -> None:
    chosen = [each for each in design.components if component in (None, each.name, each.module)]
    if not chosen:
        names = ", ".join(each.name for each in design.components)
        raise NotFoundError(f"{design.module} has no component {component}.", f"It has: {names}.")
    judged = [(each, found.judged(each.type, each.declared_type)) for each in chosen]
    if not invocation.as_json:
        for each, verdicts in judged:
            print_component(f"{each.name} ({each.declared_type or each.type})", verdicts)
        _print_diagnostics(found.diagnostics)
        return
    listed = [
        {"name": each.name, "module": each.module}
        | component_as_json(each.type, each.declared_type, verdicts)
        for each, verdicts in judged
    ]
    whole = listed[0] if component else {"context": design.module, "components": listed}
    _print_json(whole, found.diagnostics)


def _show_all(invocation: Invocation, found: RulesInForce) -> None:
    ordered = sorted(found.rules, key=lambda rule: (rule.source, rule.name))
    if invocation.as_json:
        listed = [rule.model_dump(mode="json", exclude={"content"}) for rule in ordered]
        _print_json({"rules": listed}, found.diagnostics)
        return
    print_all(ordered)
    _print_diagnostics(found.diagnostics)


def _print_json(values: dict[str, Any], diagnostics: list[Diagnostic]) -> None:
    listed = [diagnostic.model_dump(mode="json") for diagnostic in diagnostics]
    say_json(json.dumps(values | {"diagnostics": listed}, indent=2))


def _print_diagnostics(diagnostics: list[Diagnostic]) -> None:
    for each in diagnostics:
        say(str(each))


@rules.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@common_options()
def add(invocation: Invocation, files: tuple[Path, ...]) -> int:
    """Store rules for all projects of the account.

    A rule is named after its file, without .md. An existing rule with that name is replaced.
    """
    given = [_read(file) for file in files]
    names = [rule.name for rule in given]
    if len(set(names)) < len(names):
        raise InputError("Two files have the same name.", "A rule is named after its file.")
    _account_store(invocation).kept_rules.put_of_account(invocation.scope, given)
    for rule in given:
        say(f"{rule.name}: stored for the account {invocation.scope.account}")
    return DONE_OR_RUNNING


@rules.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common_options()
def remove(invocation: Invocation, names: tuple[str, ...]) -> int:
    """Remove rules of the account."""
    store = _account_store(invocation)
    there = [rule.name for rule in store.kept_rules.of_account(invocation.scope)]
    unknown = [name for name in names if name not in there]
    if unknown:
        raise NotFoundError(
            f"The account {invocation.scope.account} has no rule {', '.join(unknown)}.",
            f"It has: {', '.join(there)}." if there else "It has none.",
        )
    for name in names:
        store.kept_rules.remove_of_account(invocation.scope, name)
        say(f"{name}: removed")
    return DONE_OR_RUNNING


def _read(file: Path) -> Rule:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}.", "Give a rule's file."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text.", "Save it as UTF-8.") from error
    rule = read_rule(file.name, text)
    if isinstance(rule, Diagnostic):
        raise InputError(f"{file}:{rule.line}: {rule.message}", "Fix it; nothing was stored.")
    if is_blank(rule):
        raise InputError(f"{file} contains no rule.", "Write it below the front matter.")
    return rule


def _account_store(invocation: Invocation) -> Store:
    try:
        return open_records(invocation.settings)
    except NotFoundError as error:
        raise InputError(
            "There is no database yet to store the account's rules in.",
            f"Start a worker once ({program.worker('--dev')}), or give the right --data-dir.",
        ) from error


COMMAND: click.Command = rules
