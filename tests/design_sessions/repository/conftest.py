"""Real repositories on disk: a bare remote, a person's clone of it, and a worker's mirror."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.committer import BranchCommitters
from design_sessions.repository.writing.new_branch import create_branch
from tests.support.repositories import git, make_bare


class Person:
    """Somebody with a clone, who commits and pushes by hand."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout

    def git(self, *arguments: str) -> str:
        return git(self.checkout, *arguments)

    def commit(self, path: str, content: str | bytes, message: str = "Change") -> str:
        file = self.checkout / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--force", path)
        self.git("commit", "--quiet", "-m", message)
        return self.git("rev-parse", "HEAD")

    def push(self, branch: str = "main") -> None:
        self.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")


@pytest.fixture(autouse=True)
def _own_git_configuration(tmp_path: Path, environment: dict[str, str]) -> None:
    configuration = tmp_path / "gitconfig"
    configuration.write_text(
        "[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    environment["GIT_CONFIG_GLOBAL"] = str(configuration)
    environment["GIT_CONFIG_NOSYSTEM"] = "1"


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """An empty bare repository."""
    path = tmp_path / "my_app.git"
    make_bare(path)
    return path


@pytest.fixture
def person(tmp_path: Path, remote: Path) -> Person:
    """A clone whose main branch has one pushed commit with a context document."""
    checkout = tmp_path / "my_app"
    checkout.mkdir()
    git(checkout, "init", "--quiet")
    git(checkout, "remote", "add", "origin", str(remote))
    person = Person(checkout)
    person.commit("docs/design/my_app/blog.md", "# Blog\n")
    person.push()
    git(checkout, "fetch", "--quiet")
    return person


@pytest.fixture
def mirrors(tmp_path: Path) -> MirrorPool:
    """The mirrors of one worker."""
    return MirrorPool(tmp_path / "data")


@pytest.fixture
def mirror(mirrors: MirrorPool, remote: Path, person: Person) -> Mirror:
    """The worker's mirror of the person's remote, fetched."""
    mirror = mirrors.get(str(remote))
    mirror.fetch()
    return mirror


@pytest.fixture
def base(mirrors: MirrorPool, remote: Path, person: Person) -> str:
    """The commit at which the session's branch, ``docs-blog``, was made."""
    mirror = mirrors.get(str(remote))
    commit = resolve_base(mirror, None)
    create_branch(mirror, "docs-blog", commit)
    return commit


@pytest.fixture
def committers(mirrors: MirrorPool) -> BranchCommitters:
    """The committers of the same worker."""
    return BranchCommitters(mirrors)
