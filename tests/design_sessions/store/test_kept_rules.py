from __future__ import annotations

from sqlalchemy import select

from design_sessions.rules import Rule
from design_sessions.scope import Scope
from design_sessions.store.database.tables import rules
from tests.support.stores import SCOPE, blog_context

STRANGER = Scope(account="globex", project="my_app")


def account_rule(name: str, content: str = "Be plain.") -> Rule:
    return Rule(path=f"{name}.md", name=name, content=content, source="account")


def test_a_projects_rules_are_those_of_the_last_reading(store):
    store.projects.record(SCOPE, remote="/repositories/my_app", context=blog_context())
    plain = Rule(path="rules/plain.md", name="plain", content="Be plain.")
    schema = Rule(
        path="rules/schema.md", name="schema", content="Name keys.", component_type="schema"
    )
    store.kept_rules.replace(SCOPE, [plain, Rule(path="rules/old.md", name="old", content="Old.")])
    store.kept_rules.replace(SCOPE, [schema, plain])
    with store.engine.connect() as connection:
        kept = connection.execute(select(rules.c.path, rules.c.content).order_by(rules.c.path))
        assert kept.all() == [("rules/plain.md", "Be plain."), ("rules/schema.md", "Name keys.")]


def test_an_accounts_rules_hold_for_all_its_projects_and_nobody_elses(store):
    store.kept_rules.put_of_account(SCOPE, [account_rule("b"), account_rule("a")])
    other_project = SCOPE.model_copy(update={"project": "another"})
    assert store.kept_rules.of_account(other_project) == [account_rule("a"), account_rule("b")]
    assert store.kept_rules.of_account(STRANGER) == []


def test_an_accounts_rule_of_the_same_name_is_replaced(store):
    store.kept_rules.put_of_account(SCOPE, [account_rule("a")])
    store.kept_rules.put_of_account(SCOPE, [account_rule("a", "Be exact.")])
    assert store.kept_rules.of_account(SCOPE) == [account_rule("a", "Be exact.")]


def test_an_accounts_rule_can_be_removed_by_its_own_account_only(store):
    store.kept_rules.put_of_account(SCOPE, [account_rule("a")])
    assert not store.kept_rules.remove_of_account(STRANGER, "a")
    assert store.kept_rules.remove_of_account(SCOPE, "a")
    assert not store.kept_rules.remove_of_account(SCOPE, "a")
    assert store.kept_rules.of_account(SCOPE) == []
