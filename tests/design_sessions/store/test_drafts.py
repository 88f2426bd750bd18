from __future__ import annotations

from design_sessions.design_document.problems import DesignProblem
from tests.support.stores import SCOPE

PROBLEM = DesignProblem(line=4, message="The section Purpose is empty.")


def test_the_latest_draft_is_that_of_the_latest_turn(store, post_id):
    assert store.drafts.latest(SCOPE, post_id) is None
    for turn, revision, problems in ((2, 0, [PROBLEM]), (3, 1, [])):
        store.drafts.save(
            SCOPE,
            post_id,
            turn=turn,
            attempt=1,
            revision=revision,
            text=f"# Post, revision {revision}",
            problems=problems,
        )
    first, second = store.drafts.all_of(SCOPE, post_id)
    assert (first.turn, first.problems) == (2, [PROBLEM])
    assert (second.text, second.problems) == ("# Post, revision 1", [])
    assert store.drafts.latest(SCOPE, post_id) == second


def test_saving_a_turns_draft_again_replaces_it(store, post_id):
    for text in ("# One", "# Two"):
        store.drafts.save(SCOPE, post_id, turn=1, attempt=1, revision=0, text=text, problems=[])
    [draft] = store.drafts.all_of(SCOPE, post_id)
    assert draft.text == "# Two"
