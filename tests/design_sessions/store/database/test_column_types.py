from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from design_sessions.errors import StoreError
from design_sessions.store.database.column_types import storable
from tests.support.stores import SCOPE, claim, start_session, take_turn, turn_reference


def test_moments_come_back_in_utc_with_their_zone(store, clock):
    clock.now = datetime(2026, 3, 1, 14, 30, 15, 123456, timezone(timedelta(hours=2)))
    record = store.sessions.get(SCOPE, start_session(store))
    assert record.created_at == clock.now
    assert record.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(store, clock, parent_id):
    clock.now = datetime(2026, 3, 1, 14, 30)
    with pytest.raises(StoreError, match="without a time zone"):
        store.sessions.set_status(SCOPE, parent_id, "complete")


def test_blocks_come_back_byte_for_byte(store, parent_id, post_id):
    blocks = [
        {"type": "text", "text": "NUL \x00, a lone surrogate \ud83d, and 日本語"},
        {"type": "tool_use", "input": {"z": 1, "a": [1.5, None, True], "m": {"b": {}, "a": []}}},
    ]
    granted = claim(store, turn_reference(post_id, 1, parent_id), request=blocks)
    assert json.dumps(granted.record.request) == json.dumps(blocks)


def test_text_that_postgresql_cannot_hold_becomes_replacement_characters(store, parent_id, post_id):
    take_turn(store, post_id, 1, parent_id)
    store.drafts.save(
        SCOPE, post_id, turn=1, attempt=1, revision=0, text="a\x00b\ud83dc 日本", problems=[]
    )
    assert store.drafts.latest(SCOPE, post_id).text == "a\ufffdb\ufffdc 日本"


def test_storable_text_stays_as_it_is():
    assert storable("# Post 🎉\r\n") == "# Post 🎉\r\n"
