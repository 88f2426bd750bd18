from __future__ import annotations

from tests.support.stores import SCOPE


def test_a_step_is_recorded_once_and_gets_its_result(store, clock, parent_id):
    began = clock.now
    for result, status in ((None, None), ({"child_session_ids": ["a"]}, "ok")):
        store.interactions.record(
            SCOPE,
            parent_id,
            key="spawn-1",
            step="SpawnComponentDesignSessions",
            command={"command": "spawn_sessions"},
            result=result,
            status=status,
        )
        clock.advance(5)
    [interaction] = store.interactions.all_of(SCOPE, parent_id)
    assert interaction.command == {"command": "spawn_sessions"}
    assert interaction.result == {"child_session_ids": ["a"]}
    assert interaction.status == "ok"
    assert interaction.created_at == began
    assert interaction.updated_at > began


def test_interactions_are_listed_as_they_began_and_each_session_has_its_own(
    store, parent_id, post_id
):
    def record(session_id, key):
        store.interactions.record(
            SCOPE, session_id, key=key, step="Step", command={}, result=None, status=None
        )

    for key in ("b", "a", "b"):
        record(parent_id, key)
    record(post_id, "a")
    assert [each.key for each in store.interactions.all_of(SCOPE, parent_id)] == ["b", "a"]
    assert [each.key for each in store.interactions.all_of(SCOPE, post_id)] == ["a"]
