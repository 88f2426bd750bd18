from pathlib import Path

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.mirrors.pruning import prune_mirrors


def test_a_mirror_of_a_remote_that_no_session_names_is_removed_and_made_again_when_wanted(
    mirror: Mirror, mirrors: MirrorPool, remote: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert prune_mirrors(data, [str(remote)]) == []
    assert prune_mirrors(data, ["/another/repository"]) == [mirror.directory.path]
    assert list((data / "mirrors").iterdir()) == []

    mirror.fetch()
    assert mirror.branches()


def test_without_a_data_directory_there_is_nothing_to_remove(tmp_path: Path) -> None:
    assert prune_mirrors(tmp_path / "none", []) == []
