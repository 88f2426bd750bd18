"""Commits that a branch has already: of a session's attempt, and the last of a file."""

from __future__ import annotations

from collections.abc import Collection

from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.trailers import ATTEMPT_TRAILER, SESSION_TRAILER

CommitKey = tuple[str, str, str]
"""Session, attempt and path, as the commit's trailers and its change say."""
_COMMITS_LOOKED_AT = 10_000


def find_commits(
    git: GitCommand, head: str, base: str, wanted: Collection[CommitKey]
) -> dict[CommitKey, str]:
    """Commits that were made before, in one pass of the history from a head back to a base."""
    if not wanted:
        return {}
    exists = git.run(
        "cat-file", "-e", f"{base}^{{commit}}", action=f"find {base[:12]}", accept=(0, 1, 128)
    )
    separator = "%x1f"
    trailers = separator.join(
        f"%(trailers:key={name},valueonly,separator=%x2C)"
        for name in (SESSION_TRAILER, ATTEMPT_TRAILER)
    )
    history = git.run(
        "log",
        "-z",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        f"--max-count={_COMMITS_LOOKED_AT}",
        f"--format=%H{separator}{trailers}",
        head,
        *([f"^{base}"] if exists.status == 0 else []),
        "--",
        action="read the branch's history",
    )
    found: dict[CommitKey, str] = {}
    keys = {(session, attempt) for session, attempt, _ in wanted}
    for entry in history.stdout.decode("utf-8", "replace").split("\0"):
        fields = [field.strip() for field in entry.split("\x1f")]
        if len(fields) != 3 or (fields[1], fields[2]) not in keys:
            continue
        for path in _changed_paths(git, fields[0]):
            found.setdefault((fields[1], fields[2], path), fields[0])
    return {key: commit for key, commit in found.items() if key in wanted}


def last_commit_of(git: GitCommand, head: str, path: str) -> str:
    """The commit that gave a file its present content."""
    output = git.run(
        "rev-list", "--max-count=1", head, "--", f":(literal){path}", action=f"look up {path}"
    )
    return output.text or head


def _changed_paths(git: GitCommand, commit: str) -> list[str]:
    output = git.run(
        "diff-tree",
        "--root",
        "--no-commit-id",
        "--name-only",
        "-r",
        "-z",
        commit,
        action=f"read the commit {commit[:12]}",
    )
    return [path for path in output.stdout.decode("utf-8", "replace").split("\0") if path]
