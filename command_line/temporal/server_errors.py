"""What a Temporal server that refuses a request means for who asked."""

from __future__ import annotations

from temporalio.service import RPCError, RPCStatusCode

from design_sessions.data_directory import check_writable
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.server_process import SERVER_LOG
from hosting.temporal_connection import Connection

_OWN_TROUBLE = (
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
    RPCStatusCode.ABORTED,
    RPCStatusCode.DATA_LOSS,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.DEADLINE_EXCEEDED,
)
"""Not about the request; with a full disk, for example, its words are "shard status unknown"."""


def refused(error: RPCError) -> InputError:
    """An error of the server, in its own words."""
    if error.status in _OWN_TROUBLE:
        return InputError(
            f"The Temporal server cannot do this now: {error.message}.",
            f"Look into its log ({SERVER_LOG} in the data directory, if it is the embedded one), "
            "and try again when it works.",
        )
    return InputError(f"The Temporal server refused: {error.message}.")


def refused_by(connection: Connection, settings: Settings, error: RPCError) -> InputError:
    """The same; of the embedded server, that its disk is full or read-only, if that is so."""
    if connection.embedded and error.status in _OWN_TROUBLE:
        try:
            check_writable(settings.data_directory)
        except InputError as full:
            return full
    return refused(error)
