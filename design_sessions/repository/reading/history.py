"""The commits of a branch, in a format of the caller's."""

from __future__ import annotations

from design_sessions.repository.git.command import GitCommand

_COMMITS_LOOKED_AT = 10_000


def trailer(name: str) -> str:
    """The part of a format that gives a trailer's values, with commas between several."""
    return f"%(trailers:key={name},valueonly,separator=%x2C)"


def history(
    git: GitCommand, head: str, base: str, form: str, *options: str, path: str | None = None
) -> str:
    """What ``git log -z`` says of the commits of ``head`` that ``base`` lacks, the newest first.

    Args:
        git: the repository.
        head: full hash.
        base: full hash; where it is not there, the whole history is read.
        form: see ``--format`` of git log.
        options: further ones of git log.
        path: of a file, for the commits that changed it alone.
    """
    output = git.run(
        "log",
        "-z",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        *options,
        f"--max-count={_COMMITS_LOOKED_AT}",
        f"--format={form}",
        head,
        *([f"^{base}"] if git.commit_of(base) else []),
        "--",
        *([f":(literal){path}"] if path is not None else []),
        action="read the branch's history",
    )
    return output.stdout.decode("utf-8", "replace")
