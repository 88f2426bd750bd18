"""Whether there is anything that a review has not seen."""

from __future__ import annotations

from design_sessions.layouts import review_path
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.earlier_commits import last_commit_of
from design_sessions.repository.writing.branches import is_ancestor


def is_reviewed_on_base(
    mirror: Mirror, base: str, head: str, *, designs: list[str], context_path: str
) -> bool:
    """Whether the base has all of the branch, and a review that is as new as all it is about.

    Args:
        mirror: has both commits.
        base: commit that the session started from.
        head: of the session's branch.
        designs: paths of the components' designs.
        context_path: of the context's document.
    """
    review = review_path(context_path)
    if not mirror.snapshot(head).exists(review) or not is_ancestor(mirror, head, base):
        return False
    changed = mirror.git.run(
        "diff",
        "--quiet",
        "--no-ext-diff",
        last_commit_of(mirror.git, head, review),
        head,
        "--",
        *(f":(literal){path}" for path in (context_path, *designs)),
        action="compare the designs with their review",
        accept=(0, 1),
    )
    return changed.status == 0
