"""What a trial commit leaves on a branch: nothing, also if its worker died before removing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.commit_builder import CommitBuilder, DesignCommit
from design_sessions.repository.writing.committer import BranchCommitters
from design_sessions.repository.writing.push import push_commit
from design_sessions.repository.writing.trial_commit import (
    TRIAL_TRAILER,
    push_trial,
    remove_trials,
    without_trials,
)
from tests.design_sessions.repository.conftest import Person
from tests.design_sessions.repository.writing.committing import BRANCH, design, log
from tests.support.repositories import git

PATH = "docs/design/my_app/blog/post.md"


def probe(base: str) -> DesignCommit:
    asked = design(base, "post", "# Asks whether designs can be committed here.\n")
    trailers = {"Design-Session": "session-post", "Design-Context": "MyApp.Blog"}
    return asked.model_copy(update={"trailers": trailers})


@pytest.fixture
def left(base: str, mirror: Mirror) -> str:
    """A trial commit on the session's branch, whose worker was killed after the push."""
    dead = probe(base).model_copy(
        update={"trailers": {**probe(base).trailers, TRIAL_TRAILER: PATH}}
    )
    chain = CommitBuilder(mirror.git, base, [dead])
    chain.add(dead)
    (commit,) = chain.write()
    assert push_commit(mirror, BRANCH, commit, expected=base) == "pushed"
    mirror.fetch()
    return commit


def files(remote: Path) -> list[str]:
    return git(remote, "ls-tree", "-r", "--name-only", BRANCH).splitlines()


def test_one_at_the_end_is_taken_off(base: str, mirror: Mirror, remote: Path, left: str) -> None:
    assert without_trials(mirror, base, left) == base

    remove_trials(mirror, BRANCH, base)

    assert git(remote, "rev-parse", BRANCH) == base


def test_one_below_other_commits_is_undone(
    base: str, mirror: Mirror, remote: Path, left: str, committers: BranchCommitters
) -> None:
    committers.commit(mirror.url, design(base, "tag"))

    remove_trials(mirror, BRANCH, base)

    assert files(remote) == ["docs/design/my_app/blog.md", "docs/design/my_app/blog/tag.md"]
    assert len(log(remote)) == 4
    made = git(remote, "rev-parse", BRANCH)
    remove_trials(mirror, BRANCH, base)
    assert git(remote, "rev-parse", BRANCH) == made


def test_what_a_person_wrote_over_it_stays(
    base: str, mirror: Mirror, remote: Path, person: Person, left: str
) -> None:
    person.git("fetch", "-q", "origin")
    person.git("checkout", "-q", "-B", "work", f"origin/{BRANCH}")
    by_hand = person.commit(PATH, "# Post\n\nBy hand.\n")
    person.push(BRANCH)

    remove_trials(mirror, BRANCH, base)

    assert git(remote, "rev-parse", BRANCH) == by_hand


def test_where_branches_never_go_back_it_is_undone_once(
    base: str, mirror: Mirror, remote: Path, left: str
) -> None:
    git(remote, "config", "receive.denyNonFastForwards", "true")

    for _ in range(2):
        remove_trials(mirror, BRANCH, base)

    assert log(remote)[:2] == ["Design post", "Design post"]
    assert len(log(remote)) == 3
    assert files(remote) == ["docs/design/my_app/blog.md"]


def test_a_design_that_lands_on_a_trial_keeps_its_place_and_the_trial_is_undone(
    base: str,
    mirror: Mirror,
    remote: Path,
    committers: BranchCommitters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = iter([True])

    def meanwhile(*arguments: object, **options: object) -> object:
        outcome = push_commit(*arguments, **options)  # type: ignore[arg-type] # passed on
        if next(asked, False):
            committers.commit(mirror.url, design(base, "tag"))
        return outcome

    monkeypatch.setattr("design_sessions.repository.writing.trial_commit.push_commit", meanwhile)

    push_trial(mirror, BRANCH, base, probe(base), expected=base)

    assert files(remote) == ["docs/design/my_app/blog.md", "docs/design/my_app/blog/tag.md"]
