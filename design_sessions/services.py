"""What one worker process shares among all its activities."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import dataclass
from uuid import uuid4

from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import WrongDatabaseError
from design_sessions.file_modes import make_private_directory
from design_sessions.metrics import Metrics, NoMetrics
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.committer import BranchCommitters
from design_sessions.settings import Settings
from design_sessions.store.store import Store, open_store
from design_sessions.turns.leases import Leases
from design_sessions.turns.limit_waits import LimitWaits
from design_sessions.turns.prices import PriceTable, prices_of
from design_sessions.turns.running_calls import wait_for_running_calls


@dataclass(frozen=True)
class Services:
    """One model client, one pool of mirrors, one store, one committer for each branch."""

    settings: Settings
    store: Store
    mirrors: MirrorPool
    committers: BranchCommitters
    model_client: ModelClient
    prices: PriceTable
    leases: Leases
    limit_waits: LimitWaits
    metrics: Metrics
    owner: str
    """Names this process in the claims of the ledger."""

    def check_deployment(self, deployment_id: str) -> None:
        """Refuse a session whose records are in another database.

        Raises:
            WrongDatabaseError: with both databases' ids.
        """
        if deployment_id != self.store.deployment_id:
            raise WrongDatabaseError(
                f"This worker ({self.owner}) uses the database {self.store.deployment_id}, "
                f"but the session was started with the database {deployment_id}.",
                "Give client and workers the same DESIGN_DATABASE_URL or --data-dir.",
            )

    async def close(self) -> None:
        """Wait for model calls that still run, so that they are recorded, then let go of all."""
        await wait_for_running_calls()
        await self.model_client.close()
        await asyncio.to_thread(self.store.close)


def open_services(settings: Settings, metrics: Metrics | None = None) -> Services:
    """Migrate the database and open everything; nothing is asked of a model or remote yet.

    Args:
        settings: of the process.
        metrics: where it counts its calls; None for nowhere.

    Raises:
        StoreError: the database cannot be opened.
    """
    make_private_directory(settings.data_directory)
    mirrors = MirrorPool.of(settings)
    store = open_store(settings.resolved_database_url(), migrate=True)
    return Services(
        settings=settings,
        store=store,
        mirrors=mirrors,
        committers=BranchCommitters(mirrors),
        model_client=ModelClient(settings),
        prices=prices_of(settings),
        leases=Leases(store),
        limit_waits=LimitWaits(store),
        metrics=metrics or NoMetrics(),
        owner=f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}",
    )
