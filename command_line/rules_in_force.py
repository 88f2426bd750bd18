"""The rules of a repository and of the account, as a session would find them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from command_line.options import Invocation
from command_line.repository_reading import snapshot_of
from command_line.session_choice import open_records
from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document import ContextDesign, Diagnostic
from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings import ProjectSettings, read_project_settings
from design_sessions.repository.snapshot import Snapshot
from design_sessions.rules import Rule, RuleVerdict, judge_rules, read_rules


@dataclass(frozen=True)
class RulesInForce:
    """Rules with what decides who gets them."""

    snapshot: Snapshot | None
    settings: ProjectSettings
    rules: list[Rule]
    diagnostics: list[Diagnostic]

    def known_type(self, declared: str) -> ComponentType:
        """The known type that a wording means in this project."""
        return normal_type(declared, self.settings.own_types())

    def judged(self, component_type: ComponentType, declared: str | None) -> list[RuleVerdict]:
        """All rules, in order, with the reason why a component gets each or not."""
        return judge_rules(self.rules, component_type, declared_type=declared)

    def read_context(self, context: str) -> ContextDesign:
        """The context as a session would read it.

        Raises:
            InputError: there is no repository, or the context cannot be read.
        """
        if self.snapshot is None:
            raise InputError("A context needs a repository.", "Give its path with --repo.")
        return self.settings.read_context(self.snapshot, context)

    def unknown_type_note(self, declared: str) -> str | None:
        """What to tell about a type that nothing speaks of."""
        ruled = {rule.component_type for rule in self.rules}
        words = "_".join(declared.lower().split())
        if is_known_type(declared, self.settings.own_types()) or words in ruled:
            return None
        near = difflib.get_close_matches(words, [each.value for each in ComponentType], n=1)
        meant = f"; did you mean {near[0]}?" if near else "."
        return f"{declared} is no known type and is designed as other{meant}"


def rules_in_force(
    invocation: Invocation, repository: str | None, base: str | None
) -> RulesInForce:
    """Read the repository, or that of the working directory if it is in one, and the database.

    Raises:
        InputError: the repository, its commit or its settings cannot be read.
    """
    snapshot = _snapshot(invocation, repository, base)
    settings = ProjectSettings()
    rules: list[Rule] = []
    diagnostics: list[Diagnostic] = []
    if snapshot is not None:
        settings = read_project_settings(snapshot)
        rules, diagnostics = read_rules(snapshot, settings.documents.rules)
    try:
        kept = open_records(invocation.settings).list_account_rules(invocation.scope)
    except NotFoundError:
        kept = []  # nothing was ever started here
    return RulesInForce(snapshot, settings, [*rules, *kept], diagnostics)


def _snapshot(invocation: Invocation, repository: str | None, base: str | None) -> Snapshot | None:
    if repository is not None or base is not None:
        return snapshot_of(invocation.settings, repository or ".", base)
    try:
        return snapshot_of(invocation.settings, ".", None)
    except InputError:
        return None
