"""Registers our search attributes in a namespace."""

from __future__ import annotations

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.search_attributes import SEARCH_ATTRIBUTES

_logger = structlog.get_logger(__name__)

_TYPES = {key.name: IndexedValueType.ValueType(key.indexed_value_type) for key in SEARCH_ATTRIBUTES}
_TYPE_NAMES = {
    key.name: key.indexed_value_type.name.title().replace("_", "") for key in SEARCH_ATTRIBUTES
}
"""As the ``temporal`` command expects them: ``Keyword``, ``Bool``."""
_NEEDS_ALL = " AND ".join(
    f"{name} = {'true' if kind == 'Bool' else repr('')}" for name, kind in _TYPE_NAMES.items()
)
"""A query that a server refuses unless it knows each of them with its type."""


def command_line_arguments() -> list[str]:
    """Arguments that make ``temporal server start-dev`` register them."""
    arguments: list[str] = []
    for name, kind in _TYPE_NAMES.items():
        arguments += ["--search-attribute", f"{name}={kind}"]
    return arguments


async def registered(client: Client) -> bool:
    """Whether the client's namespace knows all of them, with the right types.

    Asked by a query that needs them: for the call that lists them, a development server opens two
    connections to itself and keeps them.
    """
    try:
        await client.count_workflows(_NEEDS_ALL)
    except RPCError as error:
        if error.status != RPCStatusCode.INVALID_ARGUMENT:
            _logger.warning("search attributes cannot be queried", reason=error.message)
        return False
    return True


async def _listed(client: Client) -> bool:
    """As :func:`registered`, but true at once after they were added."""
    try:
        answer = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        _logger.warning("search attributes cannot be listed", reason=error.message)
        return False
    return _TYPES.items() <= dict(answer.custom_attributes).items()


async def register(client: Client) -> bool:
    """Register missing ones; if that is not allowed, warn and continue without them.

    Returns:
        Whether workflows may set them.
    """
    if await registered(client):
        return True
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=_TYPES)
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            _logger.warning(
                "search attributes are not registered; sessions run without them",
                reason=error.message,
                remedy="temporal operator search-attribute create "
                + " ".join(f"--name {name} --type {kind}" for name, kind in _TYPE_NAMES.items()),
            )
            return False
    return await _listed(client)
