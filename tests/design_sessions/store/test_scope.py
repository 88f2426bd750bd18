"""One account's sessions are out of another's reach, in every operation of the store."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from design_sessions.errors import InputError, NotFoundError
from design_sessions.references import TurnReference
from design_sessions.scope import Scope
from design_sessions.status import Usage
from design_sessions.store import Store
from design_sessions.store.database.transactions import StorePart
from tests.support.stores import (
    AGENT,
    ENVIRONMENT,
    SCOPE,
    WORKFLOW_ID,
    blog_context,
    claim,
    finish,
    parent_state,
    start_components,
    start_session,
    take_turn,
    turn_reference,
    view_of,
)

STRANGERS = {
    "account": Scope(account="globex", project="my_app", user="ada@example.com"),
    "account of all projects": Scope(account="globex"),
    "project": Scope(account="acme", project="shop", user="ada@example.com"),
}
NOT_SCOPED = {
    "maintenance.open_sessions",
    "maintenance.open_work",
    "maintenance.repositories_in_use",
    "maintenance.waiting_sessions",
    "ledger.renew",
}
"""The maintenance of the whole database, and what a claim's owner alone can name."""


class Target(NamedTuple):
    parent: UUID
    session: UUID
    claimed: TurnReference


def taken(target: Target, scope: Scope) -> TurnReference:
    """The claimed turn, as somebody of another scope would name it."""
    return target.claimed.model_copy(update={"scope": scope})


Operation = Callable[[Store, Scope, Target], Any]

REFUSED: dict[str, Operation] = {
    "sessions.get": lambda s, scope, to: s.sessions.get(scope, to.session),
    "sessions.cost_limit": lambda s, scope, to: s.sessions.cost_limit(scope, to.parent),
    "sessions.parent": lambda s, scope, to: s.sessions.parent(scope, to.parent),
    "sessions.component": lambda s, scope, to: s.sessions.component(scope, to.session),
    "sessions.review": lambda s, scope, to: s.sessions.review(scope, to.session),
    "sessions.tree": lambda s, scope, to: s.sessions.tree(scope, to.parent),
    "sessions.set_status": lambda s, scope, to: s.sessions.set_status(
        scope, to.session, "cancelled"
    ),
    "sessions.save_state": lambda s, scope, to: s.sessions.save_state(
        scope, to.parent, parent_state()
    ),
    "sessions.change_parent": lambda s, scope, to: s.sessions.change_parent(
        scope, to.parent, lambda state: setattr(state, "replaced_designs", {})
    ),
    "sessions.publish_status": lambda s, scope, to: s.sessions.publish_status(
        scope, to.parent, view_of(to.parent, step="Finalize")
    ),
    "session_creation.create_parent": lambda s, scope, to: s.session_creation.create_parent(
        scope,
        id=to.parent,
        workflow_id=WORKFLOW_ID,
        run_id="run-1",
        agent=AGENT,
        environment=ENVIRONMENT,
        state=parent_state(),
    ),
    "session_creation.create_components": lambda s, scope, to: s.session_creation.create_components(
        scope, to.parent, blog_context().components
    ),
    "session_creation.create_review": lambda s, scope, to: s.session_creation.create_review(
        scope, to.parent
    ),
    "maintenance.close_session_tree": lambda s, scope, to: s.maintenance.close_session_tree(
        scope, to.parent, "cancelled", "Taken."
    ),
    "maintenance.delete_session_tree": lambda s, scope, to: s.maintenance.delete_session_tree(
        scope, to.parent
    ),
    "interactions.record": lambda s, scope, to: s.interactions.record(
        scope, to.session, key="k", step="Step", command={}, result=None, status=None
    ),
    "interactions.of_step": lambda s, scope, to: s.interactions.of_step(scope, to.session, "x"),
    "interactions.all_of": lambda s, scope, to: s.interactions.all_of(scope, to.session),
    "conversations.open": lambda s, scope, to: s.conversations.open(
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
    "conversations.get": lambda s, scope, to: s.conversations.get(scope, to.session, 1),
    "conversations.latest": lambda s, scope, to: s.conversations.latest(scope, to.session),
    "ledger.claim": lambda s, scope, to: claim(
        s, turn_reference(to.session, 3, to.parent, scope=scope)
    ),
    "ledger.finish": lambda s, scope, to: finish(s, taken(to, scope)),
    "ledger.fail": lambda s, scope, to: s.ledger.fail(taken(to, scope), "worker-1", error="Taken."),
    "ledger.release": lambda s, scope, to: s.ledger.release(taken(to, scope), "worker-1"),
    "ledger.turns_of": lambda s, scope, to: s.ledger.turns_of(scope, to.session),
    "drafts.save": lambda s, scope, to: s.drafts.save(
        scope, to.session, turn=1, attempt=1, revision=0, text="# Taken", problems=[]
    ),
    "drafts.all_of": lambda s, scope, to: s.drafts.all_of(scope, to.session),
    "drafts.latest": lambda s, scope, to: s.drafts.latest(scope, to.session),
    "reports.read_usage": lambda s, scope, to: s.reports.read_usage(scope, to.parent, []),
    "reports.read_status": lambda s, scope, to: s.reports.read_status(scope, session_id=to.parent),
    "reports.read_status by workflow": lambda s, scope, to: s.reports.read_status(
        scope, WORKFLOW_ID
    ),
    "reports.read_status of the newest": lambda s, scope, to: s.reports.read_status(scope),
}
"""Operations that name a session: a stranger gets the same answer as for one that is not there."""

OWN_ONLY = {
    "sessions.note_waits",
    "sessions.wrote_review",
    "drafts.of_module",
    "reports.list_sessions",
    "reports.active_sessions",
    "reports.session_names",
    "maintenance.ended_sessions",
    "projects.record",
    "kept_rules.replace",
    "kept_rules.put_of_account",
    "kept_rules.remove_of_account",
    "kept_rules.of_account",
}
"""Operations that name none and deal with what is the scope's own."""


@pytest.fixture
def target(store, parent_id, post_id) -> Target:
    take_turn(store, post_id, 1, parent_id)
    store.drafts.save(SCOPE, post_id, turn=1, attempt=1, revision=0, text="# Secret", problems=[])
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    claimed = turn_reference(post_id, 2, parent_id)
    claim(store, claimed)
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
        store.conversations.get(SCOPE, target.session, 1),
    )


def test_every_operation_of_the_store_is_in_this_test(store):
    operations = {
        f"{part}.{name}"
        for part, operations in vars(store).items()
        if isinstance(operations, StorePart)
        for name, _ in inspect.getmembers(operations, inspect.ismethod)
        if not name.startswith("_")
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
        claim(store, turn_reference(target.session, 3, own, scope=stranger))
    with pytest.raises(NotFoundError):
        REFUSED["session_creation.create_parent"](store, stranger, target)
    assert store.reports.read_status(stranger, WORKFLOW_ID).session_id == own
    assert [each.session_id for each in store.reports.list_sessions(stranger)] == [own]
    assert [each.session_id for each in store.reports.active_sessions(stranger)] == [own]
    assert [each.session_id for each in store.reports.session_names(stranger)] == [own]
    assert everything_of(store, target) == before


def test_a_stranger_sees_no_session_in_a_list(store, target, stranger):
    assert store.reports.list_sessions(stranger) == []
    assert store.reports.active_sessions(stranger) == []
    assert store.reports.session_names(stranger) == []


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
