from __future__ import annotations

from tests.support.stores import SCOPE

PROBLEM = {"line": 4, "message": "The section Purpose is empty."}


def test_the_latest_draft_is_that_of_the_latest_turn(store, post_id):
    assert store.latest_draft(SCOPE, post_id) is None
    for turn, revision, problems in ((2, 0, [PROBLEM]), (3, 1, [])):
        store.save_draft(
            SCOPE,
            post_id,
            turn=turn,
            attempt=1,
            revision=revision,
            text=f"# Post, revision {revision}",
            problems=problems,
        )
    first, second = store.read_drafts(SCOPE, post_id)
    assert (first.turn, first.problems) == (2, [PROBLEM])
    assert (second.text, second.problems) == ("# Post, revision 1", [])
    assert store.latest_draft(SCOPE, post_id) == second


def test_saving_a_turns_draft_again_replaces_it(store, post_id):
    for text in ("# One", "# Two"):
        store.save_draft(SCOPE, post_id, turn=1, attempt=1, revision=0, text=text, problems=[])
    [draft] = store.read_drafts(SCOPE, post_id)
    assert draft.text == "# Two"
