from __future__ import annotations

from tests.support.stores import SCOPE


def open_conversation(store, session_id, number, **changes):
    fields = {
        "attempt": 1,
        "reason": "",
        "system": [{"type": "text", "text": "You write designs."}],
        "tools": [{"name": "submit_design"}],
        "opening": [{"type": "text", "text": "Design Post."}],
        "model": "writer",
        "commit": "a" * 40,
    }
    store.conversations.open(SCOPE, session_id, number=number, **(fields | changes))
    return store.conversations.get(SCOPE, session_id, number)


def test_a_conversation_keeps_what_it_began_with(store, post_id):
    opened = open_conversation(store, post_id, 1)
    again = open_conversation(store, post_id, 1, commit="b" * 40, opening=[])
    assert again == opened
    assert store.conversations.latest(SCOPE, post_id) == opened


def test_a_broken_conversation_is_replaced_for_a_reason(store, post_id):
    assert store.conversations.latest(SCOPE, post_id) is None
    first = open_conversation(store, post_id, 1)
    second = open_conversation(store, post_id, 2, attempt=2, reason="The transcript was refused.")
    assert store.conversations.latest(SCOPE, post_id) == second
    assert second.reason == "The transcript was refused."
    assert store.conversations.get(SCOPE, post_id, 1) == first
    assert store.conversations.get(SCOPE, post_id, 3) is None
