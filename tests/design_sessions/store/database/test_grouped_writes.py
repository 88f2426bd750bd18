"""Writes of many threads share transactions, and what befalls one does not befall the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import Mock

import pytest
from sqlalchemy import Connection

from design_sessions.errors import NotFoundError, StoreError, StoreUnavailableError
from design_sessions.store.database.grouped_writes import GroupedWrites


class Transactions:
    """Counts transactions; the first waits until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()
        self.count = 0
        self.trouble: Exception | None = None

    @contextmanager
    def __call__(self) -> Iterator[Connection]:
        self.count += 1
        if self.count == 1:
            self.begun.set()
            self.go.wait(10)
        yield Mock(spec=Connection)
        if self.trouble is not None:
            raise self.trouble


def refuse(_: Connection) -> int:
    raise NotFoundError("Session not found.")


@pytest.fixture
def transactions() -> Transactions:
    return Transactions()


def behind_the_first(
    transactions: Transactions, *operations: object
) -> list[object | BaseException]:
    """What each operation comes to, when all arrive while a first one is being committed."""
    grouped = GroupedWrites(transactions)
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(grouped.run, lambda _: "first")
        assert transactions.begun.wait(10)
        others = [pool.submit(grouped.run, operation) for operation in operations]  # type: ignore[arg-type]
        while len(grouped._waiting) < len(operations):
            pass
        transactions.go.set()
        assert first.exception(10) is transactions.trouble or first.result(10) == "first"
        return [each.exception(10) or each.result(10) for each in others]


def test_what_waits_is_written_together(transactions: Transactions) -> None:
    assert behind_the_first(transactions, *[lambda _, n=n: n + 1 for n in range(10)]) == [
        *range(1, 11)
    ]
    assert transactions.count == 2


def test_one_that_is_refused_does_not_stop_the_others(transactions: Transactions) -> None:
    results = behind_the_first(transactions, lambda _: "one", refuse, lambda _: "two")
    assert (results[0], results[2]) == ("one", "two")
    assert isinstance(results[1], NotFoundError)


@pytest.mark.parametrize("trouble", [StoreError("Not JSON."), ValueError("A defect.")])
def test_what_is_wrong_with_one_is_not_lost_for_the_others(
    transactions: Transactions, trouble: Exception
) -> None:
    def invalid(_: Connection) -> int:
        raise trouble

    results = behind_the_first(transactions, lambda _: "one", invalid, lambda _: "two")
    assert (results[0], results[2]) == ("one", "two")
    assert results[1] is trouble


def test_a_database_that_does_not_answer_is_told_to_all(transactions: Transactions) -> None:
    transactions.trouble = StoreUnavailableError("Locked.")
    results = behind_the_first(transactions, lambda _: "one", lambda _: "two")
    assert results == [transactions.trouble, transactions.trouble]
    assert transactions.count == 2
