"""A PostgreSQL server that lives as long as a test run, from the binaries installed here."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

DatabaseFactory = Callable[[], str]
"""Makes an empty database and returns its URL."""

_START_SECONDS = 60
# A crash of the server may lose nothing, so commits stay synchronous; one of the machine may.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "200",
}


def postgresql_binaries() -> Path | None:
    """The directory of ``initdb`` and ``postgres``, the newest version; None without any."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class PostgresqlServer:
    """A server on a directory of its own, reached by a socket there.

    PostgreSQL refuses to run as root, so that there it runs as ``nobody``.
    """

    def __init__(self, binaries: Path, directory: Path) -> None:
        self._binaries = binaries
        self._directory = directory
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(directory, self._user.pw_uid, self._user.pw_gid)
        _make_cluster(binaries, directory, self._user)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self._process = _start(self._binaries, self._directory, self._user)
        _wait_until_ready(self._process, self._directory)

    def crash(self) -> None:
        """Stop it at once, as a crash would: every connection breaks."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=30)

    def stop(self) -> None:
        """Stop it, at once if somebody stays connected."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.crash()

    def create_database(self) -> str:
        """Make an empty database and return its URL."""
        return _create_database(self._directory)


@contextmanager
def throwaway_postgresql() -> Iterator[PostgresqlServer]:
    """A server that has started, gone with everything at the end.

    Raises:
        FileNotFoundError: no binaries; ask :func:`postgresql_binaries` first.
    """
    binaries = postgresql_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's initdb is not installed")
    directory = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        server = PostgresqlServer(binaries, directory)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make_cluster(binaries: Path, directory: Path, user: pwd.struct_passwd | None) -> None:
    subprocess.run(
        [
            binaries / "initdb",
            "--no-sync",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            f"--pgdata={directory / 'data'}",
        ],
        check=True,
        cwd=directory,
        stdout=subprocess.DEVNULL,
        **_as_user(user),
    )


def _start(
    binaries: Path, directory: Path, user: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(directory / "data"), "-k", str(directory)]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (directory / "log").open("wb") as log:
        return subprocess.Popen(
            command, cwd=directory, stdout=log, stderr=subprocess.STDOUT, **_as_user(user)
        )


def _wait_until_ready(server: subprocess.Popen[bytes], directory: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(directory), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (directory / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {log[-2000:]}") from error
            time.sleep(0.05)


def _create_database(directory: Path) -> str:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(
        host=str(directory), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"postgresql://postgres@/{name}?host={directory}"
