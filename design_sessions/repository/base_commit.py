"""Which commit a session starts from, and that the remote has it."""

from __future__ import annotations

import re

from design_sessions.errors import InputError
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.branches import is_branch_name

_HASH = re.compile(r"[0-9a-fA-F]{4,64}")
_PUSH_REMEDY = "Push it to a branch there (git push), or choose another with --base."


def resolve_base(mirror: Mirror, base: str | None) -> str:
    """Fetch, and find the commit that a session starts from.

    Args:
        mirror: of the remote.
        base: a branch, tag or commit, looked for in this order; None for the default branch.

    Returns:
        The full hash of a commit that the remote has on a branch or under that tag.

    Raises:
        InputError: the remote is empty, or has no such commit.
    """
    if base in (None, "HEAD"):
        base = mirror.default_head()
        if base is None:
            raise InputError(
                f"{mirror.url} has no commits on its default branch.",
                "Push the context document there first, or choose a branch with --base.",
            )
    mirror.fetch()
    name = base.removeprefix("origin/") if base.startswith("origin/") else base
    for branch in dict.fromkeys((base.removeprefix("refs/heads/"), name)):
        if is_branch_name(mirror.git, branch) and (head := mirror.branch_head(branch)):
            return head
    if _HASH.fullmatch(base) and (commit := mirror.commit_of(base)):
        if _is_on_a_branch(mirror, commit):
            return commit
        raise InputError(f"The commit {base[:12]} is on no branch of {mirror.url}.", _PUSH_REMEDY)
    if tagged := _tagged_commit(mirror, base.removeprefix("refs/tags/")):
        return tagged
    kind = f"commit {base[:12]}" if _HASH.fullmatch(base) else f"branch, tag or commit {base!r}"
    raise InputError(f"{mirror.url} has no {kind}.", _PUSH_REMEDY)


def _tagged_commit(mirror: Mirror, tag: str) -> str | None:
    # The mirror follows branches only; a tag is fetched when somebody asks for it.
    if not is_branch_name(mirror.git, tag):
        return None
    reference = f"refs/tags/{tag}"
    return mirror.commit_of(reference) if mirror.fetch_reference(reference, reference) else None


def _is_on_a_branch(mirror: Mirror, commit: str) -> bool:
    output = mirror.git.run(
        "for-each-ref",
        "--count=1",
        "--contains",
        commit,
        "refs/remotes/origin/",
        action=f"find the branches of {commit[:12]}",
    )
    return bool(output.text)
