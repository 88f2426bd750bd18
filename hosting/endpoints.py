"""Where the server of a data directory can be reached: ``endpoints.json``."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from hosting.file_locks import is_held

ENDPOINTS_FILE = "endpoints.json"
SERVER_LOCK = "temporal-server.lock"
SERVER_DATABASE = "temporal.sqlite3"


class Endpoints(BaseModel):
    """The embedded server of a data directory, for clients, other workers and people."""

    pid: int
    """Process (and process group) of the server."""
    address: str
    """``host:port`` of Temporal's gRPC service."""
    namespace: str = "default"
    ui: str
    """Base URL of the Web UI."""
    database: str
    """URL of the sessions' database, without a password."""

    @property
    def port(self) -> int:
        """Port of the gRPC service."""
        return int(self.address.rpartition(":")[2])

    @property
    def ui_port(self) -> int:
        """Port of the Web UI."""
        return int(self.ui.rpartition(":")[2])


def read_endpoints(data_directory: Path) -> Endpoints | None:
    """The content of ``endpoints.json``; None if it is missing or unreadable."""
    try:
        return Endpoints.model_validate_json((data_directory / ENDPOINTS_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def living_endpoints(data_directory: Path) -> Endpoints | None:
    """The content of ``endpoints.json``, if the server that it names is running."""
    endpoints = read_endpoints(data_directory)
    return endpoints if endpoints and server_is_running(data_directory) else None


def server_is_running(data_directory: Path) -> bool:
    """Whether a server runs on this data directory: its process inherits a locked descriptor."""
    return is_held(data_directory / SERVER_LOCK)


def has_run_a_server(data_directory: Path) -> bool:
    """Whether a server has run on this data directory, so that sessions may be on it."""
    return (data_directory / SERVER_DATABASE).exists()


def write_endpoints(data_directory: Path, endpoints: Endpoints) -> None:
    """Replace ``endpoints.json`` atomically: a reader sees the old or the new one."""
    descriptor, name = tempfile.mkstemp(dir=data_directory, prefix=".endpoints-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(endpoints.model_dump_json(indent=2) + "\n")
    os.replace(name, data_directory / ENDPOINTS_FILE)


def remove_endpoints(data_directory: Path) -> None:
    """Remove ``endpoints.json`` if it is there."""
    (data_directory / ENDPOINTS_FILE).unlink(missing_ok=True)


def without_password(database_url: str) -> str:
    """A database URL without its password."""
    # Loading SQLAlchemy takes longer than most commands that only look for a server.
    from sqlalchemy.engine import URL, make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(database_url)
    except ArgumentError:
        return ""
    bare = URL.create(
        url.drivername,
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    )
    return bare.difference_update_query(["password", "sslpassword"]).render_as_string()


def workflow_page(ui: str, namespace: str, workflow_id: str, run_id: str | None) -> str:
    """Address of a workflow's page in the Web UI.

    With a run id, the tab with the current details; without, the newest run's timeline.
    """
    escaped = quote(workflow_id, safe="")
    page = f"{ui.rstrip('/')}/namespaces/{quote(namespace, safe='')}/workflows/{escaped}"
    return page if run_id is None else f"{page}/{quote(run_id, safe='')}/user-metadata"
