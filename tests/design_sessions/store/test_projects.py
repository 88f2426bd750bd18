from __future__ import annotations

import pytest

from design_sessions.errors import InputError
from design_sessions.scope import Scope
from tests.support.stores import SCOPE, blog_context

REMOTE = "/repositories/my_app"


def test_components_are_listed_by_priority(store):
    store.projects.record(SCOPE, remote=REMOTE, context=blog_context())
    listed = store.projects.list_components(SCOPE, "MyApp.Blog")
    assert [(each.name, each.priority, each.type) for each in listed] == [
        ("Post", 3, "schema"),
        ("Comment", 2, "schema"),
        ("Tag", 1, "schema"),
    ]
    assert listed[1].dependencies == ["MyApp.Blog.Post"]
    assert listed[0].design_path == "docs/design/my_app/blog/post.md"


def test_reading_the_document_again_takes_over_what_changed(store):
    store.projects.record(SCOPE, remote=REMOTE, context=blog_context())
    before = store.projects.list_components(SCOPE, "MyApp.Blog")
    changed = blog_context()
    changed.components[0].description = "New words."
    changed.components[1].dependencies = ["MyApp.Accounts", "MyApp.Accounts"]
    store.projects.record(SCOPE, remote="/elsewhere", context=changed)
    after = store.projects.list_components(SCOPE, "MyApp.Blog")
    assert [each.id for each in after] == [each.id for each in before]
    assert after[0].description == "New words."
    assert after[1].dependencies == ["MyApp.Accounts"]


def test_the_same_module_in_two_accounts_is_two_components(store):
    other = Scope(account="globex", project="my_app")
    for scope in (SCOPE, other):
        store.projects.record(scope, remote=REMOTE, context=blog_context())
    mine = {each.id for each in store.projects.list_components(SCOPE, "MyApp.Blog")}
    theirs = {each.id for each in store.projects.list_components(other, "MyApp.Blog")}
    assert len(mine) == len(theirs) == 3
    assert mine.isdisjoint(theirs)


def test_records_need_a_project(store):
    with pytest.raises(InputError, match=r"needs a project.*--project"):
        store.projects.record(Scope(account="acme"), remote=REMOTE, context=blog_context())
