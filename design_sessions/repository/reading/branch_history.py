"""What a branch has that its base has not, and the other way round."""

from __future__ import annotations

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.history import history, trailer
from design_sessions.repository.trailers import CONTEXT_TRAILER


def contexts_since(mirror: Mirror, base: str, head: str) -> set[str]:
    """Modules of the contexts whose sessions made the commits of ``head`` that ``base`` lacks."""
    found = history(mirror.git, head, base, trailer(CONTEXT_TRAILER))
    return set(found.replace("\0", " ").replace(",", " ").split())


def commits_missing(mirror: Mirror, head: str, base: str) -> int:
    """How many commits of ``base`` are not in the history of ``head``."""
    counted = mirror.git.run(
        "rev-list", "--count", base, f"^{head}", "--", action="compare the branch with its base"
    )
    return int(counted.text)


def base_has_all(mirror: Mirror, base: str, head: str) -> bool:
    """Whether ``base`` has, or once had, all that ``head`` brings: by its history or, after a
    squash, by the content of each file, whatever people changed on the base since then.
    """
    ahead = _ask(mirror, "rev-list", "--count", head, f"^{base}", "--")
    if ahead == "0":
        return head != base
    fork = _ask(mirror, "merge-base", base, head)
    if not fork:
        return False
    brought = set(_ask(mirror, "diff-tree", "-r", "--no-renames", fork, head).splitlines())
    blobs = {line.split()[3] for line in brought}
    since = _ask(mirror, "rev-list", "--objects", base, f"^{fork}", "--").splitlines()
    return bool(blobs) and blobs <= {line.split(" ", 1)[0] for line in since}


def _ask(mirror: Mirror, *arguments: str) -> str:
    answer = mirror.git.run(*arguments, action="compare the branch with its base", accept=(0, 1))
    return answer.text
