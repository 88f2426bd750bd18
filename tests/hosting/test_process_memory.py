from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_MANY_THREADS = """
import ctypes, sys, threading
from hosting.process_memory import share_memory_pools

if sys.argv[1] == "shared":
    share_memory_pools()
libc, together = ctypes.CDLL(None), threading.Barrier(9)
libc.malloc.restype = ctypes.c_void_p

def use_memory():
    libc.malloc(100_000)
    together.wait()

threads = [threading.Thread(target=use_memory) for _ in range(8)]
for thread in threads:
    thread.start()
together.wait()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries share their memory")
def test_the_threads_of_a_worker_share_two_pools_of_memory() -> None:
    assert _pools("shared") == 2 < _pools("as glibc has it")


def _pools(how: str) -> int:
    command = [sys.executable, "-c", _MANY_THREADS, how]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    return told.count("<heap nr=")
