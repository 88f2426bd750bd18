from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from design_sessions.status import Usage
from design_sessions.store import open_store
from tests.support.stores import (
    SCOPE,
    claim,
    finish,
    spent,
    start_components,
    start_session,
    turn_reference,
)

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
    return parent_id, [turn_reference(each, 1, parent_id) for each in ids.values()]


def test_of_many_who_claim_one_turn_at_once_one_is_granted(store, many, pool):
    _, [key, *_] = many
    together = Barrier(THREADS)

    def ask(number):
        together.wait()
        return claim(store, key, f"worker-{number}").outcome

    outcomes = list(pool.map(ask, range(THREADS)))
    assert outcomes.count("granted") == 1
    assert outcomes.count("held") == THREADS - 1


def test_many_components_take_their_turns_at_once(store, many, pool):
    parent_id, keys = many
    together = Barrier(THREADS)

    def work(key):
        together.wait()
        for turn in range(1, 4):
            own = turn_reference(key.session_id, turn, parent_id)
            claim(store, own, reserve_usd=0.02, cost_limit_usd=25)
            store.ledger.renew({"worker-1": own}, 60)
            store.reports.read_status(SCOPE)
            finish(store, own, usage=Usage(input_tokens=1, cost_usd=0.01))

    list(pool.map(work, keys))
    used = spent(store, parent_id)
    assert used.input_tokens == 3 * THREADS
    assert used.cost_usd == pytest.approx(0.03 * THREADS)


def test_processes_that_claim_at_once_never_pass_the_limit(
    store, migrated_database_url, clock, many, pool
):
    _, keys = many
    other = open_store(migrated_database_url, migrate=False, clock=clock)
    together = Barrier(THREADS)

    def ask(number):
        together.wait()
        process = store if number % 2 else other
        return claim(process, keys[number], reserve_usd=1, cost_limit_usd=7).outcome

    outcomes = list(pool.map(ask, range(THREADS)))
    other.close()
    assert outcomes.count("granted") == 7
    assert outcomes.count("over_budget") == THREADS - 7


def test_of_two_answers_at_once_the_first_stays_and_both_are_paid(store, clock, many, pool):
    parent_id, [key, *_] = many
    claim(store, key, "worker-1")
    clock.advance(61)
    claim(store, key, "worker-2")
    together = Barrier(2)

    def answer(owner):
        together.wait()
        return finish(store, key, owner, text=owner, usage=Usage(cost_usd=1))

    first, second = pool.map(answer, ["worker-1", "worker-2"])
    assert first.response == second.response == [{"type": "text", "text": first.owner}]
    assert spent(store, parent_id) == Usage(cost_usd=2)
