"""Who wrote the files of a session's branch, as its commits tell."""

from __future__ import annotations

from pydantic import BaseModel

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.history import history, trailer
from design_sessions.repository.trailers import MODEL_TRAILER

_COMMIT = "\x1e"
_FIELD = "\x1f"


class Authorship(BaseModel, frozen=True):
    """Who wrote one file since the base."""

    model: str | None = None
    """The model behind the newest commit of a session; None if no session wrote it."""
    by_hand: bool = False
    """Whether the newest commit is not a session's."""


def authors_since(mirror: Mirror, base: str, head: str) -> dict[str, Authorship]:
    """Who wrote the files that have changed from one commit to another, by path.

    A session's commits name their model in a trailer; all others are a person's. Merges are not
    looked into.

    Args:
        mirror: has both commits.
        base: full hash; where it is not there, the whole history is read.
        head: full hash.
    """
    form = f"%x1e{trailer(MODEL_TRAILER)}%x1f"
    entries = history(mirror.git, head, base, form, "--no-renames", "--name-only")
    found: dict[str, Authorship] = {}
    for entry in entries.split(_COMMIT)[1:]:
        said, _, rest = entry.partition(_FIELD)
        model = said.strip() or None
        for path in filter(None, (each.strip("\n") for each in rest.split("\0"))):
            newer = found.get(path)
            if newer is None:
                found[path] = Authorship(model=model, by_hand=model is None)
            elif newer.model is None and model is not None:
                found[path] = newer.model_copy(update={"model": model})
    return found
