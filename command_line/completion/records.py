"""Names of sessions, components and findings from the SQLite file, without the store.

To load the store takes longer than a completion may. A test compares what is read here with it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from uuid import UUID

from design_sessions.data_directory import default_data_directory

_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?]+)")
_BUSY_SECONDS = 0.1
_MOST_SESSIONS = 500
_MOST_COMPONENTS = 2_000

_SESSIONS = """
    select workflow_id, id, component_module, status from sessions
    where type = 'context_components_design' and account = :account
      and (:project is null or project = :project)
    order by created_at desc, id desc limit :most
"""
_COMPONENTS = """
    select json_extract(view, '$.name') from component_views
    where session_id = :session order by position limit :most
"""
_FINDINGS = """
    select json_extract(finding.value, '$.id')
    from sessions, json_each(sessions.view, '$.review.findings') as finding
    where sessions.id = :session and json_extract(finding.value, '$.waived') is null
"""


class RecordedSession(NamedTuple):
    """A session by its names."""

    id: str
    session_id: UUID
    context: str
    status: str


class Records:
    """The sessions of an account in an open database.

    Args:
        connection: of the file.
        account: whose sessions.
        project: only its sessions; None for all.
    """

    def __init__(self, connection: sqlite3.Connection, account: str, project: str | None) -> None:
        self._connection = connection
        self._scope = {"account": account, "project": project}

    def sessions(self) -> list[RecordedSession]:
        """The sessions, newest first."""
        rows = self._connection.execute(_SESSIONS, {**self._scope, "most": _MOST_SESSIONS})
        return [RecordedSession(row[0], UUID(row[1]), row[2], row[3]) for row in rows]

    def components(self, session: RecordedSession) -> list[str]:
        """The names of its components, in its order."""
        values = {"session": session.session_id.hex, "most": _MOST_COMPONENTS}
        return [name for (name,) in self._connection.execute(_COMPONENTS, values)]

    def open_findings(self, session: RecordedSession) -> list[str]:
        """The identifiers of what its review found and nobody has waived."""
        values = {"session": session.session_id.hex}
        return [name for (name,) in self._connection.execute(_FINDINGS, values) if name]


@contextmanager
def open_records(given: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[Records]:
    """The records that a command with these options would read.

    Args:
        given: values by option, such as ``--data-dir``; ``--demo`` with any value.
        environment: of the process.

    Raises:
        LookupError: there are none, or they are not in a SQLite file.
        sqlite3.Error: the file cannot be read.
    """
    settings = _settings(given, environment)
    directory = Path(settings.get("DESIGN_DATA_DIR") or default_data_directory()).expanduser()
    if "--demo" in given:
        runs = sorted((directory / "demo").glob("run-*"), key=lambda run: run.stat().st_mtime)
        directory, settings = (runs[-1] / "data", {}) if runs else (directory, {})
    file = _database_file(directory, settings.get("DESIGN_DATABASE_URL"))
    account = given.get("--account") or settings.get("DESIGN_ACCOUNT") or "default"
    project = given.get("--project") or settings.get("DESIGN_PROJECT") or None
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
        yield Records(connection, account, project)


def _settings(given: Mapping[str, str], environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with the options and what the files of settings add, if there are any."""
    named = given.get("--env-file") or environment.get("DESIGN_ENV_FILE")
    if data := given.get("--data-dir"):
        environment = {**environment, "DESIGN_DATA_DIR": data}
    directory = Path(environment.get("DESIGN_DATA_DIR") or default_data_directory()).expanduser()
    product = Path(__file__).resolve().parents[2]
    files = [Path(named)] if named else [directory / ".env", product / ".env"]
    if not any(file.is_file() for file in files):
        return environment
    # Loads what a person has only if there is such a file.
    from design_sessions.environment_files import with_environment_files

    return with_environment_files(
        environment,
        data_directory=Path(data) if data else None,
        named=Path(named) if named else None,
    )


def _database_file(directory: Path, url: str | None) -> Path:
    """As ``command_line.database`` finds it."""
    if not url:
        try:
            url = json.loads((directory / "endpoints.json").read_bytes()).get("database")
        except (OSError, ValueError):
            url = None
    found = _SQLITE.match(url or "")
    if url and found is None:
        raise LookupError(url)
    file = Path(unquote(found["path"])) if found else directory / "sessions.sqlite3"
    if not file.is_file():
        raise LookupError(str(file))
    return file
