"""Git repositories for tests: a checkout with a context document and a bare origin beside it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONTEXT = "Shop.Blog"
CONTEXT_PATH = "docs/design/shop/blog.md"
BRANCH = "docs-context-components-design-session-for-blog"


def context_document(components: dict[str, str], *, title: str = CONTEXT) -> str:
    """A heading-and-table context document; ``components`` are types by name."""
    entries = "\n\n".join(
        f"### {name}\n\n| field | value |\n| --- | --- |\n| type | {kind} |\n\n"
        f"{name} of the blog, which keeps what readers and writers need."
        for name, kind in components.items()
    )
    return f"# {title}\n\n## Purpose\n\nA blog for a shop.\n\n## Components\n\n{entries}\n"


def git(directory: Path, *arguments: str) -> str:
    """Git as a person runs it; the stripped output."""
    return subprocess.run(
        ["git", "-C", str(directory), *arguments],
        env=os.environ,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    ).stdout.strip()


def make_checkout(directory: Path) -> None:
    """Make a directory the checkout of a repository whose one commit has what lies in it."""
    git(directory, "init", "-q", "-b", "main")
    git(directory, "config", "user.name", "Ann")
    git(directory, "config", "user.email", "ann@example.com")
    commit_all(directory, "Start")


def commit_all(directory: Path, message: str) -> None:
    """Commit whatever has changed, and be it nothing."""
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "--allow-empty", "-m", message)


def make_bare(path: Path) -> None:
    """An empty bare repository, whose directory is made as well."""
    path.mkdir(parents=True)
    git(path, "init", "-q", "--bare", "-b", "main")


@dataclass(frozen=True)
class TestRepository:
    """A checkout on ``main`` whose ``origin`` is a bare repository on disk."""

    __test__ = False

    checkout: Path
    origin: Path

    def git(self, *arguments: str, at: Path | None = None) -> str:
        """What a git command prints."""
        return git(at or self.checkout, *arguments)

    def on_branch(self, branch: str = BRANCH) -> list[str]:
        """Paths on a branch of the origin."""
        return self.git("ls-tree", "-r", "--name-only", branch, at=self.origin).splitlines()

    def read(self, path: str, branch: str = BRANCH) -> str:
        """A file on a branch of the origin."""
        return self.git("show", f"{branch}:{path}", at=self.origin)

    def commits(self, branch: str = BRANCH) -> list[str]:
        """Subjects of the branch's commits since main, oldest first."""
        return self.git(
            "log", "--reverse", "--format=%s", f"main..{branch}", at=self.origin
        ).splitlines()

    def commit(self, path: str, content: str, branch: str = "main") -> None:
        """Commit a file as a person would, and push it."""
        self.git("fetch", "-q", "origin")
        self.git("checkout", "-q", "-B", "by-hand", f"origin/{branch}")
        target = self.checkout / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        commit_all(self.checkout, f"By hand: {path}")
        self.git("push", "-q", "origin", f"HEAD:{branch}")
        self.git("checkout", "-q", "main")


def make_repository(directory: Path, files: dict[str, str]) -> TestRepository:
    """A repository with one commit of these files, pushed to its origin."""
    repository = TestRepository(directory / "shop", directory / "origin" / "shop.git")
    repository.checkout.mkdir(parents=True)
    make_bare(repository.origin)
    for path, content in files.items():
        target = repository.checkout / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    make_checkout(repository.checkout)
    repository.git("remote", "add", "origin", str(repository.origin))
    repository.git("push", "-q", "origin", "main")
    return repository


def make_applications(directory: Path, *contexts: str) -> TestRepository:
    """A repository with a context of one component for each of these modules."""
    documents = {
        f"docs/design/{module.lower().replace('.', '/')}.md": context_document(
            {"User": "schema"}, title=module
        )
        for module in contexts
    }
    return make_repository(directory, documents)
