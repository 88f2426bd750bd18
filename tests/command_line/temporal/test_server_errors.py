"""A server that refuses is told in its words, and its own trouble with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from command_line.temporal import server_errors
from command_line.temporal.server_errors import refused, refused_by
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.temporal_connection import Connection

TROUBLE = RPCError("shard status unknown", RPCStatusCode.UNAVAILABLE, b"")


@pytest.fixture
def settings(tmp_path: Path, environment: dict[str, str]) -> Settings:
    return Settings(environment=environment).model_copy(update={"data_directory": tmp_path})


def connection(*, embedded: bool) -> Connection:
    return Connection(client=cast(Client, None), ui=None, embedded=embedded)


def full_disk(directory: Path) -> None:
    raise InputError(f"The data directory {directory} cannot be written: No space left on device.")


def test_the_servers_own_trouble_says_where_to_look() -> None:
    told = refused(TROUBLE)
    assert told.message == "The Temporal server cannot do this now: shard status unknown."
    assert "temporal-server.log" in told.remedy


def test_a_refused_request_is_told_as_it_is() -> None:
    told = refused(RPCError("no such namespace", RPCStatusCode.INVALID_ARGUMENT, b""))
    assert (told.message, told.remedy) == ("The Temporal server refused: no such namespace.", "")


def test_a_full_disk_of_the_embedded_server_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    writable = refused_by(connection(embedded=True), settings, TROUBLE)
    monkeypatch.setattr(server_errors, "check_writable", full_disk)
    full = refused_by(connection(embedded=True), settings, TROUBLE)
    elsewhere = refused_by(connection(embedded=False), settings, TROUBLE)

    assert "No space left on device" in full.message
    assert "shard status unknown" in writable.message
    assert "shard status unknown" in elsewhere.message
