from __future__ import annotations

from uuid import UUID

from rich.console import Console

from command_line.live_view import ChangeLines, live_report
from design_sessions.status import Attention, ComponentStatus, SessionStatusView
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


def rendered(view: SessionStatusView, *, height: int) -> str:
    console = Console(width=120, height=height, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(live_report(view, "http://ui/page", "Ctrl-C", height=height))
    return capture.get()


def test_what_does_not_fit_is_counted_and_what_runs_stays_in_sight() -> None:
    text = rendered(view_with(*["complete"] * 30, "running", "failed"), height=20)

    assert "C30" in text
    assert "C31" in text
    assert "and 28 complete" in text
    assert "http://ui/page" in text


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
