"""Many designs that are ready at once."""

from collections.abc import Collection
from pathlib import Path

import pytest

from design_sessions.errors import RepositoryError
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.reading.earlier_commits import CommitKey, find_commits
from design_sessions.repository.writing import committer as committer_module
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.repository.writing.committer import BranchCommitters, CommitResult
from tests.design_sessions.repository.conftest import git
from tests.design_sessions.repository.writing.committing import (
    BRANCH,
    commit_at_once,
    design,
    hook,
    log,
)


def test_thirty_designs_ready_at_once_need_few_pushes(
    committers: BranchCommitters, remote: Path, base: str, tmp_path: Path
) -> None:
    hook(remote, "post-receive", f"echo push >> {tmp_path}/pushes")
    designs = [design(base, f"component_{n}", f"# {n}\n") for n in range(30)]
    results = commit_at_once(lambda one: committers.commit(str(remote), one), designs)
    assert all(isinstance(result, CommitResult) for result in results), results
    assert len(log(remote)) == 31
    assert sorted(log(remote, "%H")[:30]) == sorted(
        result.commit for result in results if isinstance(result, CommitResult)
    )
    assert len((tmp_path / "pushes").read_text().split()) <= 3


@pytest.mark.parametrize("shared", [True, False], ids=["shared-data", "two-machines"])
def test_two_workers_lose_nothing_against_each_other(
    mirrors: MirrorPool, remote: Path, base: str, tmp_path: Path, shared: bool
) -> None:
    directories = [tmp_path / "data", tmp_path / ("data" if shared else "other-machine")]
    workers = [BranchCommitters(MirrorPool(directory)) for directory in directories]
    designs = [design(base, f"component_{n}", f"# {n}\n") for n in range(10)]

    def commit(one: DesignCommit) -> CommitResult:
        return workers[designs.index(one) % 2].commit(str(remote), one)

    results = commit_at_once(commit, designs)
    assert all(isinstance(result, CommitResult) for result in results), results
    assert sorted(log(remote)[:-1]) == sorted(one.message for one in designs)


def test_a_path_that_cannot_be_written_fails_alone(
    committers: BranchCommitters, remote: Path, base: str
) -> None:
    designs = [
        design(base, "good"),
        design(base, "below-a-file", path="docs/design/my_app/blog.md/post.md"),
        design(base, "a-directory", path="docs/design"),
        design(base, "outside", path="../post.md"),
        design(base, "internals", path=".git/config"),
        design(base, "other"),
    ]
    results = commit_at_once(lambda one: committers.commit(str(remote), one), designs)
    assert [isinstance(result, RepositoryError) for result in results] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    assert sorted(log(remote)) == ["Change", "Design good", "Design other"]


def test_a_document_that_the_remote_refuses_fails_alone(
    committers: BranchCommitters, remote: Path, base: str
) -> None:
    hook(
        remote,
        "pre-receive",
        'read old new ref; git diff --name-only "$old" "$new" | grep -q secret '
        "&& { echo 'found a secret' >&2; exit 1; }; exit 0",
    )
    designs = [design(base, name, f"# {name}\n") for name in ("a", "secret", "b", "c")]
    results = commit_at_once(lambda one: committers.commit(str(remote), one), designs)
    assert [type(result) is CommitResult for result in results] == [True, False, True, True]
    assert "found a secret" in str(results[1])
    # A session that runs has its branch: only another one can have another.
    assert str(results[1]).endswith(
        "Fix what the remote's rules refuse, then retry: drafts are kept. Or cancel the session "
        "and start it with --branch NAME, which pays for its designs again."
    )
    assert sorted(log(remote)) == ["Change", "Design a", "Design b", "Design c"]


def test_a_thread_that_dies_does_not_hold_up_the_others(
    committers: BranchCommitters, remote: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def fail_once(
        git: GitCommand, head: str, base: str, wanted: Collection[CommitKey]
    ) -> dict[CommitKey, str]:
        calls.append(1)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return find_commits(git, head, base, wanted)

    monkeypatch.setattr(committer_module, "find_commits", fail_once)
    designs = [design(base, f"component_{n}", f"# {n}\n") for n in range(6)]
    results = commit_at_once(lambda one: committers.commit(str(remote), one), designs)
    assert sum(isinstance(result, KeyboardInterrupt) for result in results) == 1
    assert sum(isinstance(result, CommitResult) for result in results) == 5
    assert len(log(remote)) == 6


def test_the_same_design_asked_for_twice_at_once_is_one_commit(
    committers: BranchCommitters, remote: Path, base: str
) -> None:
    results = commit_at_once(
        lambda one: committers.commit(str(remote), one), [design(base, "post")] * 4
    )
    assert {result.commit for result in results if isinstance(result, CommitResult)} == {
        git(remote, "rev-parse", BRANCH)
    }
    assert len(log(remote)) == 2
