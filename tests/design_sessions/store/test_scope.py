"""One account's sessions are out of another's reach, in every operation of the store."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from design_sessions.errors import InputError, NotFoundError
from design_sessions.scope import Scope
from design_sessions.status import Usage
from design_sessions.store import Store
from design_sessions.store.records import NewComponentSession
from design_sessions.store.turn_records import TurnKey
from tests.support.stores import (
    SCOPE,
    WORKFLOW_ID,
    blog_context,
    claim,
    finish,
    start_components,
    start_session,
    take_turn,
    view_of,
)

STRANGERS = {
    "account": Scope(account="globex", project="my_app", user="ada@example.com"),
    "account of all projects": Scope(account="globex"),
    "project": Scope(account="acme", project="shop", user="ada@example.com"),
}
NOT_SCOPED = {"close", "engine", "open_sessions", "repositories_in_use"}
"""The process's own, and the maintenance of the whole database."""


class Target(NamedTuple):
    parent: UUID
    session: UUID
    claimed: TurnKey


Operation = Callable[[Store, Scope, Target], Any]

REFUSED: dict[str, Operation] = {
    "get_session": lambda store, scope, to: store.sessions.get(scope, to.session),
    "session_with_children": lambda store, scope, to: store.sessions.tree(scope, to.parent),
    "set_session_status": lambda store, scope, to: store.sessions.set_status(
        scope, to.session, "cancelled"
    ),
    "update_session_state": lambda store, scope, to: store.sessions.update_state(
        scope, to.session, {"taken": True}
    ),
    "publish_status": lambda store, scope, to: store.sessions.publish_status(
        scope, to.parent, view_of(to.parent, step="Finalize")
    ),
    "create_parent_session": lambda store, scope, to: store.session_creation.create_parent(
        scope,
        id=to.parent,
        workflow_id=WORKFLOW_ID,
        run_id="run-1",
        context_module="MyApp.Blog",
        agent={},
        environment={},
        state={},
    ),
    "create_component_sessions": lambda store, scope, to: store.session_creation.create_components(
        scope, to.parent, [NewComponentSession(name="Tag", module="MyApp.Blog.Tag")]
    ),
    "create_review_session": lambda store, scope, to: store.session_creation.create_review(
        scope, to.parent
    ),
    "close_session_tree": lambda store, scope, to: store.maintenance.close_session_tree(
        scope, to.parent, "cancelled", "Taken."
    ),
    "delete_session_tree": lambda store, scope, to: store.maintenance.delete_session_tree(
        scope, to.parent
    ),
    "record_interaction": lambda store, scope, to: store.interactions.record(
        scope, to.session, key="k", step="Step", command={}, result=None, status=None
    ),
    "list_interactions": lambda store, scope, to: store.interactions.all_of(scope, to.session),
    "open_conversation": lambda store, scope, to: store.conversations.open(
        scope,
        to.session,
        number=9,
        attempt=1,
        reason="",
        system=[],
        tools=[],
        opening=[],
        model="writer",
        commit="a",
    ),
    "conversation": lambda store, scope, to: store.conversations.get(scope, to.session, 1),
    "list_conversations": lambda store, scope, to: store.conversations.all_of(scope, to.session),
    "latest_conversation": lambda store, scope, to: store.conversations.latest(scope, to.session),
    "claim": lambda store, scope, to: claim(
        store, TurnKey(session_id=to.session, turn=3), to.parent, scope=scope
    ),
    "renew": lambda store, scope, to: store.ledger.renew(scope, to.claimed, "worker-1", 1),
    "finish": lambda store, scope, to: finish(store, to.claimed, scope=scope),
    "fail": lambda store, scope, to: store.ledger.fail(
        scope, to.claimed, "worker-1", error="Taken."
    ),
    "release": lambda store, scope, to: store.ledger.release(scope, to.claimed, "worker-1"),
    "turns_of": lambda store, scope, to: store.ledger.turns_of(scope, to.session),
    "next_turn": lambda store, scope, to: store.ledger.next_turn(scope, to.session),
    "spent": lambda store, scope, to: store.ledger.spent(scope, to.parent),
    "save_draft": lambda store, scope, to: store.drafts.save(
        scope, to.session, turn=1, attempt=1, revision=0, text="# Taken", problems=[]
    ),
    "read_drafts": lambda store, scope, to: store.drafts.all_of(scope, to.session),
    "latest_draft": lambda store, scope, to: store.drafts.latest(scope, to.session),
    "read_conversation": lambda store, scope, to: store.reports.read_conversation(
        scope, to.session
    ),
    "read_status": lambda store, scope, to: store.reports.read_status(scope, session_id=to.parent),
    "read_status by workflow": lambda store, scope, to: store.reports.read_status(
        scope, WORKFLOW_ID
    ),
    "read_status of the newest": lambda store, scope, to: store.reports.read_status(scope),
}
"""Operations that name a session: a stranger gets the same answer as for one that is not there."""

OWN_ONLY = {
    "list_sessions",
    "active_sessions",
    "ended_sessions",
    "create_project_records",
    "list_components",
    "replace_rules",
    "list_rules",
    "put_account_rules",
    "remove_account_rule",
    "list_account_rules",
}
"""Operations that name none and deal with what is the scope's own."""


@pytest.fixture
def target(store, parent_id, post_id) -> Target:
    take_turn(store, post_id, 1, parent_id)
    store.drafts.save(SCOPE, post_id, turn=1, attempt=1, revision=0, text="# Secret", problems=[])
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    claimed = TurnKey(session_id=post_id, turn=2)
    claim(store, claimed, parent_id)
    return Target(parent_id, post_id, claimed)


@pytest.fixture(params=list(STRANGERS))
def stranger(request) -> Scope:
    return STRANGERS[request.param]


def everything_of(store, target):
    """What the owner sees."""
    return (
        store.sessions.tree(SCOPE, target.parent),
        store.reports.read_status(SCOPE),
        store.reports.list_sessions(SCOPE),
        store.ledger.turns_of(SCOPE, target.session),
        store.drafts.all_of(SCOPE, target.session),
        store.interactions.all_of(SCOPE, target.session),
        store.conversations.all_of(SCOPE, target.session),
        store.projects.list_components(SCOPE, "MyApp.Blog"),
    )


def test_every_operation_of_the_store_is_in_this_test():
    operations = {
        name
        for name, member in inspect.getmembers(Store)
        if not name.startswith("_") and (callable(member) or isinstance(member, property))
    }
    assert operations == {name.split()[0] for name in REFUSED} | OWN_ONLY | NOT_SCOPED


def test_a_stranger_can_neither_read_nor_steer_a_session(store, target, stranger):
    before = everything_of(store, target)
    for name, operation in REFUSED.items():
        try:
            result = operation(store, stranger, target)
        except NotFoundError:
            continue
        except InputError:
            assert stranger.project is None, name
            continue
        pytest.fail(f"{name} gave {result!r}")
    assert everything_of(store, target) == before


def test_a_stranger_with_a_session_of_the_same_name_reaches_only_their_own(store, target):
    stranger = STRANGERS["account"]
    before = everything_of(store, target)
    own = start_session(store, stranger, run_id="run-2")
    own_session = start_components(store, own, stranger)["MyApp.Blog.Post"]
    take_turn(store, own_session, 1, own, scope=stranger, usage=Usage(cost_usd=9))
    with pytest.raises(NotFoundError):
        claim(store, TurnKey(session_id=target.session, turn=3), own, scope=stranger)
    with pytest.raises(NotFoundError):
        REFUSED["create_parent_session"](store, stranger, target)
    assert store.reports.read_status(stranger, WORKFLOW_ID).session_id == str(own)
    assert [each.session_id for each in store.reports.list_sessions(stranger)] == [own]
    assert [each.session_id for each in store.reports.active_sessions(stranger)] == [own]
    assert everything_of(store, target) == before


def test_a_stranger_sees_no_session_in_a_list(store, target, stranger):
    assert store.reports.list_sessions(stranger) == []
    assert store.reports.active_sessions(stranger) == []


def test_a_strangers_project_records_do_not_touch_others(store, target):
    before = everything_of(store, target)
    changed = blog_context()
    changed.components[0].description = "Taken."
    store.projects.record(STRANGERS["account"], remote="/theirs", context=changed)
    assert everything_of(store, target) == before


def test_an_account_without_a_project_sees_all_its_projects(store, target):
    account = Scope(account="acme")
    assert store.sessions.get(account, target.session).id == target.session
    assert [each.session_id for each in store.reports.list_sessions(account)] == [target.parent]
