"""The screen of a session that waits for a person."""

from __future__ import annotations

from uuid import UUID

import pytest
from rich.console import Console

from command_line.reports.attention_report import AttentionReport
from command_line.reports.ready_commands import SessionCommands
from design_sessions.status import MissingDesign, SessionStatusView, Usage
from tests.support.session_states import asked, state_with
from tests.support.stores import view_of
from workflows.decisions.attention import components_attention

CLIENT = "python client.py"
EMPTY = (
    'Still not valid after 3 revisions: line 59: The section "Functions" is empty: write it. Each '
    "public function with its spec, what it returns, and what it does when something is missing."
)
REFUSED_KEY = "The endpoint refuses the key (401)."
SCHEDULER = "ReminderSchedulerOfTheLibrary"


def lines(view: SessionStatusView, width: int = 80) -> list[str]:
    console = Console(width=width)
    report = AttentionReport(view, SessionCommands(view.id, view.context))
    with console.capture() as capture:
        console.print(report, crop=False)
    return [line.rstrip() for line in capture.get().splitlines()]


def waiting_view(*, drafted: tuple[str, ...] = (), **reasons: str) -> SessionStatusView:
    """Components that failed for these reasons, or were cancelled where there is none."""
    state = state_with(
        **{name: "failed" if reason else "cancelled" for name, reason in reasons.items()},
        Slot="complete",
    )
    state.drafted.update(f"Shop.Blog.{name}" for name in drafted)
    for component, reason in zip(state.view.components, reasons.values(), strict=False):
        component.error = reason or None
        component.attempt, component.revisions, component.turns = 2, 3, 9
        component.usage = Usage(cost_usd=1.25)
    state.view.attention = components_attention(state, since="2026-01-01T00:00:00+00:00")
    return state.view


def test_the_first_component_stands_with_its_whole_reason_and_its_commands_below_it() -> None:
    view = waiting_view(Post=EMPTY, Tag=REFUSED_KEY, Feed="", drafted=("Post",))

    told = lines(view)

    assert "Needs a person: Of 4 components, 2 failed, 1 cancelled." in told[1]
    first = told.index("  Post (attempt 2; in all attempts 3 revisions, 9 turns, $1.25)")
    assert told[first : told.index("Or:")] == [
        "  Post (attempt 2; in all attempts 3 revisions, 9 turns, $1.25)",
        '  Still not valid after 3 revisions: line 59: The section "Functions" is empty:',
        "  write it. Each public function with its spec, what it returns, and what it",
        "  does when something is missing.",
        f"    {CLIENT} retry Shop.Blog Post --guidance TEXT",
        f"    {CLIENT} show Shop.Blog Post --draft   Its last draft",
        f"    {CLIENT} log Shop.Blog Post   Its conversation",
        f"  Tag: {REFUSED_KEY}",
        "  Feed: Cancelled.",
    ]


def test_the_others_say_what_is_missing_in_one_line_for_each_reason() -> None:
    reasons = {
        "Post": REFUSED_KEY,
        "Tag": EMPTY,
        SCHEDULER: EMPTY.replace("line 59", "line 7"),
        "Mail": f"{REFUSED_KEY[:-1]} from {'a' * 90}",
    }

    told = lines(waiting_view(**reasons))

    assert f'  Tag, {SCHEDULER}: section "Functions" is empty' in told
    (cut,) = [line for line in told if line.startswith("  Mail: ")]
    assert cut.startswith("  Mail: The endpoint refuses the key (401)")
    assert len(cut) == 80
    assert cut.endswith("…")


def test_a_long_name_is_whole_and_its_reason_is_in_the_next_line() -> None:
    name = "Scheduler" * 7

    told = lines(waiting_view(Post=REFUSED_KEY, **{name: EMPTY}))

    assert told[told.index(f"  {name}:") + 1] == '    section "Functions" is empty'


def test_another_one_s_draft_is_among_the_choices_where_the_first_has_none() -> None:
    told = lines(waiting_view(Post=REFUSED_KEY, Tag=EMPTY, drafted=("Tag",)), 200)

    assert f"    {CLIENT} show Shop.Blog Tag --draft   The last draft of Tag" in told
    assert told.index("Or:") < next(n for n, line in enumerate(told) if "--draft" in line)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_but_a_command_is_wider_than_the_screen(width: int) -> None:
    names = [f"{SCHEDULER}{number}" for number in range(40)]
    view = waiting_view(
        **{name: f"{EMPTY} {'x' * number}" for number, name in enumerate(names)},
        drafted=(names[0], names[7]),
    )

    told = lines(view, width)

    assert all(len(line) <= width for line in told if CLIENT not in line)
    assert len(told) < 24
    assert not [line for line in told if CLIENT in line and names[1] in line]


def test_missing_designs_are_told_by_the_last_part_of_their_path() -> None:
    view = view_of(UUID(int=1))
    assert view.review is not None
    waits = waiting_view(Post=REFUSED_KEY)
    assert waits.attention is not None
    waits.attention.failed = []
    waits.attention.missing = [
        MissingDesign(component=c.name, path=c.design_path) for c in view.components
    ]

    told = lines(waits)

    assert "  not on the branch: docs/design/my_app/blog/post.md" in told
    assert "  Tag: not on the branch: …/tag.md" in told


def test_a_question_about_revisions_names_findings_before_the_commands() -> None:
    text = "\n".join(lines(asked().view))

    question = text.index("Needs a person: The review would have 2 designs (Post, Tag) revised")
    assert question < text.index("  F1 major, Post: Post is wrong.") < text.index("client.py retry")
    assert "Waive some of these 2 findings" in text


def test_findings_in_question_are_wrapped_and_never_cut() -> None:
    view = asked().view
    assert view.attention is not None
    first = view.attention.findings[0]
    first.components = [SCHEDULER, "Post", "Feed", "Tag"]
    first.explanation = f"{SCHEDULER} calls Post.fetch/9, which the design of Post lacks. More."

    told = lines(view)

    start = told.index(f"  F1 major, {SCHEDULER}, Post, Feed, Tag:")
    assert " ".join(line.strip() for line in told[start : start + 3]).endswith("Post lacks.")
    assert all(line.startswith("     ") for line in told[start + 1 : start + 3])
