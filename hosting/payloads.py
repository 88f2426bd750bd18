"""How inputs and results enter Temporal's history: JSON, and compressed where it is large."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter

PLAIN_UP_TO = 1024 * 1024
"""Bytes. The server refuses more than 2 MB; the view of 5,000 components has as much. Smaller ones
stay JSON, so that the Web UI shows them and any client reads them."""
_MOST_BYTES = 64 * 1024 * 1024
_ENCODING = "encoding"
_COMPRESSED = b"json/zlib"
_JSON = b"json/plain"
_FASTEST = 1


class SessionPayloadConverter(PydanticPayloadConverter):
    """Converts pydantic models to JSON, compressed above :data:`PLAIN_UP_TO`."""

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """One payload for each value."""
        return [_compressed(payload) for payload in super().to_payloads(values)]

    def from_payloads(
        self, payloads: Sequence[Payload], type_hints: list[type] | None = None
    ) -> list[Any]:
        """One value for each payload.

        Raises:
            ValueError: a payload is not what it says it is.
        """
        return super().from_payloads([_plain(payload) for payload in payloads], type_hints)


def _compressed(payload: Payload) -> Payload:
    if len(payload.data) <= PLAIN_UP_TO or payload.metadata.get(_ENCODING) != _JSON:
        return payload
    metadata = {**payload.metadata, _ENCODING: _COMPRESSED}
    return Payload(metadata=metadata, data=zlib.compress(payload.data, _FASTEST))


def _plain(payload: Payload) -> Payload:
    if payload.metadata.get(_ENCODING) != _COMPRESSED:
        return payload
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(payload.data, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError(f"A payload cannot be decompressed: {error}.") from None
    if not unpacking.eof:
        raise ValueError(f"A payload is cut off, or has more than {_MOST_BYTES} bytes.")
    return Payload(metadata={**payload.metadata, _ENCODING: _JSON}, data=data)


DATA_CONVERTER = DataConverter(payload_converter_class=SessionPayloadConverter)
"""Of all our clients and workers."""
