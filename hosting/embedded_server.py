"""Temporal's own development server as a process of a data directory.

One server serves a data directory. It runs in its own process session, so Ctrl-C in a terminal
reaches only the worker. It outlives a worker that is killed, and the next one adopts it. Workers
that use it hold a shared lock; the last one to stop gracefully stops the server too.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import structlog
from filelock import AsyncFileLock

from design_sessions.data_directory import writing_in
from design_sessions.errors import InputError
from design_sessions.file_modes import make_private_directory
from hosting.endpoints import (
    SERVER_LOCK,
    Endpoints,
    read_endpoints,
    remove_endpoints,
    server_is_running,
    write_endpoints,
)
from hosting.ports import LOOPBACK, choose_port
from hosting.server_process import SERVER_LOG, serves, spawn_server
from hosting.temporal_command import temporal_command, version_of_server

_logger = structlog.get_logger(__name__)

DEFAULT_PORT = 7233
DEFAULT_UI_PORT = 8233
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_WATCH_SECONDS = 0.5


class EmbeddedServer:
    """Starts or adopts the server of a data directory, keeps it running and stops it.

    Args:
        data_directory: created if it does not exist.
        database: URL of the sessions' database, without a password, for ``endpoints.json``.
        namespace: Temporal namespace; created if it is not ``default``.
        port: port of the gRPC service; None for the previous one, 7233 or a free one.
        ui_port: port of the Web UI; None for the previous one, 8233 or a free one.
        binary: the ``temporal`` command; None for the installed one.
        dynamic_config: ``key=value`` pairs of the server's dynamic configuration.
    """

    def __init__(
        self,
        data_directory: Path,
        *,
        database: str,
        namespace: str = "default",
        port: int | None = None,
        ui_port: int | None = None,
        binary: Path | None = None,
        dynamic_config: tuple[str, ...] = (),
    ) -> None:
        self._data_directory = data_directory.absolute()
        self._database = database
        self._namespace = namespace
        self._port = port
        self._ui_port = ui_port
        self._binary = binary
        self._dynamic_config = dynamic_config
        self._start_lock = AsyncFileLock(self._data_directory / "temporal-server.start.lock")
        self._users: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def ensure(self) -> Endpoints:
        """Adopt the data directory's running server, or start one and wait until it serves.

        Raises:
            InputError: an explicit port is taken or not the running server's, the data directory
                cannot be written, or the server does not start.
        """
        self._make_data_directory()
        async with self._start_lock:
            if self._users is None:
                self._users = self._open_users()
                fcntl.flock(self._users, fcntl.LOCK_SH)
            await self._reap()
            if server_is_running(self._data_directory):
                endpoints = read_endpoints(self._data_directory)
                if endpoints is not None:
                    self._check_ports(endpoints)
                    await self._wait_until_serving(endpoints)
                    return endpoints
                # Whoever started it died before it could write endpoints.json.
                await self._terminate(self._pid_in_lock())
            return await self._start()

    async def keep_running(self) -> None:
        """Restart the server at its address whenever it dies; runs until cancelled."""
        endpoints = read_endpoints(self._data_directory)
        if endpoints is not None:
            self._port = endpoints.port  # Workers and clients are connected to no other.
        reason = ""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if server_is_running(self._data_directory):
                continue
            _logger.warning(
                "the embedded Temporal server has stopped; restarting it",
                log=str(self._data_directory / SERVER_LOG),
            )
            try:
                await self.ensure()
                reason = ""
            except InputError as error:
                if reason != (reason := str(error)):
                    _logger.error("the embedded Temporal server does not start", reason=reason)

    async def release(self) -> None:
        """Stop the server unless another worker of this data directory uses it."""
        await self._reap()
        if self._users is not None:
            await self._stop_unless_used()

    async def stop_unused(self) -> bool:
        """Stop the server that a killed worker has left, if no other uses it; whether it has."""
        if self._users is None and server_is_running(self._data_directory):
            self._users = self._open_users()
            await self._stop_unless_used()
            return not server_is_running(self._data_directory)
        return False

    async def _stop_unless_used(self) -> None:
        async with self._start_lock:
            users, self._users = self._users, None
            assert users is not None
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                os.close(users)
            if server_is_running(self._data_directory):
                await self._terminate(self._pid_in_lock())
            remove_endpoints(self._data_directory)

    def _make_data_directory(self) -> None:
        with writing_in(self._data_directory):
            make_private_directory(self._data_directory)
            (self._data_directory / SERVER_LOG).touch()

    def _open_users(self) -> int:
        path = self._data_directory / "temporal-server.users"
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def _check_ports(self, living: Endpoints) -> None:
        for option, wanted, actual in (
            ("--temporal-port", self._port, living.port),
            ("--ui-port", self._ui_port, living.ui_port),
        ):
            if wanted is not None and wanted != actual:
                raise InputError(
                    f"The server of {self._data_directory} is already running on port {actual}, "
                    f"not {wanted}.",
                    f"Leave out {option} to use it, or stop it first (process {living.pid}).",
                )

    async def _start(self) -> Endpoints:
        last = read_endpoints(self._data_directory)
        command = temporal_command(self._binary)
        version = await asyncio.to_thread(version_of_server, command)
        _logger.info("starting the embedded Temporal server", command=command, version=version)
        preferred = [last.port, DEFAULT_PORT] if last else [DEFAULT_PORT]
        preferred_ui = [last.ui_port, DEFAULT_UI_PORT] if last else [DEFAULT_UI_PORT]
        for _ in range(3):
            port = choose_port(self._port, preferred, option="--temporal-port")
            ui_port = choose_port(self._ui_port, preferred_ui, option="--ui-port", taken={port})
            process = spawn_server(
                self._data_directory,
                command=command,
                namespace=self._namespace,
                port=port,
                ui_port=ui_port,
                dynamic_config=self._dynamic_config,
            )
            self._process = process
            endpoints = Endpoints(
                pid=process.pid,
                address=f"{LOOPBACK}:{port}",
                namespace=self._namespace,
                ui=f"http://{LOOPBACK}:{ui_port}",
                database=self._database,
            )
            try:
                await self._wait_until_serving(endpoints)
            except InputError:
                await self._terminate(process.pid)
                if process.returncode is None or self._port is not None:
                    raise
                # Another process may have taken a port since it was chosen, as it may again.
                preferred, preferred_ui = [], []
                continue
            except BaseException:
                await self._terminate(process.pid)
                raise
            write_endpoints(self._data_directory, endpoints)
            return endpoints
        raise InputError(
            "The embedded Temporal server does not start.",
            f"See {self._data_directory / SERVER_LOG}.",
        )

    async def _wait_until_serving(self, endpoints: Endpoints) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                while not await serves(endpoints):
                    await self._reap()
                    if not server_is_running(self._data_directory):
                        raise InputError(
                            "The embedded Temporal server stopped while starting: "
                            f"{self._last_log_line()}",
                            f"See {self._data_directory / SERVER_LOG}.",
                        )
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise InputError(
                f"The embedded Temporal server (process {endpoints.pid}) does not answer at "
                f"{endpoints.address}.",
                f"Stop that process and try again; see {self._data_directory / SERVER_LOG}.",
            ) from error

    async def _terminate(self, process_id: int | None) -> None:
        if process_id is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process_id, number)
            with suppress(TimeoutError):
                async with asyncio.timeout(_STOP_SECONDS):
                    await self._reap()
                    while server_is_running(self._data_directory):
                        await asyncio.sleep(0.05)
                        await self._reap()
                    return

    async def _reap(self) -> None:
        """Collect the server that this has started, if it has ended or is ending.

        A process that ends closes its files, and with them the lock, a moment before it has ended.
        """
        process = self._process
        if process is None or process.poll() is not None or server_is_running(self._data_directory):
            return
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, _STOP_SECONDS)

    def _pid_in_lock(self) -> int | None:
        try:
            return int((self._data_directory / SERVER_LOCK).read_text())
        except (OSError, ValueError):
            return None

    def _last_log_line(self) -> str:
        lines = (self._data_directory / SERVER_LOG).read_text(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "no message")
