"""Where a design that is there already comes from: a session, a session and a person's acceptance,
or a person."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from design_sessions.components import Component
from design_sessions.context_document.model import ContextDesign
from design_sessions.errors import NotFoundError
from design_sessions.layouts import review_path
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.earlier_commits import last_commit_of
from design_sessions.repository.trailers import ACCEPTED_TRAILER, SESSION_TRAILER, acceptance_of
from design_sessions.review_document import accepted_blobs
from design_sessions.scope import Scope
from design_sessions.store import Store

Origin = Literal["session", "accepted", "person"]


def origin_of(
    store: Store,
    scope: Scope,
    mirror: Mirror,
    head: str,
    component: Component,
    *,
    context_path: str,
) -> Origin | None:
    """Where the design at ``head`` comes from; None where there is none.

    The records of sessions decide by its text, since squashing loses trailers and amending keeps
    them. For what this database does not know, an acceptance is one if the review's document, which
    a squash keeps, or a commit's message names this very text; the trailers of the last commit tell
    a session's design from a person's.
    """
    path, snapshot = component.design_path, mirror.snapshot(head)
    text, blob = snapshot.read_text(path), snapshot.blob_id(path)
    if text is None or blob is None:
        return None
    known = [
        accepted
        for draft, accepted in store.drafts.of_module(scope, component.module)
        if _lines(draft) == _lines(text)
    ]
    review = snapshot.read_text(review_path(context_path)) or ""
    if (
        (known and known[0])
        or (path, blob) in accepted_blobs(review)
        or _is_accepted_by_commit(mirror, head, path, blob)
    ):
        return "accepted"
    if known:
        return "session"
    session = _session_of(mirror, head, path)
    return "session" if session and not _is_known(store, scope, session) else "person"


def is_review_of_person(
    store: Store, scope: Scope, mirror: Mirror, head: str, context: ContextDesign
) -> bool:
    """Whether a person wrote or changed the review's document at ``head``."""
    path = review_path(context.path)
    blob = mirror.snapshot(head).blob_id(path)
    if blob is None or store.sessions.wrote_review(scope, context.module, blob):
        return False
    session = _session_of(mirror, head, path)
    return not session or _is_known(store, scope, session)


def _lines(text: str) -> list[str]:
    """What stays the same when line ends follow the repository."""
    return text.rstrip("\r\n").splitlines()


def _is_accepted_by_commit(mirror: Mirror, head: str, path: str, blob: str) -> bool:
    """Whether a commit of the file, or the squash of several, carries the acceptance of a text."""
    found = mirror.git.run(
        "log",
        "--max-count=1",
        "--no-show-signature",
        "--format=%H",
        "--fixed-strings",
        f"--grep={ACCEPTED_TRAILER}: {acceptance_of(blob)}",
        head,
        "--",
        f":(literal){path}",
        action=f"look up who accepted {path}",
    )
    return bool(found.text)


def _session_of(mirror: Mirror, head: str, path: str) -> str:
    """The session that the last commit of a file names; empty without one."""
    said = mirror.git.run(
        "log",
        "--max-count=1",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        f"--format=%(trailers:key={SESSION_TRAILER},valueonly,separator=%x2C)",
        last_commit_of(mirror.git, head, path),
        "--",
        action=f"look up who wrote {path}",
    )
    return said.text.strip()


def _is_known(store: Store, scope: Scope, session: str) -> bool:
    try:
        store.sessions.get(scope, UUID(session))
    except (NotFoundError, ValueError):
        return False
    return True
