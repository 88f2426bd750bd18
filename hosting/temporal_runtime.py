"""The runtime of Temporal's SDK in this process: where its native part logs and is measured."""

from __future__ import annotations

import logging

from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

_LOGGER = "temporalio.core"
_made: list[Runtime] = []


def prepare_runtime(metrics: PrometheusConfig | None = None) -> Runtime:
    """The runtime of this process, made at the first call, before any connection.

    Its logs go to Python's logging and not to the screen by themselves: a worker logs them as its
    own lines; a command has no log, and says itself what is wrong.

    Args:
        metrics: where the first caller wants them to be read.

    Raises:
        ValueError: the address of the metrics cannot be listened at.
    """
    if _made:
        return _made[0]
    logger = logging.getLogger(_LOGGER)
    # Without any handler, Python would print warnings on standard error.
    logger.addHandler(logging.NullHandler())
    logs = LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(logger=logger),
    )
    runtime = Runtime(
        # The name of the service would be that of the SDK's native part, on our metrics too.
        telemetry=TelemetryConfig(logging=logs, metrics=metrics, attach_service_name=False)
    )
    try:
        Runtime.set_default(runtime)
    except RuntimeError:
        # Tests have one already.
        runtime = Runtime.default()
    _made.append(runtime)
    return runtime
