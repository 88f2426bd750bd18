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
from design_sessions.repository.writing.commit_builder import (
    ACCEPTED_TRAILER,
    SESSION_TRAILER,
    last_commit_of,
)
from design_sessions.scope import Scope
from design_sessions.store import Store

Origin = Literal["session", "accepted", "person"]


def origin_of(
    store: Store, scope: Scope, mirror: Mirror, head: str, component: Component
) -> Origin | None:
    """Where the design at ``head`` comes from; None where there is none.

    The records of sessions decide by its text, since squashing loses trailers and amending keeps
    them. The trailers of its last commit decide only for sessions that this database does not know.
    """
    text = mirror.snapshot(head).read_text(component.design_path)
    if text is None:
        return None
    for draft, accepted in store.drafts.of_module(scope, component.module):
        if _lines(draft) == _lines(text):
            return "accepted" if accepted else "session"
    session, accepted_by = _trailers(mirror, head, component.design_path)
    if not session or _is_known(store, scope, session):
        return "person"
    return "accepted" if accepted_by else "session"


def is_review_of_person(
    store: Store, scope: Scope, mirror: Mirror, head: str, context: ContextDesign
) -> bool:
    """Whether a person wrote or changed the review's document at ``head``."""
    path = review_path(context.path)
    blob = mirror.snapshot(head).blob_id(path)
    if blob is None or store.sessions.wrote_review(scope, context.module, blob):
        return False
    session, _ = _trailers(mirror, head, path)
    return not session or _is_known(store, scope, session)


def _lines(text: str) -> list[str]:
    """What stays the same when line ends follow the repository."""
    return text.rstrip("\r\n").splitlines()


def _trailers(mirror: Mirror, head: str, path: str) -> tuple[str, str]:
    said = mirror.git.run(
        "log",
        "--max-count=1",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        f"--format=%(trailers:key={SESSION_TRAILER},valueonly,separator=%x2C)"
        f"%x1f%(trailers:key={ACCEPTED_TRAILER},valueonly,separator=%x2C)",
        last_commit_of(mirror.git, head, path),
        "--",
        action=f"look up who wrote {path}",
    )
    session, _, accepted = said.stdout.decode("utf-8", "replace").strip("\n").partition("\x1f")
    return session.strip(), accepted.strip()


def _is_known(store: Store, scope: Scope, session: str) -> bool:
    try:
        store.sessions.get(scope, UUID(session))
    except (NotFoundError, ValueError):
        return False
    return True
