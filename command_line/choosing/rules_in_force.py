"""The rules that a session would read, from the repository and from the account."""

from __future__ import annotations

from dataclasses import dataclass

from command_line.choosing.context import context_in_repository
from command_line.choosing.repository import snapshot_of
from command_line.database import open_records
from command_line.options import Invocation
from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document.model import ContextDesign, Diagnostic
from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.repository.address import RepositoryAddress, resolve_repository
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.rules import Rule, RuleVerdict, judge_rules
from design_sessions.wording import did_you_mean


@dataclass(frozen=True)
class RulesInForce:
    """Rules, with what decides which components get them."""

    settings: ProjectSettings
    context: ContextDesign | None
    rules: list[Rule]
    diagnostics: list[Diagnostic]

    def known_type(self, declared: str) -> ComponentType:
        """The known type that a declared type means in this project."""
        return normal_type(declared, self.settings.own_types())

    def judged(self, component_type: ComponentType, declared: str | None) -> list[RuleVerdict]:
        """All rules, in order, with the reason why a component gets each one or not."""
        return judge_rules(self.rules, component_type, declared_type=declared)

    def unknown_type_note(self, declared: str) -> str | None:
        """A note about a type that neither the project nor a rule knows."""
        ruled = {rule.component_type for rule in self.rules}
        words = "_".join(declared.lower().split())
        if is_known_type(declared, self.settings.own_types()) or words in ruled:
            return None
        meant = did_you_mean(words, [each.value for each in ComponentType])
        return f"{declared} is not a known type and is designed as other{meant}"


def rules_in_force(
    invocation: Invocation,
    repository: str | None,
    base: str | None,
    *,
    declared: str | None = None,
    context: str | None = None,
) -> RulesInForce:
    """Read the rules of the repository (default: the working directory's) and of the database.

    Args:
        invocation: of the command.
        repository: path or URL.
        base: commit, branch or tag.
        declared: the component type of the query; rules for it are not reported as unknown.
        context: module or document of the context of the query.

    Raises:
        InputError: the repository, its commit, its settings or the context cannot be read.
    """
    place = _place(invocation, repository, base)
    settings = ProjectSettings()
    found: ContextDesign | None = None
    rules: list[Rule] = []
    diagnostics: list[Diagnostic] = []
    if place is None and context is not None:
        raise InputError("A context needs a repository.", "Give its path with --repo.")
    if place is not None:
        address, snapshot = place
        settings = read_project_settings(snapshot)
        types = [declared] if declared is not None else []
        if context is not None:
            found = read_project_context(
                settings, snapshot, context_in_repository(context, address)
            )
            types += [each.declared_type for each in found.components if each.declared_type]
        rules, diagnostics = read_project_rules(settings, snapshot, types)
    try:
        kept = open_records(invocation.settings).kept_rules.of_account(invocation.scope)
    except NotFoundError:
        kept = []  # nothing was ever started here
    return RulesInForce(settings, found, [*rules, *kept], diagnostics)


def _place(
    invocation: Invocation, repository: str | None, base: str | None
) -> tuple[RepositoryAddress, Snapshot] | None:
    """None if nothing was asked for and the working directory is not in a repository."""
    try:
        address = resolve_repository(repository or ".")
        return address, snapshot_of(invocation.settings, address, base)
    except InputError:
        if repository is None and base is None:
            return None
        raise
