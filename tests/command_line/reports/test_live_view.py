from __future__ import annotations

import io
from uuid import UUID

import pytest
from rich.console import Console

from command_line.reports.live_view import ChangeLines, LiveReport, TerminalView
from design_sessions.status import (
    Action,
    Attention,
    ComponentReason,
    ComponentStatus,
    SessionStatusView,
)
from tests.support.screen import lines_left
from tests.support.stores import view_of


def view_with(*states: str) -> SessionStatusView:
    components = [
        ComponentStatus(
            name=f"C{index}",
            module=f"MyApp.Blog.C{index}",
            type="schema",
            state=state,  # type: ignore[arg-type]
            design_path=f"docs/design/my_app/blog/c{index}.md",
        )
        for index, state in enumerate(states)
    ]
    return view_of(UUID(int=1)).model_copy(update={"components": components})


def rendered(view: SessionStatusView, *, height: int, trouble: str | None = None) -> str:
    console = Console(width=120, height=height, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(LiveReport(view, "http://ui/page", "Ctrl-C", trouble, height))
    return capture.get()


def test_what_does_not_fit_is_counted_and_what_runs_stays_in_sight() -> None:
    text = rendered(view_with(*["complete"] * 30, "running", "failed"), height=20)

    assert "C30" in text
    assert "C31" in text
    assert "and 22 complete" in text
    assert "http://ui/page" not in text
    assert "http://ui/page" in rendered(view_with(*["complete"] * 32), height=36)


def test_what_is_to_run_again_is_in_sight_before_what_is_done() -> None:
    text = rendered(view_with(*["complete"] * 30, "pending", "running"), height=20)

    assert "C30" in text
    assert "and 22 complete" in text


def test_only_changes_are_told_away_from_a_terminal() -> None:
    lines = ChangeLines()

    assert list(lines.since_last(view_with("pending", "running")))[1:] == ["C1: running"]
    assert list(lines.since_last(view_with("pending", "running"))) == []
    assert list(lines.since_last(view_with("running", "complete"))) == [
        "C0: running",
        "C1: complete",
    ]


def test_the_need_for_a_person_is_told() -> None:
    needs = Attention(step="Finalize", kind="pull_request", reason="403", since="2026-01-01")
    view = view_with("complete").model_copy(update={"attention": needs})

    assert "needs a person: 403" in list(ChangeLines().since_last(view))


def test_what_keeps_the_session_from_going_on_is_in_the_view() -> None:
    assert "No worker polls." in rendered(
        view_with("running"), height=20, trouble="No worker polls."
    )


def test_trouble_is_told_when_it_comes_and_when_it_goes() -> None:
    lines, view = ChangeLines(), view_with("running")
    list(lines.since_last(view))

    assert list(lines.since_last(view, "No worker polls.")) == ["No worker polls."]
    assert list(lines.since_last(view, "No worker polls.")) == []
    assert list(lines.since_last(view)) == ["Server and worker are back."]


def test_a_failure_is_told_once_away_from_a_terminal() -> None:
    view = view_with("failed")
    view.components[0].error = "The model refused."
    view.attention = Attention(
        step="SpawnComponentDesignSessions",
        kind="components",
        reason="Child sessions failed: C0 (The model refused.)",
        since="2026-01-01",
        failed=[ComponentReason(component="C0", reason="The model refused.")],
    )

    lines = list(ChangeLines().since_last(view))

    assert lines[1:] == [
        "C0: failed: The model refused.",
        "needs a person: Of 1 component, 1 failed.",
    ]


def test_on_a_terminal_the_whole_report_stands_once_for_each_decision() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=200, height=30)
    needs = Attention(step="Finalize", kind="pull_request", reason="403", since="2026-01-01")
    waiting = view_with("complete").model_copy(update={"attention": needs})

    with TerminalView(console, None, "Ctrl-C leaves.", "") as terminal:
        terminal.show(view_with("running"), None)
        for trouble in (None, "No worker polls.", "No worker polls.", None):
            terminal.show(waiting, trouble)

    text = screen.getvalue()
    assert text.count("Waiting for your decision.") == 1
    assert text.count("No worker polls.") == 1
    assert text.count("Server and worker are back.") == 1


@pytest.mark.parametrize("width", [80, 100])
def test_on_24_rows_all_of_twelve_components_are_in_sight(width: int) -> None:
    console = Console(width=width, height=24)
    view = view_with(*["running"] * 12)
    with console.capture() as capture:
        console.print(LiveReport(view, PAGE, "Ctrl-C closes this view.", "No worker.", 24))

    lines = capture.get().splitlines()
    assert [line.split()[0] for line in lines if line.startswith(" C")] == [
        f"C{number}" for number in range(12)
    ]
    assert len(lines) < 24


def waiting(*reasons: str) -> SessionStatusView:
    view = view_with(*["failed"] * len(reasons))
    view.attention = Attention(
        step="SpawnComponentDesignSessions",
        kind="components",
        reason="Child sessions failed.",
        since="2026-01-01T00:00:00+00:00",
        failed=[
            ComponentReason(component=f"C{number}", reason=f"{reason}, {'x' * number}.")
            for number, reason in enumerate(reasons)
        ],
        actions=[Action(label="Again", command=f"python client.py retry {'long-' * 30}")],
    )
    return view


def shown_on(
    screen: io.StringIO,
    *views: SessionStatusView,
    width: int,
    height: int,
    keeps_reports: bool = False,
) -> TerminalView:
    console = Console(file=screen, force_terminal=True, width=width, height=height)
    console.print("$ context-design watch")
    terminal = TerminalView(console, PAGE, "Ctrl-C leaves.", keeps_reports=keeps_reports)
    for view in views:
        terminal.show(view, None if view.attention is None else "No worker polls.")
    return terminal


@pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 30), (160, 45)])
@pytest.mark.parametrize("failed", [1, 3, 12, 40])
def test_after_a_decision_the_live_view_stands_alone(width: int, height: int, failed: int) -> None:
    screen = io.StringIO()
    states = waiting(*["Refused"] * failed), view_with(*["running"] * failed)

    with shown_on(screen, *states, width=width, height=height) as terminal:
        assert terminal._live is not None
        terminal._live.refresh()
        on_screen = lines_left(screen.getvalue(), width=width, height=height)[-height:]

    text = "\n".join(on_screen)
    assert "running" in text
    assert "Needs a person" not in text
    assert "Waiting for your decision" not in text
    assert "failed" not in text
    assert "retry" not in text


def test_a_report_that_fits_the_screen_leaves_no_line_behind() -> None:
    screen = io.StringIO()
    states = waiting("Refused"), view_with("running"), waiting("Refused", "Again")

    with shown_on(screen, *states, width=80, height=60):
        pass

    assert [line for line in lines_left(screen.getvalue(), width=80, height=60) if line] == [
        "$ context-design watch"
    ]


def test_a_report_stays_when_the_person_leaves_or_where_others_print_too() -> None:
    left, kept = io.StringIO(), io.StringIO()

    with (
        pytest.raises(KeyboardInterrupt),
        shown_on(left, waiting("Refused"), width=80, height=60),
    ):
        raise KeyboardInterrupt
    states = waiting("Refused"), view_with("running")
    with shown_on(kept, *states, width=80, height=60, keeps_reports=True):
        pass

    for screen in (left, kept):
        assert "Needs a person" in "\n".join(lines_left(screen.getvalue(), width=80, height=60))


PAGE = f"http://127.0.0.1:8233/namespaces/default/workflows/{'x' * 160}/user-metadata"


@pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 24), (160, 50), (60, 12)])
@pytest.mark.parametrize("count", [3, 8, 12, 40])
def test_a_view_that_is_drawn_again_leaves_no_line_behind(
    width: int, height: int, count: int
) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=width, height=height)

    with TerminalView(console, PAGE, "Ctrl-C leaves.") as terminal:
        for done in range(3):
            states = ["complete"] * done + ["running"] * (count - done)
            view = view_with(*states)
            for component in view.components:
                component.name = f"Notifications.ReminderSchedulers.{component.name}"
                component.attempt, component.turns, component.revisions = 2, 3, 1
            terminal.show(view, "No worker polls." if done else None)
            assert terminal._live is not None
            terminal._live.refresh()
    console.print("The end.")

    left = [line for line in lines_left(screen.getvalue(), width=width, height=height) if line]
    assert left == ["The end."]
