"""Search attributes of our workflows in a namespace."""

from __future__ import annotations

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

_logger = structlog.get_logger(__name__)

SEARCH_ATTRIBUTES: dict[str, IndexedValueType.ValueType] = {
    "DesignAccount": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "DesignProject": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "DesignContext": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "DesignComponent": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "DesignStatus": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "DesignNeedsPerson": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}

_TYPE_NAMES = {
    IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD: "Keyword",
    IndexedValueType.INDEXED_VALUE_TYPE_BOOL: "Bool",
}


def command_line_arguments() -> list[str]:
    """Arguments by which ``temporal server start-dev`` registers them."""
    arguments: list[str] = []
    for name, kind in SEARCH_ATTRIBUTES.items():
        arguments += ["--search-attribute", f"{name}={_TYPE_NAMES[kind]}"]
    return arguments


async def registered(client: Client) -> bool:
    """Whether the client's namespace knows all of them, with the right types."""
    try:
        answer = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        _logger.warning("search attributes cannot be listed", reason=error.message)
        return False
    return SEARCH_ATTRIBUTES.items() <= dict(answer.custom_attributes).items()


async def register(client: Client) -> bool:
    """Register what is missing; where that is not allowed, warn and go on without.

    Returns:
        Whether workflows may set them.
    """
    if await registered(client):
        return True
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace, search_attributes=SEARCH_ATTRIBUTES
            )
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            _logger.warning(
                "search attributes are not registered; sessions go on without them",
                reason=error.message,
                remedy="temporal operator search-attribute create "
                + " ".join(
                    f"--name {name} --type {_TYPE_NAMES[kind]}"
                    for name, kind in SEARCH_ATTRIBUTES.items()
                ),
            )
            return False
    return await registered(client)
