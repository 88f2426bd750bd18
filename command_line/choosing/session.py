"""Which session a command means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

import click

from command_line.choosing.component import COMPONENTS, Kind
from command_line.choosing.session_names import is_mistyped, names_of, record_id, session_named
from command_line.database import open_records
from command_line.options import Invocation
from command_line.reports.formatting import local_time
from design_sessions import program
from design_sessions.errors import InputError, NotFoundError
from design_sessions.scope import Scope
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from design_sessions.wording import did_you_mean
from workflows.workflow_ids import session_workflow_id

_ID_PARTS = 4
_MOST_READ = 20
"""Active sessions whose components are looked at for a name."""
_FIND_OUT = f"`{program.client('list')}` shows the sessions of your account."


class Arguments(NamedTuple):
    """A command's arguments, sorted: an ID has a ``/`` or is a record's UUID."""

    session: str | None
    components: tuple[str, ...]


def sort_arguments(arguments: Sequence[str]) -> Arguments:
    """Separate the ID from the components; a child's ID names its session and its component.

    Raises:
        click.UsageError: more than one ID.
    """
    ids = [argument for argument in arguments if _is_id(argument)]
    components = [argument for argument in arguments if not _is_id(argument)]
    if len(ids) > 1:
        raise click.UsageError(f"One session at a time, not {', '.join(ids)}.")
    if not ids:
        return Arguments(None, tuple(components))
    parts = ids[0].strip("/").split("/")
    if len(parts) > _ID_PARTS and parts[_ID_PARTS] != "review":
        components.insert(0, parts[_ID_PARTS])
    return Arguments("/".join(parts[:_ID_PARTS]), tuple(components))


def choose(
    invocation: Invocation,
    arguments: Sequence[str],
    *,
    of: Kind = COMPONENTS,
    deciding: bool = False,
) -> Arguments:
    """As :func:`sort_arguments`; the first may also name the session in any other way.

    What the session that would be meant without a name has of this name comes before a session, and
    what the only active session has that has this name comes last.

    Args:
        invocation: with the scope.
        arguments: as given.
        of: what the others name.
        deciding: that session is the only active one, not the newest.

    Raises:
        InputError: the first argument fits several sessions.
        NotFoundError: it is none of both; with the nearest.
    """
    found = sort_arguments(arguments)
    if found.session is not None or not found.components:
        return found
    name, *others = found.components
    try:
        store = open_records(invocation.settings)
        meant = _meant(invocation.scope, store, deciding=deciding)
    except NotFoundError:
        return found
    if any(of.has(view, name) for view in meant):
        return found
    known = store.reports.session_names(invocation.scope)
    session = session_named(known, name)
    if session is not None:
        return Arguments(session, tuple(others))
    if not meant:
        return found
    if not deciding:
        # The newest session is not always the one that a person works on.
        active = _meant(invocation.scope, store, deciding=True)
        having = [view.id for view in active if of.has(view, name)]
        if len(having) == 1:
            return Arguments(having[0], found.components)
    here = (each for view in meant for each in of.names(view))
    listed = f"{of.noun.capitalize()}s of {meant[0].id}: {of.listed(meant[0])}."
    raise NotFoundError(
        f"There is no session and no {of.noun} {name!r}"
        f"{did_you_mean(name, {*names_of(known), *here})}",
        listed if len(meant) == 1 else _FIND_OUT,
    )


def _meant(scope: Scope, store: Store, *, deciding: bool) -> list[SessionStatusView]:
    """The sessions that a command without a name may mean; decisions need the only active one."""
    if not deciding:
        return [store.reports.read_status(scope)]
    active = store.reports.active_sessions(scope)[:_MOST_READ]
    return [store.reports.read_status(scope, session_id=each.session_id) for each in active]


def _whole(invocation: Invocation, store: Store, name: str, *, recorded: bool) -> str:
    """The ID or record UUID that a name means.

    Args:
        invocation: with the scope.
        store: the records.
        name: as a person writes it.
        recorded: whether a whole ID must have a record. The server may know one that has none,
            unless it is nearly that of another session.

    Raises:
        InputError: it means several.
        NotFoundError: it means none, with the nearest.
    """
    name = sort_arguments([name]).session or name.strip()
    known = store.reports.session_names(invocation.scope)
    if (session := session_named(known, name)) is not None:
        return session
    if not recorded and len(name.split("/")) == _ID_PARTS and not is_mistyped(known, name):
        return name
    raise NotFoundError(
        f"Session not found: {name}{did_you_mean(name, names_of(known))}", _FIND_OUT
    )


def _is_id(argument: str) -> bool:
    return "/" in argument or record_id(argument) is not None


def check_own(scope: Scope, session: str) -> Scope:
    """The scope of a session's ID, if the session belongs to the caller.

    Raises:
        NotFoundError: it belongs to another account or project, or is not a session's ID.
    """
    parts = session.split("/")
    prefix = session_workflow_id(
        scope if scope.project else scope.model_copy(update={"project": ""}), ""
    ).split("/")
    ours = len(parts) == _ID_PARTS and parts[:2] == prefix[:2]
    if not ours or (scope.project and parts[2] != prefix[2]):
        raise NotFoundError(f"Session not found: {session}.", _FIND_OUT)
    return scope.model_copy(update={"project": unquote(parts[2])})


class ReportedSession(NamedTuple):
    """A session, and what is needed to read more about it."""

    store: Store
    scope: Scope
    """With the session's project."""
    view: SessionStatusView
    """As it was when it was read."""

    def now(self) -> SessionStatusView:
        """The session's current state, even if its context has a newer session by now.

        Raises:
            NotFoundError: it is not in the scope.
        """
        return self.store.reports.read_status(
            self.scope, self.view.id, session_id=self.view.session_id
        )


def session_to_report(invocation: Invocation, session: str | None) -> ReportedSession:
    """The session of this name, or the newest.

    Args:
        invocation: with the scope.
        session: an ID, the beginning of one, the UUID of a record, or a context.

    Raises:
        NotFoundError: there is none in the scope.
        InputError: the name means several.
    """
    store = open_records(invocation.settings)
    if session is not None:
        session = _whole(invocation, store, session, recorded=True)
    if record := record_id(session):
        view = store.reports.read_status(invocation.scope, session_id=record)
    else:
        scope = check_own(invocation.scope, session) if session else invocation.scope
        view = store.reports.read_status(scope, session)
    return ReportedSession(store, check_own(invocation.scope, view.id), view)


def known_session(invocation: Invocation, view: SessionStatusView) -> ReportedSession:
    """The session of a view that a worker returned."""
    store = open_records(invocation.settings)
    return ReportedSession(store, check_own(invocation.scope, view.id), view)


def session_to_decide(invocation: Invocation, session: str | None) -> str:
    """The ID of the session of this name, or of the only active one.

    Args:
        invocation: with the scope.
        session: as in :func:`session_to_report`.

    Raises:
        NotFoundError: there is none in the scope.
        InputError: the record's session has ended; or several are active, which it lists.
    """
    try:
        store = open_records(invocation.settings)
    except NotFoundError:
        if session is None or record_id(session):
            raise
        # The server may know it where no worker has made a database yet.
        check_own(invocation.scope, session)
        return session
    if session is not None:
        session = _whole(invocation, store, session, recorded=False)
    if record := record_id(session):
        view = store.reports.read_status(invocation.scope, session_id=record)
        if view.status != "active":
            raise InputError(
                f"The session {session} has ended: {view.status}.",
                "`start` continues from its branch.",
            )
        return view.id
    if session is not None:
        check_own(invocation.scope, session)
        return session
    active = store.reports.active_sessions(invocation.scope)
    if not active:
        raise NotFoundError("Session not found: none is active.", _FIND_OUT)
    if len(active) > 1:
        listing = "; ".join(
            f"{s.id} (since {local_time(s.created_at.isoformat())})" for s in active
        )
        raise InputError(f"{len(active)} sessions are active: {listing}.", "Give the ID of one.")
    return active[0].id
