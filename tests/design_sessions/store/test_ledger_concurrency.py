from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from design_sessions.status import Usage
from design_sessions.store import open_store
from design_sessions.store.turn_records import TurnKey
from tests.support.stores import SCOPE, claim, finish, start_components, start_session

THREADS = 20
MODULES = [f"MyApp.Blog.C{number:02}" for number in range(THREADS)]


@pytest.fixture
def pool():
    with ThreadPoolExecutor(THREADS) as executor:
        yield executor


@pytest.fixture
def many(store):
    """A session of twenty components: its id and the first turn of each."""
    parent_id = start_session(store, modules=MODULES)
    ids = start_components(store, parent_id, modules=MODULES)
    return parent_id, [TurnKey(session_id=each, turn=1) for each in ids.values()]


def test_of_many_who_claim_one_turn_at_once_one_is_granted(store, many, pool):
    parent_id, [key, *_] = many
    together = Barrier(THREADS)

    def ask(number):
        together.wait()
        return claim(store, key, parent_id, f"worker-{number}").outcome

    outcomes = list(pool.map(ask, range(THREADS)))
    assert outcomes.count("granted") == 1
    assert outcomes.count("held") == THREADS - 1


def test_many_components_take_their_turns_at_once(store, many, pool):
    parent_id, keys = many
    together = Barrier(THREADS)

    def work(key):
        together.wait()
        for turn in range(1, 4):
            own = TurnKey(session_id=key.session_id, turn=turn)
            claim(store, own, parent_id, reserve_usd=0.02, cost_limit_usd=25)
            store.ledger.renew(SCOPE, own, "worker-1", 60)
            store.reports.read_status(SCOPE)
            finish(store, own, usage=Usage(input_tokens=1, cost_usd=0.01))

    list(pool.map(work, keys))
    spent = store.ledger.spent(SCOPE, parent_id)
    assert spent.input_tokens == 3 * THREADS
    assert spent.cost_usd == pytest.approx(0.03 * THREADS)


def test_processes_that_claim_at_once_never_pass_the_limit(store, database_url, clock, many, pool):
    parent_id, keys = many
    other = open_store(database_url, migrate=False, clock=clock)
    together = Barrier(THREADS)

    def ask(number):
        together.wait()
        process = store if number % 2 else other
        return claim(process, keys[number], parent_id, reserve_usd=1, cost_limit_usd=7).outcome

    outcomes = list(pool.map(ask, range(THREADS)))
    other.close()
    assert outcomes.count("granted") == 7
    assert outcomes.count("over_budget") == THREADS - 7


def test_of_two_answers_at_once_the_first_stays_and_both_are_paid(store, clock, many, pool):
    parent_id, [key, *_] = many
    claim(store, key, parent_id, "worker-1")
    clock.advance(61)
    claim(store, key, parent_id, "worker-2")
    together = Barrier(2)

    def answer(owner):
        together.wait()
        return finish(store, key, owner, text=owner, usage=Usage(cost_usd=1))

    first, second = pool.map(answer, ["worker-1", "worker-2"])
    assert first.response == second.response == [{"type": "text", "text": first.owner}]
    assert store.ledger.spent(SCOPE, parent_id) == Usage(cost_usd=2)


def test_patches_of_one_state_at_once_are_all_kept(store, many, pool):
    parent_id, _ = many
    together = Barrier(THREADS)

    def patch(number):
        together.wait()
        store.sessions.update_state(SCOPE, parent_id, {f"key-{number}": number})

    list(pool.map(patch, range(THREADS)))
    state = store.sessions.get(SCOPE, parent_id).state
    assert {key: state[key] for key in state if key.startswith("key-")} == {
        f"key-{number}": number for number in range(THREADS)
    }
