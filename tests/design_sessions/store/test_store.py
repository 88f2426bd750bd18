from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from design_sessions.errors import InputError, StoreError, StoreUnavailableError
from design_sessions.store import open_store
from design_sessions.store.database.connections import parse_database_url
from design_sessions.store.database.tables import metadata
from design_sessions.store.database.transactions import translated_errors


def test_the_migrations_lead_to_the_tables_of_the_code(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_deployment_id_is_made_once_for_a_database(database_url):
    ids = []
    for migrate in (True, True, False):
        store = open_store(database_url, migrate=migrate)
        ids.append(store.deployment_id)
        store.close()
    assert len(set(ids)) == 1
    assert UUID(ids[0])


def test_databases_have_different_deployment_ids(store, tmp_path):
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}", migrate=True)
    other.close()
    assert other.deployment_id != store.deployment_id


def test_workers_that_start_together_migrate_one_after_another(database_url):
    def start(_number: int) -> str:
        store = open_store(database_url, migrate=True)
        store.close()
        return store.deployment_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1


def test_a_database_newer_than_the_program_is_refused(database_url):
    store = open_store(database_url, migrate=True)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    for migrate in (True, False):
        with pytest.raises(StoreError, match=r"newer than this program.*Update this program"):
            open_store(database_url, migrate=migrate)


def test_a_database_without_tables_is_not_changed_by_a_reader(new_postgresql_database):
    url = new_postgresql_database()
    for _repetition in range(2):
        with pytest.raises(StoreError, match=r"has no tables yet.*Start a worker"):
            open_store(url, migrate=False)


def test_a_reader_does_not_make_a_missing_file(tmp_path):
    path = tmp_path / "absent" / "sessions.sqlite3"
    with pytest.raises(StoreError, match=r"no database at .*Start a worker"):
        open_store(f"sqlite:///{path}", migrate=False)
    assert not path.parent.exists()


def test_sqlite_keeps_readers_and_the_writer_apart(tmp_path):
    path = tmp_path / "sessions.sqlite3"
    open_store(f"sqlite:///{path}", migrate=True).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, not a database. " * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{path}", migrate=True)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(
        StoreError, match=r"Cannot create the directory.*DESIGN_DATABASE_URL or DESIGN_DATA_DIR"
    ):
        open_store(f"sqlite:///{tmp_path / 'file' / 'below' / 'sessions.sqlite3'}", migrate=True)


def test_a_server_that_does_not_answer_may_answer_later():
    with pytest.raises(StoreUnavailableError) as raised:
        open_store("postgresql://ada:s3cret%2Fword@127.0.0.1:1/sessions", migrate=True)
    assert raised.value.retryable
    assert "127.0.0.1" in str(raised.value)
    assert "s3cret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_full_disk_is_told_from_a_database_that_does_not_answer(store):
    full = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
    with pytest.raises(StoreUnavailableError) as raised, translated_errors(store.engine):
        raise full
    assert raised.value.retryable
    assert "no space left" in str(raised.value)
    assert raised.value.remedy.startswith("Free some")


def test_after_a_lost_connection_the_next_call_works(new_postgresql_database):
    store = open_store(new_postgresql_database(), migrate=True)
    terminate = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with (
        pytest.raises(StoreUnavailableError),
        translated_errors(store.engine),
        store.engine.connect() as connection,
    ):
        connection.execute(terminate)
    assert store.maintenance.open_sessions() == []
    store.close()


def test_a_server_that_ends_the_pooled_connections_is_not_noticed(new_postgresql_database):
    store = open_store(new_postgresql_database(), migrate=True)
    other = open_store(str(store.engine.url), migrate=False)
    with other.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert store.maintenance.open_sessions() == []
    other.close()
    store.close()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://localhost/sessions", "postgresql+psycopg"),
        ("postgresql://localhost/sessions", "postgresql+psycopg"),
        ("postgresql+asyncpg://localhost/sessions", "postgresql+psycopg"),
        ("sqlite:////data/sessions.sqlite3", "sqlite+pysqlite"),
    ],
)
def test_users_name_a_database_and_not_a_driver(given, driver):
    assert parse_database_url(given).drivername == driver


def test_the_home_directory_may_be_written_short():
    assert parse_database_url("sqlite:///~/a.sqlite3").database == str(Path.home() / "a.sqlite3")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("mysql://ada:s3cret@localhost/sessions", "'mysql', which is not supported"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("s3cret", "not a database URL"),
        ("", "not a database URL"),
        ("postgresql://ada:s3cret@localhost:port/sessions", "not a database URL"),
    ],
)
def test_a_url_we_cannot_use_is_bad_input_and_never_repeated(given, complaint):
    with pytest.raises(InputError, match=complaint) as raised:
        parse_database_url(given)
    assert "s3cret" not in str(raised.value)
