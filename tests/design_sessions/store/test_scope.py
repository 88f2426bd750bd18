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
    "get_session": lambda store, scope, to: store.get_session(scope, to.session),
    "session_with_children": lambda store, scope, to: store.session_with_children(scope, to.parent),
    "set_session_status": lambda store, scope, to: store.set_session_status(
        scope, to.session, "cancelled"
    ),
    "update_session_state": lambda store, scope, to: store.update_session_state(
        scope, to.session, {"taken": True}
    ),
    "publish_status": lambda store, scope, to: store.publish_status(
        scope, to.parent, view_of(to.parent, step="Finalize")
    ),
    "create_parent_session": lambda store, scope, to: store.create_parent_session(
        scope,
        id=to.parent,
        workflow_id=WORKFLOW_ID,
        run_id="run-1",
        context_module="MyApp.Blog",
        agent={},
        environment={},
        state={},
    ),
    "create_component_sessions": lambda store, scope, to: store.create_component_sessions(
        scope, to.parent, [NewComponentSession(name="Tag", module="MyApp.Blog.Tag")]
    ),
    "create_review_session": lambda store, scope, to: store.create_review_session(scope, to.parent),
    "close_session_tree": lambda store, scope, to: store.close_session_tree(
        scope, to.parent, "cancelled", "Taken."
    ),
    "delete_session_tree": lambda store, scope, to: store.delete_session_tree(scope, to.parent),
    "record_interaction": lambda store, scope, to: store.record_interaction(
        scope, to.session, key="k", step="Step", command={}, result=None, status=None
    ),
    "list_interactions": lambda store, scope, to: store.list_interactions(scope, to.session),
    "open_conversation": lambda store, scope, to: store.open_conversation(
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
    "conversation": lambda store, scope, to: store.conversation(scope, to.session, 1),
    "list_conversations": lambda store, scope, to: store.list_conversations(scope, to.session),
    "latest_conversation": lambda store, scope, to: store.latest_conversation(scope, to.session),
    "claim": lambda store, scope, to: claim(
        store, TurnKey(session_id=to.session, turn=3), to.parent, scope=scope
    ),
    "renew": lambda store, scope, to: store.renew(scope, to.claimed, "worker-1", 1),
    "finish": lambda store, scope, to: finish(store, to.claimed, scope=scope),
    "fail": lambda store, scope, to: store.fail(scope, to.claimed, "worker-1", error="Taken."),
    "release": lambda store, scope, to: store.release(scope, to.claimed, "worker-1"),
    "turns_of": lambda store, scope, to: store.turns_of(scope, to.session),
    "next_turn": lambda store, scope, to: store.next_turn(scope, to.session),
    "spent": lambda store, scope, to: store.spent(scope, to.parent),
    "save_draft": lambda store, scope, to: store.save_draft(
        scope, to.session, turn=1, attempt=1, revision=0, text="# Taken", problems=[]
    ),
    "read_drafts": lambda store, scope, to: store.read_drafts(scope, to.session),
    "latest_draft": lambda store, scope, to: store.latest_draft(scope, to.session),
    "read_conversation": lambda store, scope, to: store.read_conversation(scope, to.session),
    "read_status": lambda store, scope, to: store.read_status(scope, session_id=to.parent),
    "read_status by workflow": lambda store, scope, to: store.read_status(scope, WORKFLOW_ID),
    "read_status of the newest": lambda store, scope, to: store.read_status(scope),
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
    store.save_draft(SCOPE, post_id, turn=1, attempt=1, revision=0, text="# Secret", problems=[])
    store.publish_status(SCOPE, parent_id, view_of(parent_id))
    claimed = TurnKey(session_id=post_id, turn=2)
    claim(store, claimed, parent_id)
    return Target(parent_id, post_id, claimed)


@pytest.fixture(params=list(STRANGERS))
def stranger(request) -> Scope:
    return STRANGERS[request.param]


def everything_of(store, target):
    """What the owner sees."""
    return (
        store.session_with_children(SCOPE, target.parent),
        store.read_status(SCOPE),
        store.list_sessions(SCOPE),
        store.turns_of(SCOPE, target.session),
        store.read_drafts(SCOPE, target.session),
        store.list_interactions(SCOPE, target.session),
        store.list_conversations(SCOPE, target.session),
        store.list_components(SCOPE, "MyApp.Blog"),
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
    assert store.read_status(stranger, WORKFLOW_ID).session_id == str(own)
    assert [each.session_id for each in store.list_sessions(stranger)] == [own]
    assert [each.session_id for each in store.active_sessions(stranger)] == [own]
    assert everything_of(store, target) == before


def test_a_stranger_sees_no_session_in_a_list(store, target, stranger):
    assert store.list_sessions(stranger) == []
    assert store.active_sessions(stranger) == []


def test_a_strangers_project_records_do_not_touch_others(store, target):
    before = everything_of(store, target)
    changed = blog_context()
    changed.components[0].description = "Taken."
    store.create_project_records(STRANGERS["account"], remote="/theirs", context=changed)
    assert everything_of(store, target) == before


def test_an_account_without_a_project_sees_all_its_projects(store, target):
    account = Scope(account="acme")
    assert store.get_session(account, target.session).id == target.session
    assert [each.session_id for each in store.list_sessions(account)] == [target.parent]
