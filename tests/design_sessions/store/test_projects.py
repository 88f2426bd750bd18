from __future__ import annotations

import pytest
from sqlalchemy import select

from design_sessions.errors import InputError
from design_sessions.record_ids import project_id
from design_sessions.scope import Scope
from design_sessions.store.database.tables import components, dependencies
from tests.support.stores import SCOPE, blog_context

REMOTE = "/repositories/my_app"


def listed_components(store, scope):
    """The components of a scope's project, the first in its context first."""
    statement = (
        select(components)
        .where(
            components.c.project_id == project_id(scope.account, scope.project),
            components.c.parent_id.is_not(None),
        )
        .order_by(components.c.priority.desc())
    )
    with store.engine.connect() as connection:
        return connection.execute(statement).all()


def dependencies_of(store, component):
    statement = (
        select(dependencies.c.target)
        .where(dependencies.c.component_id == component.id)
        .order_by(dependencies.c.position)
    )
    with store.engine.connect() as connection:
        return list(connection.execute(statement).scalars())


def test_the_components_of_a_context_are_recorded(store):
    store.projects.record(SCOPE, remote=REMOTE, context=blog_context())
    listed = listed_components(store, SCOPE)
    assert [(each.name, each.priority, each.type) for each in listed] == [
        ("Post", 3, "schema"),
        ("Comment", 2, "schema"),
        ("Tag", 1, "schema"),
    ]
    assert dependencies_of(store, listed[1]) == ["MyApp.Blog.Post"]
    assert listed[0].design_path == "docs/design/my_app/blog/post.md"


def test_reading_the_document_again_takes_over_what_changed(store):
    store.projects.record(SCOPE, remote=REMOTE, context=blog_context())
    before = listed_components(store, SCOPE)
    changed = blog_context()
    changed.components[0].description = "New words."
    changed.components[1].dependencies = ["MyApp.Accounts", "MyApp.Accounts"]
    store.projects.record(SCOPE, remote="/elsewhere", context=changed)
    after = listed_components(store, SCOPE)
    assert [each.id for each in after] == [each.id for each in before]
    assert after[0].description == "New words."
    assert dependencies_of(store, after[1]) == ["MyApp.Accounts"]


def test_the_same_module_in_two_accounts_is_two_components(store):
    other = Scope(account="globex", project="my_app")
    for scope in (SCOPE, other):
        store.projects.record(scope, remote=REMOTE, context=blog_context())
    mine = {each.id for each in listed_components(store, SCOPE)}
    theirs = {each.id for each in listed_components(store, other)}
    assert len(mine) == len(theirs) == 3
    assert mine.isdisjoint(theirs)


def test_records_need_a_project(store):
    with pytest.raises(InputError, match=r"needs a project.*--project"):
        store.projects.record(Scope(account="acme"), remote=REMOTE, context=blog_context())
