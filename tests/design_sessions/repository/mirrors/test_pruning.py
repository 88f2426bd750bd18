from __future__ import annotations

import os
import time
from pathlib import Path

import filelock
import pytest

from design_sessions.repository.mirrors.directory import lock_file
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.mirrors.pruning import IN_USE_FOR, prune_mirrors

ANOTHER = ["/another/repository"]


@pytest.fixture
def data(mirror: Mirror, tmp_path: Path) -> Path:
    """The data directory with one mirror, which nobody has used for long."""
    long_ago = time.time() - IN_USE_FOR - 60
    for path in (mirror.directory.path, *mirror.directory.path.parent.glob("*.lock")):
        os.utime(path, (long_ago, long_ago))
    return tmp_path / "data"


def test_a_mirror_of_a_remote_that_no_session_names_is_removed_and_made_again_when_wanted(
    mirror: Mirror, data: Path, remote: Path
) -> None:
    assert prune_mirrors(data, [str(remote)]) == []
    assert prune_mirrors(data, ANOTHER) == [mirror.directory.path]
    assert not mirror.directory.path.exists()
    # A process may wait for it.
    assert lock_file(mirror.directory.path).exists()

    mirror.fetch()
    assert mirror.branches()


def test_a_mirror_that_was_used_a_moment_ago_stays(mirror: Mirror, data: Path) -> None:
    mirror.fetch()
    assert prune_mirrors(data, ANOTHER) == []
    assert mirror.branches()


def test_a_mirror_that_another_process_is_filling_stays(mirror: Mirror, data: Path) -> None:
    long_ago = mirror.directory.path.stat().st_mtime
    with filelock.FileLock(lock_file(mirror.directory.path)):
        os.utime(lock_file(mirror.directory.path), (long_ago, long_ago))
        assert prune_mirrors(data, ANOTHER) == []
    assert mirror.branches()


def test_without_a_data_directory_there_is_nothing_to_remove(tmp_path: Path) -> None:
    assert prune_mirrors(tmp_path / "none", []) == []
