from __future__ import annotations

import io
from uuid import UUID

import pytest
from rich.console import Console

from command_line.reports.action_groups import grouped_actions
from command_line.reports.ready_commands import SessionCommands
from command_line.reports.status_report import MOST_ROWS, print_report
from design_sessions.status import (
    Attention,
    AttentionKind,
    ComponentReason,
    MissingDesign,
    Notice,
    SessionStatusView,
    Usage,
)
from tests.support.session_states import state_with
from tests.support.stores import view_of
from workflows.decisions.attention import components_attention

INVALID = "Still not valid after 3 revisions: line 59: Purpose is missing."
REFUSED_KEY = "The endpoint refuses the key (401)."


def printed(view: SessionStatusView, width: int = 1_000) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        print_report(console, view, None)
    return capture.get()


def failed_view(*reasons: str) -> SessionStatusView:
    view = view_of(UUID(int=1))
    for component, reason in zip(view.components, reasons, strict=False):
        component.state = "failed"
        component.error = reason
    return view


def attention(
    view: SessionStatusView, reason: str, kind: AttentionKind = "components"
) -> Attention:
    return Attention(
        step="SpawnComponentDesignSessions",
        kind=kind,
        reason=reason,
        since="2026-01-01T00:00:00+00:00",
        failed=[
            ComponentReason(component=c.name, reason=c.error) for c in view.components if c.error
        ],
    )


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_narrow_screen_leaves_columns_out_and_cuts_none(width: int) -> None:
    view = failed_view(INVALID)
    view.components[0].name = "Notifications.ReminderScheduler"
    for component in view.components:
        component.turns, component.revisions, component.attempt = 12, 3, 2
        component.usage = Usage(input_tokens=25_400, output_tokens=1_800, cost_usd=1.25)

    text = printed(view, width)

    assert "Notifications.ReminderScheduler" in text
    assert text.count("$1.25") >= len(view.components)
    assert "running" in text
    assert "failed" in text
    assert "…" not in text
    (header,) = [line for line in text.splitlines() if line.split()[:1] == ["component"]]
    assert ("attempt" in header) == (width >= 160)
    assert "cost are of all attempts together" in " ".join(text.split())


def test_a_failure_is_told_once() -> None:
    view = failed_view(INVALID)
    view.attention = attention(view, f"Child sessions failed: Post ({INVALID})")

    text = printed(view)

    assert text.count(INVALID) == 1
    assert "Needs a person: Of 3 components, 1 failed.  (since" in text
    assert f"  Post\n  {INVALID}" in text


def test_one_cause_of_many_failures_is_told_once() -> None:
    view = failed_view(REFUSED_KEY, REFUSED_KEY, INVALID)
    view.attention = attention(
        view,
        f"{REFUSED_KEY} Child sessions failed: Post ({REFUSED_KEY}), Comment ({REFUSED_KEY}), "
        f"Tag ({INVALID})",
        "credentials",
    )

    text = printed(view)

    assert text.count(REFUSED_KEY) == 1
    assert f"Needs a person: {REFUSED_KEY} Of 3 components, 3 failed." in text
    assert "  Post, Comment\n" in text
    assert "  Tag: Purpose is missing\n" in text


def test_a_long_reason_that_was_cut_is_not_told_again_in_part() -> None:
    view = failed_view(INVALID, REFUSED_KEY)
    whole = f"Child sessions failed: Post ({INVALID}), Comment ({REFUSED_KEY})"
    view.attention = attention(view, whole[:-20])

    text = printed(view)

    assert "Needs a person: Of 3 components, 2 failed.  (since" in text
    assert f"  Comment: {REFUSED_KEY}" in text


def test_a_missing_design_is_told_once_with_its_path() -> None:
    view = failed_view("Design files missing: docs/design/my_app/blog/post.md")
    path = view.components[0].design_path
    view.components[0].error = f"Design files missing: {path}"
    needs = attention(view, f"Design files missing: Post ({path})")
    view.attention = needs.model_copy(
        update={"failed": [], "missing": [MissingDesign(component="Post", path=path)]}
    )

    assert printed(view).count(path) == 1


def test_the_review_s_failure_is_told_once() -> None:
    view = failed_view()
    assert view.review is not None
    view.review.state = "failed"
    view.review.error = REFUSED_KEY
    view.attention = attention(view, REFUSED_KEY, "review")

    assert printed(view).count(REFUSED_KEY) == 1


def test_a_failed_session_tells_each_failure_once() -> None:
    view = failed_view(INVALID, REFUSED_KEY)
    view.status = "failed"
    view.error = f"Child sessions failed: Post ({INVALID}), Comment ({REFUSED_KEY})"

    text = printed(view)

    assert (text.count(INVALID), text.count(REFUSED_KEY)) == (1, 1)
    assert "Child sessions failed: Post, Comment" in text


def test_a_session_without_a_review_names_no_model_for_it() -> None:
    view = failed_view()
    view.review = None

    text = printed(view)

    assert "no review" in text
    assert view.agent.review_model not in text


def test_a_component_ran_no_longer_than_its_session() -> None:
    view = failed_view()
    view.status = "cancelled"
    view.created_at = "2026-01-01T00:00:00.700+00:00"
    view.components[0].started_at = "2026-01-01T00:00:00+00:00"
    view.ended_at = "2026-01-01T00:00:14.100+00:00"
    view.components[0].state = "cancelled"

    row = next(line for line in printed(view).splitlines() if line.strip().startswith("Post"))

    assert row.split()[-1] == "13s"


def test_of_thousands_of_components_those_that_need_someone_are_listed() -> None:
    modules = [f"MyApp.Blog.C{number:04}" for number in range(2_500)]
    view = view_of(UUID(int=1), modules=modules)
    for component in view.components:
        component.state = "complete"
    view.components[2_000].state = "failed"
    view.components[2_400].state = "running"

    text = printed(view)

    assert "C2000" in text
    assert "C2400" in text
    assert f"and {2_500 - MOST_ROWS} complete" in text
    assert len(text.splitlines()) < 150


def test_a_pull_request_that_nobody_could_open_ends_with_what_to_do() -> None:
    view = view_of(UUID(int=1))
    view.status = "complete"
    view.pull_request_text = (
        "Add designs\n\nA long body.\n\nTo continue:\n    git fetch origin designs\n"
    )

    text = printed(view)

    assert f"Add designs (its text: python client.py status {view.id} --pull-request)" in text
    assert "A long body." not in text
    assert "To continue:\n    git fetch origin designs" in text.replace(" \n", "\n")


def waiting_view() -> SessionStatusView:
    """Three components that need a person, of which one has a draft."""
    state = state_with(Post="failed", Tag="failed", Feed="cancelled", Slot="complete")
    state.drafted.add("Shop.Blog.Tag")
    for component, reason in zip(state.view.components, [REFUSED_KEY, INVALID], strict=False):
        component.error = reason
        component.attempt, component.revisions, component.turns = 2, 3, 9
        component.usage = Usage(cost_usd=1.25)
    state.view.attention = components_attention(state, since="2026-01-01T00:00:00+00:00")
    return state.view


@pytest.mark.parametrize("width", [80, 100, 160])
def test_of_a_waiting_session_no_command_is_cut(width: int) -> None:
    view = waiting_view()
    view.components[0].name = "Notifications.ReminderSchedulerOfTheLibrary"

    text = printed(view, width)

    assert view.attention is not None
    for action in grouped_actions(view.attention.actions):
        assert SessionCommands(view.id, view.id).offered(action.command) in text


def test_a_report_longer_than_the_terminal_ends_with_what_to_do() -> None:
    view = waiting_view()
    out = io.StringIO()

    console = Console(file=out, width=80, height=10, force_terminal=True, no_color=True)
    print_report(console, view, None)

    *_, said, command = out.getvalue().splitlines()
    assert "Needs a person, see above: " in said
    assert command == f"    python client.py retry {view.id} Post --guidance TEXT"


def test_the_lines_of_a_failure_or_a_note_are_told_from_the_next() -> None:
    view = failed_view(f"{INVALID} {INVALID}")
    view.status = "failed"
    view.notices = [Notice(at="2026-01-01T00:00:00Z", message="Left as they are: " + "Post, " * 20)]

    lines = printed(view, 80).splitlines()

    for beginning in ("Post: Still not valid", "note 2026-01-01"):
        first = next(n for n, line in enumerate(lines) if line.startswith(beginning))
        assert lines[first + 1].startswith("  ")
