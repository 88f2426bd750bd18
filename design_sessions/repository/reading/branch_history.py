"""What a branch has that its base has not, and the other way round."""

from __future__ import annotations

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.commit_builder import CONTEXT_TRAILER

_COMMITS_LOOKED_AT = 10_000
_ANY_STATUS = tuple(range(256))


def contexts_since(mirror: Mirror, base: str, head: str) -> set[str]:
    """Modules of the contexts whose sessions made the commits of ``head`` that ``base`` lacks."""
    history = mirror.git.run(
        "log",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        f"--max-count={_COMMITS_LOOKED_AT}",
        f"--format=%(trailers:key={CONTEXT_TRAILER},valueonly)",
        head,
        f"^{base}",
        "--",
        action="read the branch's history",
    )
    return set(history.text.split())


def commits_missing(mirror: Mirror, head: str, base: str) -> int:
    """How many commits of ``base`` are not in the history of ``head``."""
    counted = mirror.git.run(
        "rev-list", "--count", base, f"^{head}", "--", action="compare the branch with its base"
    )
    return int(counted.text)


def merging_changes_nothing(mirror: Mirror, base: str, head: str) -> bool:
    """Whether ``base`` has all that ``head`` has, by its history or, after a squash, by content.

    A git older than 2.38 sees only the history.
    """
    ahead = mirror.git.run(
        "rev-list", "--count", head, f"^{base}", "--", action="compare the branch with its base"
    )
    if ahead.text == "0":
        return head != base
    merged = mirror.git.run(
        "merge-tree",
        "--write-tree",
        base,
        head,
        action="compare the branch with its base",
        accept=_ANY_STATUS,
    )
    tree = mirror.git.run(
        "rev-parse", f"{base}^{{tree}}", action="compare the branch with its base"
    )
    return merged.status == 0 and merged.text == tree.text
