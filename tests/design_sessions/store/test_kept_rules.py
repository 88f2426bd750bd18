from __future__ import annotations

from design_sessions.rules import Rule
from design_sessions.scope import Scope
from tests.support.stores import SCOPE, blog_context

STRANGER = Scope(account="globex", project="my_app")


def account_rule(name: str, content: str = "Be plain.") -> Rule:
    return Rule(path=f"{name}.md", name=name, content=content, source="account")


def test_a_projects_rules_are_those_of_the_last_reading(store):
    store.create_project_records(SCOPE, remote="/repositories/my_app", context=blog_context())
    plain = Rule(path="rules/plain.md", name="plain", content="Be plain.")
    schema = Rule(
        path="rules/schema.md", name="schema", content="Name keys.", component_type="schema"
    )
    store.replace_rules(SCOPE, [plain, Rule(path="rules/old.md", name="old", content="Old.")])
    store.replace_rules(SCOPE, [schema, plain])
    assert store.list_rules(SCOPE) == [plain, schema]
    assert store.list_rules(STRANGER) == []


def test_an_accounts_rules_hold_for_all_its_projects_and_nobody_elses(store):
    store.put_account_rules(SCOPE, [account_rule("b"), account_rule("a")])
    other_project = SCOPE.model_copy(update={"project": "another"})
    assert store.list_account_rules(other_project) == [account_rule("a"), account_rule("b")]
    assert store.list_account_rules(STRANGER) == []


def test_an_accounts_rule_of_the_same_name_is_replaced(store):
    store.put_account_rules(SCOPE, [account_rule("a")])
    store.put_account_rules(SCOPE, [account_rule("a", "Be exact.")])
    assert store.list_account_rules(SCOPE) == [account_rule("a", "Be exact.")]


def test_an_accounts_rule_can_be_removed_by_its_own_account_only(store):
    store.put_account_rules(SCOPE, [account_rule("a")])
    assert not store.remove_account_rule(STRANGER, "a")
    assert store.remove_account_rule(SCOPE, "a")
    assert not store.remove_account_rule(SCOPE, "a")
    assert store.list_account_rules(SCOPE) == []
