from __future__ import annotations

import io
from uuid import UUID

import pytest
from rich.console import Console

from command_line.reports.action_groups import grouped_actions
from command_line.reports.status_report import print_report
from design_sessions.status import Action, SessionStatusView
from tests.support.session_states import asked, state_with
from tests.support.stores import WORKFLOW_ID, view_of
from workflows.decisions import actions
from workflows.decisions.attention import components_attention

NAMES = [f"C{number}" for number in range(1, 41)]


def view_with_failed(names: list[str], *, drafted: tuple[str, ...] = ()) -> SessionStatusView:
    state = state_with(**dict.fromkeys(names, "failed"))
    state.drafted.update(f"Shop.Blog.{name}" for name in drafted)
    state.view.attention = components_attention(state, since="2026-01-01T00:00:00+00:00")
    return state.view


def commands(view: SessionStatusView) -> list[str]:
    assert view.attention is not None
    return [action.command for action in grouped_actions(view.attention.actions)]


def test_a_component_that_failed_alone_keeps_its_commands() -> None:
    view = view_with_failed(["Post"], drafted=("Post",))

    assert view.attention is not None
    assert grouped_actions(view.attention.actions) == view.attention.actions


def test_many_failed_components_share_one_command_of_each_kind() -> None:
    view = view_with_failed(NAMES[:3], drafted=("C2",))
    client = "python client.py"

    assert commands(view) == [
        f"{client} retry {view.id}",
        f"{client} retry {view.id} C1 C2 C3 --guidance ...",
        f"{client} accept {view.id} C2",
        f"{client} skip {view.id} C1 C2 C3 --reason ...",
        f"{client} recheck {view.id}",
    ]


def test_of_more_than_three_a_command_leaves_the_names_to_its_reader() -> None:
    view = view_with_failed(NAMES[:4])
    client = "python client.py"

    assert commands(view) == [
        f"{client} retry {view.id}",
        f"{client} retry {view.id} COMPONENT... --guidance ...",
        f"{client} skip {view.id} COMPONENT... --reason ...",
        f"{client} recheck {view.id}",
    ]


def test_a_group_says_of_how_many_it_is() -> None:
    view = view_with_failed(NAMES)

    assert view.attention is not None
    labels = [action.label for action in grouped_actions(view.attention.actions)]
    assert labels[1:3] == [
        "Retry some or all of these 40 with guidance",
        "Continue without some or all of these 40",
    ]


def test_options_that_find_the_session_again_stay_at_the_end() -> None:
    offered = [
        action.model_copy(update={"command": f"{action.command} --data-dir 'my data'"})
        for action in (actions.skip(view_of(UUID(int=1)), name) for name in ("A", "B", "C"))
    ]

    (grouped,) = grouped_actions(offered)

    assert grouped.command == (
        f"python client.py skip {WORKFLOW_ID} A B C --reason ... --account acme "
        "--data-dir 'my data'"
    )


def test_an_action_on_no_component_is_never_grouped() -> None:
    again = Action(label="Again", command="python client.py retry", update="retry_step")

    assert grouped_actions([again] * 5) == [again] * 5


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_command_is_one_line_to_paste(terminal: bool) -> None:
    names = [f"ReminderSchedulerOfTheLibrary{name}" for name in NAMES[:3]]
    view = view_with_failed(names)
    out = io.StringIO()

    print_report(
        Console(file=out, width=80, force_terminal=terminal, no_color=True), view, None, ""
    )

    wanted = f"python client.py skip {view.id} {' '.join(names)} --reason TEXT"
    assert sum(wanted in line for line in out.getvalue().splitlines()) == 1


def test_revisions_and_findings_share_one_command_of_each_kind() -> None:
    view = asked().view
    client = "python client.py"

    assert commands(view) == [
        f"{client} retry {view.id}",
        f"{client} retry {view.id} Post Tag",
        f"{client} waive {view.id} F1 F2 --reason ...",
        f"{client} skip {view.id} --review --reason ...",
    ]
