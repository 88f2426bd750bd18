"""The job that makes the databases, on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.support.postgresql import postgresql_binaries, throwaway_postgresql

SCRIPT = Path(__file__).parents[2] / "deployment/postgresql/create-databases.sh"
Job = Callable[..., None]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The directory of a server's socket."""
    binaries = postgresql_binaries()
    if binaries is None or not _psql_directory(binaries):
        pytest.skip("PostgreSQL is not installed here: no initdb and psql")
    with throwaway_postgresql() as server:
        yield parse_qs(urlsplit(server.create_database()).query)["host"][0]


@pytest.fixture
def run_job(host: str) -> Job:
    def run_job(password: str = "first") -> None:
        binaries = postgresql_binaries()
        assert binaries is not None
        environment = {
            "PATH": f"{_psql_directory(binaries)}:{os.environ['PATH']}",
            "PGHOST": host,
            "PGUSER": "postgres",
            "PGPASSWORD": "not asked for here",
            "TEMPORAL_DATABASE_PASSWORD": password,
            "SESSIONS_DATABASE_PASSWORD": password,
        }
        subprocess.run([SCRIPT], env=environment, check=True, capture_output=True, timeout=60)

    return run_job


def _psql_directory(binaries: Path) -> Path | None:
    found = shutil.which("psql", path=f"{binaries}:{os.environ.get('PATH', '')}")
    return Path(found).parent if found else None


def _connect(host: str, user: str, database: str) -> psycopg.Connection:
    return psycopg.connect(host=host, user=user, dbname=database, autocommit=True)


def _password_hash(host: str, role: str) -> str:
    with _connect(host, "postgres", "postgres") as connection:
        row = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role]
        ).fetchone()
    assert row is not None
    return str(row[0])


def test_each_role_may_make_tables_in_its_own_databases(host: str, run_job: Job) -> None:
    run_job()

    for user, database in [
        ("temporal", "temporal"),
        ("temporal", "temporal_visibility"),
        ("design_sessions", "design_sessions"),
    ]:
        with _connect(host, user, database) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS proof (id integer)")


@pytest.mark.parametrize(
    ("user", "database"), [("temporal", "design_sessions"), ("design_sessions", "temporal")]
)
def test_no_role_reaches_the_other_s_database(
    host: str, run_job: Job, user: str, database: str
) -> None:
    run_job()

    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        _connect(host, user, database)


def test_it_may_run_again_and_takes_over_a_changed_password(host: str, run_job: Job) -> None:
    run_job("first")
    before = _password_hash(host, "design_sessions")

    run_job('it\'s "second"; DROP')

    assert _password_hash(host, "design_sessions") != before
