"""Small writes of many threads, together in few transactions.

A commit waits for the disk, and only one writer at a time holds SQLite's lock. Where many calls
end at once, one of them writes for all that wait.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from design_sessions.errors import DesignSessionError, StoreError, StoreUnavailableError

T = TypeVar("T")

MOST_TOGETHER = 100
"""Writes in one transaction: few enough that none waits for long."""


class _Write(Generic[T]):
    def __init__(self, operation: Callable[[Connection], T]) -> None:
        self.operation = operation
        self.result: Future[T] = Future()
        self.woken = threading.Event()


class _Call(Generic[T]):
    def __init__(self, call: Callable[[], T], result: asyncio.Future[T]) -> None:
        self.call = call
        self.result = result

    def take(self, result: Future[T]) -> None:
        if self.result.done():
            return
        if not result.done():
            self.result.cancel()
        elif (error := result.exception()) is not None:
            self.result.set_exception(error)
        else:
            self.result.set_result(result.result())


class GroupedWrites:
    """Runs operations in transactions that they share with those of other threads.

    Args:
        transaction: begins one that may write; see
            :meth:`design_sessions.store.database.transactions.Database.write`.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction
        self._lock = threading.Lock()
        self._waiting: list[_Write[Any]] = []
        self._led = False
        self._gathered: dict[asyncio.AbstractEventLoop, list[_Call[Any]]] = {}
        self._carrying_out: set[asyncio.Task[None]] = set()
        self._shared = threading.local()

    async def soon(self, call: Callable[[], T]) -> T:
        """The result of a call that reads or runs operations, once they are committed.

        Calls of one event loop that come while others are carried out share the next thread and
        transaction, so that a thousand calls under way do not need as many threads. What a call
        reads, it may see before others' writes of the same transaction.

        Args:
            call: quick, and blocks on nothing but the database; may run again after a failure.

        Raises:
            Whatever the call raises; see also :meth:`run`.
        """
        loop = asyncio.get_running_loop()
        mine = _Call(call, loop.create_future())
        gathered = self._gathered.get(loop)
        if gathered is None:
            self._gathered[loop] = [mine]
            task = loop.create_task(self._carry_out(loop))
            self._carrying_out.add(task)
            task.add_done_callback(self._carrying_out.discard)
        else:
            gathered.append(mine)
        result: T = await mine.result
        return result

    async def _carry_out(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while calls := self._gathered[loop]:
                now, self._gathered[loop] = calls[:MOST_TOGETHER], calls[MOST_TOGETHER:]
                group = [_Write(self._sharing(each.call)) for each in now]
                try:
                    await asyncio.to_thread(self._commit, group)
                finally:
                    for each, write in zip(now, group, strict=True):
                        each.take(write.result)
        finally:
            # None is left unless this was ended from outside.
            for each in self._gathered.pop(loop):
                each.result.cancel()

    def _sharing(self, call: Callable[[], T]) -> Callable[[Connection], T]:
        def operation(connection: Connection) -> T:
            self._shared.connection = connection
            try:
                return call()
            finally:
                self._shared.connection = None

        return operation

    @property
    def shared(self) -> Connection | None:
        """The connection of the transaction that this thread is carrying out calls in."""
        return getattr(self._shared, "connection", None)

    def run(self, operation: Callable[[Connection], T]) -> T:
        """The operation's result, once it is committed.

        Args:
            operation: may raise a domain error only before it writes, as the others' writes are
                committed all the same.

        Raises:
            StoreUnavailableError: the database did not answer or stayed locked.
            StoreError: it refused.
        """
        if self.shared is not None:
            return operation(self.shared)
        mine = _Write(operation)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.woken.wait()
        if not mine.result.done():
            self._write()
        return mine.result.result()

    def _write(self) -> None:
        with self._lock:
            group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
        try:
            self._commit(group)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for write in group:
                write.woken.set()
            if following is not None:
                following.woken.set()

    def _commit(self, group: list[_Write[Any]]) -> None:
        try:
            results = self._together(group)
        except StoreUnavailableError as error:
            for write in group:
                write.result.set_exception(error)
        except Exception as error:
            if len(group) == 1:
                group[0].result.set_exception(error)
                return
            # What the database refuses of one, or a defect in one, must not cost the others theirs.
            for write in group:
                self._commit([write])
        except BaseException as error:
            for write in group:
                write.result.set_exception(error)
            raise
        else:
            for write, (value, refusal) in zip(group, results, strict=True):
                if refusal is None:
                    write.result.set_result(value)
                else:
                    write.result.set_exception(refusal)

    def _together(self, group: list[_Write[Any]]) -> list[tuple[Any, DesignSessionError | None]]:
        results: list[tuple[Any, DesignSessionError | None]] = []
        with self._transaction() as connection:
            for write in group:
                try:
                    results.append((write.operation(connection), None))
                except StoreError:
                    raise
                except DesignSessionError as refusal:
                    results.append((None, refusal))
        return results
