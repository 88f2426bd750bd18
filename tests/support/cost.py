"""What work costs beside other work in the same run.

Seconds say more of the machine than of the program; how many times as dear one thing is as another
stays the same on a slow or busy one.
"""

from __future__ import annotations

import functools
import gc
import sys
import time
from collections.abc import Callable
from typing import TypeVar

_Input = TypeVar("_Input")

_ATTEMPTS = 6
_LEAST_SECONDS = 0.002
"""Below this the clock and the rest of the machine decide what is measured."""


def assert_at_most(
    times: float, work: Callable[[], object], *, beside: Callable[[], object]
) -> None:
    """Work takes no more than so many times the processor time of other work.

    Both begin with empty caches. Whatever else a machine does makes them only longer, so the least
    of a few attempts is held against the least.
    """
    beside()  # What is done only once, such as importing, is of neither.
    least_work = least_beside = float("inf")
    for _ in range(_ATTEMPTS):
        least_beside = min(least_beside, _seconds(beside))
        least_work = min(least_work, _seconds(work))
        if least_work <= times * max(least_beside, _LEAST_SECONDS):
            return
    raise AssertionError(
        f"{least_work:.3f} s is more than {times} times the {least_beside:.3f} s beside it"
    )


def assert_grows_in_proportion(
    work: Callable[[_Input], object], make: Callable[[int], _Input], size: int
) -> None:
    """Ten times the size takes about ten times as long; a hundred times would be the square."""
    large, small = make(size), make(size // 10)
    assert_at_most(40, lambda: work(large), beside=lambda: work(small))


def _caches() -> list[functools._lru_cache_wrapper[object]]:
    """Every cache of a function in a module of ours."""
    ours = [module for name, module in list(sys.modules.items()) if name.startswith("design_")]
    return [
        each
        for module in ours
        for each in vars(module).values()
        if isinstance(each, functools._lru_cache_wrapper)
    ]


def _seconds(work: Callable[[], object]) -> float:
    for each in _caches():
        each.cache_clear()
    # A collection costs by what the whole process holds, and falls to whom it will.
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()
