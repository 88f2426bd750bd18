"""Commits that a branch has already: of a session's attempt, and the last of a file."""

from __future__ import annotations

from collections.abc import Collection

from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.history import history, trailer
from design_sessions.repository.trailers import ATTEMPT_TRAILER, SESSION_TRAILER

CommitKey = tuple[str, str, str]
"""Session, attempt and path, as the commit's trailers and its change say."""


def find_commits(
    git: GitCommand, head: str, base: str, wanted: Collection[CommitKey]
) -> dict[CommitKey, str]:
    """Commits that were made before, in one pass of the history from a head back to a base."""
    if not wanted:
        return {}
    form = "%x1f".join(["%H", trailer(SESSION_TRAILER), trailer(ATTEMPT_TRAILER)])
    found: dict[CommitKey, str] = {}
    keys = {(session, attempt) for session, attempt, _ in wanted}
    for entry in history(git, head, base, form).split("\0"):
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


def last_commit_of_session(
    git: GitCommand, head: str, base: str, *, path: str, session: str
) -> str | None:
    """The last commit of a session, by its id, that changed a file; None if there is none.

    Args:
        git: the repository.
        head: full hash.
        base: full hash; commits that it has are left out.
        path: of the file.
        session: of the component.
    """
    said = f"--grep={SESSION_TRAILER}: {session}"
    found = history(git, head, base, "%H", "--fixed-strings", said, path=path)
    return found.split("\0")[0].strip() or None


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
