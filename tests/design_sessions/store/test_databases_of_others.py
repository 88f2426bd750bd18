"""A database that is another application's is left as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from design_sessions.errors import InputError, StoreError
from design_sessions.store import open_store
from design_sessions.store.database.connections import parse_database_url
from tests.support.postgresql import DatabaseFactory

THEIRS = (
    "CREATE TABLE schema_migrations (version bigint)",
    # As another application that uses Alembic, with names that are ours as well.
    "CREATE TABLE alembic_version (version_num varchar(32))",
    "INSERT INTO alembic_version VALUES ('0001')",
    "CREATE TABLE accounts (id integer)",
)


def tables(url: str, schema: str | None = None) -> set[str]:
    engine = create_engine(parse_database_url(url).difference_update_query(["schema"]))
    try:
        return set(inspect(engine).get_table_names(schema))
    finally:
        engine.dispose()


def run(url: str, *statements: str) -> None:
    engine = create_engine(parse_database_url(url))
    with engine.begin() as connection:
        for each in statements:
            connection.execute(text(each))
    engine.dispose()


def test_tables_of_others_are_not_joined_by_ours(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True)
    run(database_url, *THEIRS)
    before = tables(database_url)

    for migrate in (True, False):
        with pytest.raises(StoreError, match=r"tables of others \(.*accounts.*left alone"):
            open_store(database_url, migrate=migrate)

    assert tables(database_url) == before


def test_a_file_of_others_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "clinic.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE patients (id integer)")
    connection.close()
    content = path.read_bytes()

    with pytest.raises(StoreError, match="file of our own"):
        open_store(f"sqlite:///{path}", migrate=True)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_schema_of_our_own_is_made_beside_the_tables_of_others(
    new_postgresql_database: DatabaseFactory,
) -> None:
    url = new_postgresql_database()
    run(url, *THEIRS)
    ours = f"{url}&schema=Design Sessions"

    store = open_store(ours, migrate=True)
    assert store.maintenance.open_sessions() == []
    store.close()
    open_store(ours, migrate=False).close()

    assert tables(url) == {"schema_migrations", "alembic_version", "accounts"}
    assert {"deployment", "accounts", "alembic_version"} <= tables(url, "Design Sessions")


def test_a_schema_with_tables_of_others_is_not_of_our_own(
    new_postgresql_database: DatabaseFactory,
) -> None:
    url = new_postgresql_database()
    run(url, "CREATE SCHEMA clinic", "CREATE TABLE clinic.patients (id integer)")

    for named in (url, f"{url}&schema=clinic"):
        with pytest.raises(StoreError, match=r"clinic\.patients.*\?schema=design_sessions"):
            open_store(named, migrate=True)

    open_store(f"{url}&schema=public", migrate=True).close()


def test_a_role_that_may_not_make_schemas_uses_one_that_is_there(
    new_postgresql_database: DatabaseFactory,
) -> None:
    url = new_postgresql_database()
    run(
        url,
        "CREATE TABLE patients (id integer)",
        "CREATE ROLE designer LOGIN",
        "CREATE SCHEMA ours AUTHORIZATION designer",
    )

    open_store(f"{url.replace('postgres@', 'designer@')}&schema=ours", migrate=True).close()

    assert "deployment" in tables(url, "ours")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///sessions.sqlite3?schema=ours",
        "postgresql://localhost/clinic?schema=a&schema=b",
    ],
)
def test_a_schema_that_cannot_be_meant_is_bad_input(url: str) -> None:
    with pytest.raises(InputError, match="schema"):
        parse_database_url(url)


def test_options_of_the_address_still_reach_the_server(
    new_postgresql_database: DatabaseFactory,
) -> None:
    store = open_store(f"{new_postgresql_database()}&schema=ours&application_name=me", migrate=True)
    with store.engine.begin() as connection:
        found: Any = connection.execute(
            text("SELECT current_setting('application_name'), current_setting('lock_timeout')")
        ).one()
    store.close()
    assert tuple(found) == ("me", "1min")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_does_not_hold_every_text_is_refused(
    encoding: str, new_postgresql_database: DatabaseFactory
) -> None:
    url = new_postgresql_database()
    name = f"other_{encoding.lower()}"
    engine = create_engine(parse_database_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
        )
    engine.dispose()
    other = str(parse_database_url(url).set(database=name, drivername="postgresql"))

    with pytest.raises(StoreError, match=f"has the encoding {encoding}.*UTF-8"):
        open_store(other, migrate=True)


def test_no_statement_is_prepared_which_a_pooler_would_lose(
    new_postgresql_database: DatabaseFactory,
) -> None:
    store = open_store(new_postgresql_database(), migrate=True)
    with store.engine.begin() as connection:
        for _ in range(20):
            connection.execute(text("SELECT id FROM deployment"))
        prepared = connection.execute(text("SELECT count(*) FROM pg_prepared_statements"))
        assert prepared.scalar_one() == 0
    store.close()
