from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import httpx2
import psutil
import pytest
from temporalio.service import RPCError

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting import embedded_server, search_attributes
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import Endpoints, living_endpoints, read_endpoints, server_is_running
from hosting.pollers import is_polled
from hosting.ports import free_port, is_free
from hosting.temporal_command import temporal_command
from hosting.temporal_connection import connect


async def test_a_server_is_started_found_and_stopped(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    endpoints = await server.ensure()

    assert living_endpoints(tmp_path / "data") == endpoints
    assert os.getpgid(endpoints.pid) == endpoints.pid != os.getpgrp()
    connection = await connect(Settings(data_directory=tmp_path / "data"))
    assert connection.ui == endpoints.ui
    assert connection.embedded
    assert await search_attributes.registered(connection.client)
    assert not await is_polled(connection.client, "a-queue")

    await server.release()

    assert not server_is_running(tmp_path / "data")
    assert read_endpoints(tmp_path / "data") is None
    assert is_free(endpoints.port)


async def test_a_living_server_is_adopted_and_stopped_by_its_last_user(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    endpoints = await server.ensure()
    second = EmbeddedServer(tmp_path / "data", database="sqlite:///sessions.sqlite3")

    assert await second.ensure() == endpoints
    await server.release()
    assert server_is_running(tmp_path / "data")
    await second.release()
    assert not server_is_running(tmp_path / "data")


async def test_another_port_than_the_living_server_s_is_bad_input(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    endpoints = await server.ensure()
    second = EmbeddedServer(tmp_path / "data", database="", port=endpoints.port + 1)

    with pytest.raises(InputError, match=f"is already running on port {endpoints.port}"):
        await second.ensure()
    await second.release()


async def test_a_server_of_another_data_directory_on_the_same_port_is_not_taken_for_one_s_own(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found the port free, and the other has taken it."""
    others = await server.ensure()
    chosen = iter([others.port, free_port(), free_port(), free_port()])
    monkeypatch.setattr(embedded_server, "choose_port", lambda *_, **__: next(chosen))
    command = tmp_path / "temporal"
    command.write_text(_STARTS_SLOWLY.format(temporal=temporal_command(None)))
    command.chmod(0o755)
    second = EmbeddedServer(tmp_path / "second", database="", binary=command)

    endpoints = await second.ensure()
    assert endpoints.port != others.port
    assert _listening_ports(endpoints.pid)
    await second.release()
    assert living_endpoints(tmp_path / "data") == others


_STARTS_SLOWLY = """#!/bin/bash
[ "$1" = --version ] || sleep 1
exec {temporal} "$@"
"""


async def test_a_server_that_ends_slowly_while_it_starts_is_started_once_more(
    tmp_path: Path, no_temporal_settings: None
) -> None:
    """As if another process had taken a port that was free a moment ago."""
    command = tmp_path / "temporal"
    command.write_text(_ENDS_SLOWLY_THE_FIRST_TIME.format(temporal=temporal_command(None)))
    command.chmod(0o755)
    server = EmbeddedServer(tmp_path / "data", database="", binary=command)

    endpoints = await server.ensure()
    assert living_endpoints(tmp_path / "data") == endpoints
    await server.release()
    with pytest.raises(ProcessLookupError):
        os.kill(endpoints.pid, 0)


_ENDS_SLOWLY_THE_FIRST_TIME = """#!/bin/bash
if [ "$1" = --version ] || [ -e tried ]; then exec {temporal} "$@"; fi
touch tried
for each in /proc/$$/fd/*; do
    descriptor=${{each##*/}}
    [ "$descriptor" -gt 2 ] && exec {{descriptor}}>&-
done
sleep 0.5
"""


@pytest.mark.slow
async def test_a_server_that_dies_is_started_again_on_its_ports(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    before = await server.ensure()
    keeper = asyncio.create_task(server.keep_running())
    os.kill(before.pid, signal.SIGKILL)

    after = await _started_again(tmp_path / "data", before)
    keeper.cancel()
    await asyncio.wait([keeper])
    assert (after.address, after.ui) == (before.address, before.ui)


@pytest.mark.slow
async def test_a_server_that_dies_waits_for_its_port_since_workers_know_no_other(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    before = await server.ensure()
    keeper = asyncio.create_task(server.keep_running())
    await asyncio.sleep(0)
    os.kill(before.pid, signal.SIGKILL)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        await _until_bound(other, before.port)
        await asyncio.sleep(2)
        assert living_endpoints(tmp_path / "data") is None

    after = await _started_again(tmp_path / "data", before)
    keeper.cancel()
    await asyncio.wait([keeper])
    assert after.address == before.address


async def _started_again(data_directory: Path, before: Endpoints) -> Endpoints:
    deadline = time.monotonic() + 20
    while (after := living_endpoints(data_directory)) is None or after.pid == before.pid:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    return after


async def _until_bound(listener: socket.socket, port: int) -> None:
    while True:
        with suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return listener.listen()
        await asyncio.sleep(0.01)


async def test_a_data_directory_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="cannot be written"):
        await EmbeddedServer(tmp_path / "file" / "data", database="").ensure()


async def test_a_server_of_nobody_is_never_used(tmp_path: Path, no_temporal_settings: None) -> None:
    with pytest.raises(InputError, match=r"python worker\.py --dev --data-dir"):
        await connect(Settings(data_directory=tmp_path))


async def test_a_server_that_does_not_answer_is_said_at_once(
    tmp_path: Path,
) -> None:
    settings = Settings(environment={"TEMPORAL_ADDRESS": "127.0.0.1:9"}, data_directory=tmp_path)
    begun = time.monotonic()

    with pytest.raises(InputError, match=r"127\.0\.0\.1:9 cannot be reached"):
        await connect(settings)

    assert time.monotonic() - begun < 20


async def test_attributes_that_are_missing_are_registered(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_attributes, "command_line_arguments", list)
    await server.ensure()
    client = (await connect(Settings(data_directory=tmp_path / "data"))).client
    assert not await search_attributes.registered(client)

    assert await search_attributes.register(client)


async def test_a_server_that_refuses_attributes_is_used_without(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_attributes, "command_line_arguments", list)
    await server.ensure()
    client = (await connect(Settings(data_directory=tmp_path / "data"))).client

    async def refuse(*_: object) -> None:
        raise RPCError("not allowed", 7, b"")  # type: ignore[arg-type]

    monkeypatch.setattr(client.operator_service, "add_search_attributes", refuse)

    assert not await search_attributes.register(client)


async def test_a_page_in_a_browser_cannot_signal_a_session(server: EmbeddedServer) -> None:
    endpoints = await server.ensure()
    path = "/api/v1/namespaces/default/workflows/any/signal/skip_component"
    statuses = {
        port: await _posted(f"http://127.0.0.1:{port}{path}")
        for port in _listening_ports(endpoints.pid)
    }
    assert statuses[endpoints.ui_port] == 400, "the Web UI asks for its token"
    assert 403 in statuses.values(), "the HTTP API is closed"
    assert not [port for port, status in statuses.items() if status is not None and status < 400]


async def _posted(url: str) -> int | None:
    """Status of what a page of another site can send unasked; None if no HTTP is spoken there."""
    headers = {"Content-Type": "text/plain", "Origin": "http://other.example"}
    async with httpx2.AsyncClient(timeout=5) as client:
        try:
            return (await client.post(url, content="{}", headers=headers)).status_code
        except httpx2.HTTPError:
            return None


def _listening_ports(pid: int) -> list[int]:
    connections = psutil.Process(pid).net_connections("tcp")
    return [each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN]


async def test_looking_at_the_server_again_and_again_leaves_no_connection_in_it(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    endpoints = await server.ensure()
    client = (await connect(Settings(data_directory=tmp_path / "data"))).client
    assert await search_attributes.registered(client)
    of_server = psutil.Process(endpoints.pid)
    before = len(of_server.net_connections())
    for _ in range(5):
        assert await search_attributes.registered(client)
    # Others of the server's own connections come and go.
    assert len(of_server.net_connections()) < before + 5
