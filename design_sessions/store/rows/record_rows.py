"""From rows of ``sessions`` to records: the one place where their JSON becomes typed."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from design_sessions.errors import StoreError
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.records import AnyRecord, ParentRecord, SessionRecord

Record = TypeVar("Record")
_ANY_RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
_SESSION_RECORD = TypeAdapter(SessionRecord)
_PARENT_RECORD = TypeAdapter(ParentRecord)


def read_record(row: AnyRow) -> AnyRecord:
    """The record of a row with at least ``SESSION_COLUMNS``, with what it remembers.

    Raises:
        StoreError: a version of the product that keeps its records in another form wrote it.
    """
    return _read(_ANY_RECORD, row)


def read_parent(row: AnyRow, state: object) -> ParentRecord:
    """As :func:`read_record`, for a parent whose ``state`` was selected apart from the row."""
    return _read(_PARENT_RECORD, row, state=state)


def read_session(row: AnyRow) -> SessionRecord:
    """What every session's record has; what it remembers is not looked at."""
    return _read(_SESSION_RECORD, row)


def _read(adapter: TypeAdapter[Record], row: AnyRow, **more: object) -> Record:
    scope = {"account": row.account, "project": row.project, "user": row.user}
    try:
        return adapter.validate_python(row._asdict() | {"scope": scope} | more)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise StoreError(
            f"The record of session {row.id} cannot be read: {place}: {first['msg']}.",
            "Another version of this program wrote it; delete the session, or use that version.",
        ) from None
