"""What the SDK's native part logs: to Python's logging, and not to the screen by itself."""

from __future__ import annotations

import contextlib
import functools
import logging

from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

_LOGGER = "temporalio.core"


@functools.cache
def forward_core_logs() -> None:
    """Forward them from now on; call it before the process's first connection.

    A worker logs them as its own lines. A command has no log, and says itself what is wrong.
    """
    logger = logging.getLogger(_LOGGER)
    # Without any handler, Python would print warnings on standard error.
    logger.addHandler(logging.NullHandler())
    logging_config = LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(logger=logger),
    )
    # Tests have a runtime already.
    with contextlib.suppress(RuntimeError):
        Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=logging_config)))
