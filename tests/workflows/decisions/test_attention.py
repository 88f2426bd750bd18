"""What a person is told when a session cannot go on alone."""

from __future__ import annotations

from tests.support.session_states import state_with
from workflows.decisions.attention import components_attention
from workflows.session_state import Trouble

SINCE = "2026-01-02T03:04:05+00:00"


def test_what_failed_and_what_was_cancelled_are_one_reason() -> None:
    state = state_with(Feed="failed", Post="cancelled", Tag="complete")
    state.component("Shop.Blog.Feed").error = "Refused."
    attention = components_attention(state, since=SINCE)
    assert attention.kind == "components"
    assert attention.reason == (
        "Child sessions failed: Feed (Refused.); Child sessions cancelled: Post"
    )


def test_what_halts_the_session_comes_first_as_a_sentence() -> None:
    state = state_with(Feed="failed")
    state.component("Shop.Blog.Feed").error = "No credit."
    state.halt = Trouble(kind="quota", reason="The account has no credit.")
    attention = components_attention(state, since=SINCE)
    assert attention.kind == "quota"
    assert attention.reason.startswith("The account has no credit. Child sessions failed: Feed (")
