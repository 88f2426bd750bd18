from __future__ import annotations

from uuid import UUID

import pytest

from command_line.choosing.component import find_components
from design_sessions.errors import NotFoundError
from tests.command_line.conftest import Command
from tests.support.stores import WORKFLOW_ID, view_of

ACME = ("--account", "acme")
NESTED = ("MyApp.Blog.Post", "MyApp.Blog.Feed.Entry", "MyApp.Blog.Mail.Entry")


@pytest.mark.parametrize(
    "wanted", ["Post", "MyApp.Blog.Post", "Blog.Post", " Post", "Elixir.MyApp.Blog.Post"]
)
def test_a_component_is_known_by_its_name_its_module_or_the_end_of_it(wanted: str) -> None:
    view = view_of(UUID(int=1), modules=NESTED)

    assert [c.module for c in find_components(view, [wanted])] == ["MyApp.Blog.Post"]


def test_all_names_that_nothing_has_are_told_in_one_line() -> None:
    view = view_of(UUID(int=1))

    with pytest.raises(NotFoundError) as caught:
        find_components(view, ["Post", "Nope", "Tga", "comemnt"])

    assert str(caught.value) == (
        f"No component 'Nope', 'Tga', 'comemnt' in {WORKFLOW_ID}; nothing was done for the others; "
        "did you mean Tag and Comment? Components: Post, Comment, Tag."
    )


@pytest.mark.parametrize(
    "command",
    [
        ("accept", "Post", "Nope"),
        ("skip", "Post", "Nope", "--reason", "Later."),
        ("retry", "Post", "Nope"),
        ("cancel", "Post", "Nope"),
        ("accept", WORKFLOW_ID, "Post", "Nope"),
    ],
)
def test_one_unknown_name_stops_a_decision_before_anything_is_asked_of_the_server(
    client: Command, session: UUID, command: tuple[str, ...]
) -> None:
    ended = client(*command, *ACME)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Error: No component 'Nope' in context-design/")
    assert "Temporal" not in ended.err
    assert ended.err.count("\n") == 1


def test_names_are_left_to_the_session_where_its_records_are_out_of_reach(
    client: Command,
) -> None:
    ended = client("accept", WORKFLOW_ID, "Nope", *ACME)

    assert ended.code == 2
    assert "No Temporal server" in ended.err
