from __future__ import annotations

import subprocess
import sys


def test_the_process_ends_with_the_code_and_nothing_written_is_lost() -> None:
    program = (
        "import atexit, sys\n"
        "from hosting.process_exit import end_process\n"
        "atexit.register(lambda: print('too late'))\n"
        "sys.stdout.write('said')\n"
        "end_process(3)\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "said", "")
