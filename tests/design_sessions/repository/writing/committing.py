"""A session's branch, designs for it, and what became of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.repository.writing.committer import CommitResult
from tests.design_sessions.repository.conftest import git

BRANCH = "docs-blog"


def design(
    base: str, name: str, content: str = "# Design\n", *, attempt: int = 1, path: str | None = None
) -> DesignCommit:
    return DesignCommit(
        branch=BRANCH,
        path=path or f"docs/design/my_app/blog/{name}.md",
        content=content,
        message=f"Design {name}",
        trailers={"Design-Session": f"session-{name}", "Design-Attempt": str(attempt)},
        base_commit=base,
    )


def log(remote: Path, format_: str = "%s") -> list[str]:
    return git(remote, "log", f"--format={format_}", BRANCH).splitlines()


def hook(remote: Path, name: str, script: str) -> None:
    file = remote / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def commit_at_once(
    commit: Callable[[DesignCommit], CommitResult], designs: list[DesignCommit]
) -> list[CommitResult | BaseException]:
    """Call ``commit`` from one thread for each design, all released together."""
    barrier = threading.Barrier(len(designs))

    def run(one: DesignCommit) -> CommitResult | BaseException:
        barrier.wait()
        try:
            return commit(one)
        except BaseException as error:
            return error

    with ThreadPoolExecutor(len(designs)) as executor:
        return list(executor.map(run, designs))
