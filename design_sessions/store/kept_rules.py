"""Rules: a project's as last read, and those that an account keeps here for all its projects."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from design_sessions.rules import Rule
from design_sessions.scope import Scope
from design_sessions.store.database.statements import (
    insert_if_absent,
    insert_or_update,
)
from design_sessions.store.database.tables import account_rules, accounts, rules
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.rows.scoping import required_project_id

_FIELDS = ("component_type", "content", "name", "path", "session_type")


class KeptRules(StorePart):
    """The rules of projects and accounts."""

    def replace(self, scope: Scope, project_rules: Sequence[Rule]) -> None:
        """Keep the project's rules as they are at the base commit, once the project is recorded.

        Raises:
            InputError: the scope has no project.
        """
        project = required_project_id(scope)
        with self._database.write() as connection:
            connection.execute(delete(rules).where(rules.c.project_id == project))
            insert_or_update(
                connection,
                rules,
                [{"project_id": project, **_row(rule)} for rule in project_rules],
                key=["project_id", "path"],
                update=[name for name in _FIELDS if name != "path"],
            )

    def put_of_account(self, scope: Scope, given: Sequence[Rule]) -> None:
        """Keep rules for all projects of the scope's account; one of the same name is replaced."""
        with self._database.write() as connection:
            insert_if_absent(
                connection,
                accounts,
                {"name": scope.account, "created_at": self._database.clock()},
                key=["name"],
            )
            insert_or_update(
                connection,
                account_rules,
                [{"account": scope.account, **_row(rule)} for rule in given],
                key=["account", "name"],
                update=[name for name in _FIELDS if name != "name"],
            )

    def remove_of_account(self, scope: Scope, name: str) -> bool:
        """Forget a rule of the scope's account; whether there was one of this name."""
        statement = delete(account_rules).where(
            account_rules.c.account == scope.account, account_rules.c.name == name
        )
        with self._database.write() as connection:
            return connection.execute(statement).rowcount == 1

    def of_account(self, scope: Scope) -> list[Rule]:
        """The rules of the scope's account, by name."""
        statement = (
            select(*(account_rules.c[name] for name in _FIELDS))
            .where(account_rules.c.account == scope.account)
            .order_by(account_rules.c.name)
        )
        with self._database.read() as connection:
            return [
                Rule(**row._asdict(), source="account") for row in connection.execute(statement)
            ]


def _row(rule: Rule) -> dict[str, str]:
    row: dict[str, str] = rule.model_dump(include=set(_FIELDS))
    return row
