from __future__ import annotations

import pytest
from rich.console import Console

from command_line.reports.designed_components import DesignedComponents
from design_sessions.committed_designs import DesignState
from tests.support.statuses import component_status

NAMES = ("Post", "Tag", "Feed", "Mail")


def lines(*states: DesignState, width: int = 80, name: str = "Post") -> list[str]:
    components = [component_status(f"MyApp.Blog.{each}", "pending") for each in (name, *NAMES[1:])]
    of_module = {c.module: state for c, state in zip(components, states, strict=True)}
    console = Console(width=width)
    with console.capture() as capture:
        console.print(DesignedComponents(components, of_module), crop=False)
    return [line.rstrip() for line in capture.get().splitlines()]


def test_where_all_are_designed_all_are_listed() -> None:
    told = lines("new", "new", "new", "revise")

    assert told[0] == "4 components, in this order:"
    assert told[1] == "  Post  schema           docs/design/my_app/blog/post.md"
    assert told[4] == "  Mail  schema, revised  docs/design/my_app/blog/mail.md"
    assert len(told) == 5


@pytest.mark.parametrize(
    ("states", "rest"),
    [
        (("new", "left", "left", "left"), "3 others are left as they are."),
        (("new", "kept", "kept", "left"), "2 others have valid designs, which are kept; 1 other"),
    ],
)
def test_what_is_not_designed_is_counted_in_one_line(
    states: tuple[DesignState, ...], rest: str
) -> None:
    heading, designed, counts = lines(*states)

    assert heading == "1 of 4 components is designed, in this order:"
    assert designed.startswith("  Post  schema  ")
    assert counts.startswith(rest)


def test_a_session_that_designs_nothing_says_so() -> None:
    assert lines("kept", "kept", "kept", "kept") == [
        "None of 4 components is designed.",
        "4 components have valid designs, which are kept.",
    ]


def test_a_path_that_does_not_fit_stands_whole_below_its_component() -> None:
    told = lines("new", "left", "left", "left", name="Scheduler" * 4)

    assert told[1:3] == [
        f"  {'Scheduler' * 4}  schema",
        f"      docs/design/my_app/blog/{'scheduler_' * 3}scheduler.md",
    ]
