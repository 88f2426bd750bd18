"""Inputs and results of any size go through Temporal's history."""

from __future__ import annotations

import pytest
from temporalio.api.common.v1 import Payload

from hosting.payloads import DATA_CONVERTER, PLAIN_UP_TO
from workflows.messages import EndedChild, EndedChildren

CONVERTER = DATA_CONVERTER.payload_converter
SERVER_LIMIT = 2 * 1024 * 1024


def report(children: int) -> EndedChildren:
    ids = (f"context-design/default/shop/Shop.Catalog/Part{number}" for number in range(children))
    return EndedChildren(children=[EndedChild(workflow_id=each) for each in ids])


def test_what_is_small_stays_json_that_the_web_ui_shows() -> None:
    payload = CONVERTER.to_payload(report(3))
    assert payload.metadata["encoding"] == b"json/plain"
    assert CONVERTER.from_payload(payload, EndedChildren) == report(3)


def test_what_the_server_would_refuse_is_compressed() -> None:
    payload = CONVERTER.to_payload(report(20_000))
    assert payload.metadata["encoding"] == b"json/zlib"
    assert len(payload.data) < PLAIN_UP_TO < SERVER_LIMIT
    assert CONVERTER.from_payload(payload, EndedChildren) == report(20_000)


@pytest.mark.parametrize("data", [b"", b"no zlib", b"x\x9c"])
def test_a_damaged_payload_is_an_error_that_says_so(data: bytes) -> None:
    with pytest.raises(ValueError, match="payload"):
        CONVERTER.from_payload(Payload(metadata={"encoding": b"json/zlib"}, data=data))


def test_a_small_payload_does_not_unpack_into_all_of_the_memory() -> None:
    payload = CONVERTER.to_payload("x" * (100 * 1024 * 1024))
    assert len(payload.data) < PLAIN_UP_TO
    with pytest.raises(ValueError, match="more than"):
        CONVERTER.from_payload(payload)
