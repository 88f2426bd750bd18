"""Metrics of a worker for Prometheus: those of Temporal's SDK and ours, at one address.

The SDK serves the page from its native part. Ours are counted by its meter, so that they need no
server and no package of their own.
"""

from __future__ import annotations

import asyncio
import re
import socket
from contextlib import suppress

import structlog
from temporalio.common import MetricMeter
from temporalio.runtime import PrometheusConfig

from design_sessions.errors import InputError, StoreError
from design_sessions.metrics import RefusalReason, TurnOutcome
from design_sessions.settings import Settings
from design_sessions.status import Usage
from design_sessions.store import Store
from hosting.ports import LOOPBACK
from hosting.temporal_runtime import prepare_runtime

_logger = structlog.get_logger(__name__)

_SETTING = "DESIGN_METRICS_ADDRESS"
_COST = "design_call_cost_usd"
_COST_STEPS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""USD of one call."""
_TOKEN_KINDS = {
    "input": "input_tokens",
    "output": "output_tokens",
    "cache_read": "cache_read_tokens",
    "cache_write": "cache_write_tokens",
}
_MOST_MODELS = 50
"""Names that become labels; each label costs memory here and in Prometheus. The rest are one."""
_OTHER_MODELS = "other"
_COUNTING_SECONDS = 5.0


class WorkerMetrics:
    """Our metrics on a meter of the SDK."""

    def __init__(self, meter: MetricMeter) -> None:
        self._turns = meter.create_counter(
            "design_turns", "Calls of conversations that have ended, by their outcome"
        )
        self._tokens = meter.create_counter("design_tokens", "Tokens used, by kind")
        # The SDK's counters take whole numbers only; a histogram's sum is a counter of fractions.
        self._cost = meter.create_histogram_float(_COST, "Estimated cost of each call in USD")
        self._refusals = meter.create_counter(
            "design_refusals", "Calls that the endpoint refused or failed, by reason"
        )
        self._waiting = meter.create_gauge(
            "design_waiting_sessions", "Sessions of the database that wait for a person"
        )
        self._models: set[str] = set()

    def count_turn(self, model: str, outcome: TurnOutcome) -> None:
        """See :class:`design_sessions.metrics.Metrics`."""
        self._turns.add(1, {"model": self._label(model), "outcome": outcome})

    def count_usage(self, model: str, usage: Usage) -> None:
        """See :class:`design_sessions.metrics.Metrics`."""
        label = self._label(model)
        for kind, name in _TOKEN_KINDS.items():
            if count := getattr(usage, name):
                self._tokens.add(count, {"model": label, "kind": kind})
        if usage.cost_usd is not None:
            self._cost.record(usage.cost_usd, {"model": label})

    def count_refusal(self, model: str, reason: RefusalReason) -> None:
        """See :class:`design_sessions.metrics.Metrics`."""
        self._refusals.add(1, {"model": self._label(model), "reason": reason})

    def set_waiting(self, sessions: int) -> None:
        """How many sessions wait for a person now."""
        self._waiting.set(sessions)

    def _label(self, model: str) -> str:
        if model not in self._models and len(self._models) >= _MOST_MODELS:
            return _OTHER_MODELS
        self._models.add(model)
        return model


def open_metrics(settings: Settings) -> WorkerMetrics | None:
    """Serve metrics from now on if a setting says where; call it before the first connection.

    Raises:
        InputError: the address cannot be used.
    """
    if not (text := (settings.metrics_address or "").strip()):
        return None
    address = _address(text)
    try:
        runtime = prepare_runtime(
            PrometheusConfig(
                bind_address=address,
                # The names and units that Prometheus recommends.
                counters_total_suffix=True,
                unit_suffix=True,
                durations_as_seconds=True,
                histogram_bucket_overrides={_COST: _COST_STEPS},
            )
        )
    except ValueError as error:
        reason = re.sub(r"^.*exporter: | \(os error \d+\)$", "", str(error))
        raise InputError(
            f"{_SETTING} cannot be used: {address}: {reason}.",
            "Choose another address, or unset it.",
        ) from None
    _logger.info("metrics are served", address=f"http://{address}/metrics")
    return WorkerMetrics(runtime.metric_meter)


async def keep_counting_waiting(metrics: WorkerMetrics, store: Store) -> None:
    """Look every few seconds how many sessions wait for a person; runs until cancelled."""
    while True:
        # While the database does not answer, the last number stays.
        with suppress(StoreError):
            metrics.set_waiting(await asyncio.to_thread(store.maintenance.waiting_sessions))
        await asyncio.sleep(_COUNTING_SECONDS)


def _address(text: str) -> str:
    """``host:port`` or ``port`` as the numbers that the SDK takes; without a host, loopback.

    Raises:
        InputError: it is neither, or the host has no address.
    """
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or LOOPBACK
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise InputError(
            f"{_SETTING} is not an address: {text!r}.", "Write host:port, such as 127.0.0.1:9464."
        )
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except OSError:
        raise InputError(
            f"{_SETTING} cannot be used: no address is known for {host!r}.",
            "Write host:port, such as 127.0.0.1:9464.",
        ) from None
    addresses = sorted({(family != socket.AF_INET, str(of[0])) for family, *_, of in found})
    is_ipv6, number = addresses[0]
    return f"[{number}]:{port}" if is_ipv6 else f"{number}:{port}"
