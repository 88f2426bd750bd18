"""The session's page says where it is, what is wrong and what to do."""

from urllib.parse import quote

import pytest

from design_sessions.outcomes import SessionUsage
from design_sessions.status import (
    Notice,
    PullRequestReference,
    SessionStatusView,
    Usage,
    Waiver,
)
from tests.support.session_states import asked, state_with
from workflows.decisions.attention import components_attention, review_attention
from workflows.session_state import SessionState
from workflows.web_ui.session_details import MOST_ROWS, introduction, session_details

SINCE = "2026-01-02T03:04:05+00:00"
LONGEST_ADDRESS = 64_000
"""Bytes; Go's HTTP server, which serves the Web UI, takes about a million, proxies less."""


def shown(view: SessionStatusView) -> str:
    return session_details(view, namespace="default")


def waiting(**states: str) -> SessionState:
    """A session whose components have ended, some of them badly."""
    state = state_with(**states)
    for component in state.view.components:
        if component.state == "failed":
            component.error = "Still not valid after 3 revisions: line 11: The section is empty."
    state.view.attention = components_attention(state, since=SINCE)
    return state


def row(text: str, name: str) -> list[str]:
    """Cells of a component's row."""
    (line,) = [line for line in text.splitlines() if line.startswith((f"| {name}", f"| [{name}"))]
    return [cell.strip() for cell in line.strip("| ").split(" | ")]


def test_a_running_session_says_its_step_and_that_no_action_is_needed() -> None:
    text = shown(state_with(Post="complete", Feed="running", Tag="pending").view)
    assert text.startswith("### Designs of Shop.Blog: 1 of 3 done, 1 pending, 1 running")
    assert "**Running.** Step 2 of 4: an agent designs" in text
    assert "No action needed." in text
    assert '`retry_component` with `{"component": "Feed", "guidance": "..."}`' in text


def test_a_row_has_state_attempt_revisions_tokens_and_cost() -> None:
    state = waiting(Post="complete", Feed="failed")
    feed = state.component("Shop.Blog.Feed")
    feed.attempt, feed.revisions = 2, 3
    feed.usage = Usage(input_tokens=1000, output_tokens=200, cache_read_tokens=34, cost_usd=0.456)
    assert row(shown(state.view), "Feed")[1:] == ["failed", "2", "3", "1,234", "$0.46"]


def test_a_waiting_session_says_who_since_when_and_what_to_send() -> None:
    text = shown(waiting(Post="complete", Feed="failed", Tag="cancelled").view)
    assert "**Waiting for a person** since 2026-01-02 03:04 UTC" in text
    assert "failed: Feed; cancelled: Tag" in text
    assert '`retry_component` with `{"component": "Feed"' in text
    assert text.index("**What you can do.**") < text.index("| component")
    assert text.index("| component") < text.index("**Feed**: Still not valid after 3 revisions")
    assert "client.py status context-design/default/shop/Shop.Blog` shows them as commands" in text


def test_each_choice_is_shown_once_however_many_components_failed() -> None:
    text = shown(waiting(Post="failed", Feed="failed", Tag="failed").view)
    assert text.count("`skip_component`") == 1
    assert "The other components work the same way, with their own names." in text


def test_reasons_of_what_failed_come_first_and_the_rest_is_counted() -> None:
    states = {f"Kept{n}": "accepted" for n in range(14)} | {"Feed": "failed"}
    state = waiting(**states)
    for component in state.view.components:
        component.error = "word " * 30 + "end."
    text = shown(state.view)
    assert f"**Feed**: {'word ' * 30}end.\n**Kept0**: " in text
    assert text.count("word end.") == 12
    assert "and 3 more reasons, in `status`" in text


def test_markup_in_a_reason_breaks_neither_table_nor_page() -> None:
    state = waiting(Feed="failed")
    state.component("Shop.Blog.Feed").error = "a | b <script>x</script>\n| c | **d** [e](f)"
    text = shown(state.view)
    assert len(row(text, "Feed")) == 6
    assert "| c |" not in text
    assert "<script" not in text


def test_columns_give_way_to_long_names_until_state_and_cost_are_left() -> None:
    def columns(length: int) -> list[str]:
        text = shown(state_with(**{"C" * length: "failed"}).view)
        header = next(line for line in text.splitlines() if line.startswith("| component"))
        return [cell.strip() for cell in header.strip("|").split("|")]

    assert columns(14) == ["component", "state", "attempt", "revisions", "tokens", "cost"]
    assert columns(15) == ["component", "state", "attempt", "tokens", "cost"]
    assert columns(30) == ["component", "state", "tokens", "cost"]
    assert columns(60) == ["component", "state", "cost"]


def test_a_long_name_is_cut_so_that_the_table_stays_on_the_page() -> None:
    name = "Component" * 8
    text = shown(state_with(**{name: "running"}).view)
    assert row(text, "Component")[0] == f"{name[:39]}…"
    assert f'"component": "{name}"' in text


def test_of_many_components_those_that_need_somebody_are_shown_and_the_rest_is_counted() -> None:
    states = {f"Done{n}": "complete" for n in range(300)} | {"Bad": "failed", "Busy": "running"}
    text = shown(waiting(**states).view)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == MOST_ROWS + 2
    assert row(text, "Bad")[1] == "failed"
    assert row(text, "Busy")[1] == "running"
    assert f"Not in this table: {302 - MOST_ROWS} complete." in text


def test_the_details_stay_short_enough_for_an_address_even_when_everything_fails() -> None:
    state = waiting(**{f"Component{n}": "failed" for n in range(500)})
    for component in state.view.components:
        component.error = "A long reason with <markup> | and more. " * 100
    state.view.attention = components_attention(state, since=SINCE)
    assert len(quote(shown(state.view))) < LONGEST_ADDRESS


def test_a_paused_component_says_so_and_how_to_go_on() -> None:
    state = state_with(Feed="running", Tag="running")
    state.component("Shop.Blog.Feed").workflow_id = "w/Feed"
    state.take_usage(SessionUsage(paused=["w/Feed"]))
    text = shown(state.view)
    assert row(text, "Feed")[1] == "running, paused"
    assert row(text, "Tag")[1] == "running"
    assert "**Paused:** Feed. To resume, open the component's page" in text
    state.take_usage(SessionUsage(paused=[]))
    assert "paused" not in shown(state.view)


def test_a_review_that_failed_says_why_and_how_to_go_on_without() -> None:
    state = state_with(Post="complete")
    state.view.step = "SpawnReviewSession"
    state.view.attention = review_attention(state.view, None, "The model refused.", since=SINCE)
    text = shown(state.view)
    assert "while reviewing the designs: The model refused." in text
    assert "`retry_step` with `{}`" in text
    assert '`skip_review` with `{"reason": "..."}`' in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("complete", "**Complete.** No action needed."),
        ("failed", "**Failed:** No such context."),
        ("cancelled", "**Cancelled.** Start the session again to continue"),
    ],
)
def test_an_ended_session_says_how_and_offers_nothing(status: str, said: str) -> None:
    view = state_with(Post="complete").view
    view = view.model_copy(update={"status": status, "error": "No such context."})
    text = shown(view)
    assert said in text
    assert "Send an Update" not in text


def test_a_pull_request_is_a_link() -> None:
    view = state_with(Post="complete").view
    view.status = "complete"
    view.pull_request = PullRequestReference(url="https://github.com/a/b/pull/7", number=7)
    assert "[Pull request 7](https://github.com/a/b/pull/7)" in shown(view)


def test_the_newest_notices_are_shown() -> None:
    view = state_with(Post="running").view
    view.notices = [Notice(at=SINCE, message=f"Signal {n} ignored") for n in range(9)]
    text = shown(view)
    assert "2026-01-02 03:04 UTC: Signal 8 ignored" in text
    assert "Signal 1 " not in text


def test_the_introduction_says_where_to_look() -> None:
    text = introduction(context="Shop.Blog", repository="/tmp/shop", has_review=True)
    assert "`Shop.Blog` in `/tmp/shop`" in text
    assert "**Current Details**" in text
    assert "a review of all designs" in text
    text = introduction(context="Shop.Blog", repository="/tmp/shop", has_review=False)
    assert "a comparison of all designs" in text


def test_a_question_about_revisions_shows_each_finding_and_every_choice() -> None:
    text = shown(asked().view)
    assert "The review would have 2 designs (Post, Tag) revised for 2 findings." in text
    assert "`retry_step` with `{}`" in text
    assert "- **F1** major (Post): Post is wrong." in text
    assert '`waive_finding` with `{"finding": "F1", "reason": "..."}`' in text
    assert '`retry_component` with `{"component": "Post"}`' in text
    assert "The other findings work the same way" in text


def test_a_waived_finding_says_by_whom_and_why() -> None:
    state = asked()
    assert state.view.review is not None
    state.view.findings[0].waived = Waiver(by="bo", at=SINCE, reason="Known.")
    assert "- **F1** major (Post): waived by bo: Known." in shown(state.view)


def test_without_a_review_the_page_says_who_found_what_and_what_can_be_done() -> None:
    text = shown(asked(review=False).view)
    assert "The checks would have 2 designs (Post, Tag) revised for 2 findings." in text
    assert "while comparing the designs" in text
    assert "Found by comparing the designs:\n- **F1** major (Post): Post is wrong." in text
    assert '`waive_finding` with `{"finding": "F1", "reason": "..."}`' in text
    assert '`skip_review` with `{"reason": "..."}`' in text
    assert "Review" not in text
