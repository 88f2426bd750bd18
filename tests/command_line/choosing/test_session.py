from __future__ import annotations

import click
import pytest

from command_line.choosing.session import Arguments, check_own, sort_arguments
from design_sessions.errors import NotFoundError
from design_sessions.scope import Scope
from workflows.workflow_ids import session_workflow_id

ID = "context-design/acme/my_app/MyApp.Blog"
RECORD = "857b2b71-2f76-532e-850b-ae3cd11d971b"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), Arguments(None, ())),
        (("Post", "Tag"), Arguments(None, ("Post", "Tag"))),
        ((ID,), Arguments(ID, ())),
        (("Post", ID), Arguments(ID, ("Post",))),
        ((f"{ID}/MyApp.Blog.Post/a2",), Arguments(ID, ("MyApp.Blog.Post",))),
        ((f"{ID}/review",), Arguments(ID, ())),
        ((RECORD, "Post"), Arguments(RECORD, ("Post",))),
    ],
)
def test_what_has_a_slash_or_is_a_uuid_is_the_id(
    arguments: tuple[str, ...], expected: Arguments
) -> None:
    assert sort_arguments(arguments) == expected


def test_two_ids_are_refused() -> None:
    with pytest.raises(click.UsageError, match="One session at a time"):
        sort_arguments((ID, ID))


def test_the_project_follows_from_the_id() -> None:
    assert check_own(Scope(account="acme"), ID).project == "my_app"


def test_a_project_with_a_slash_is_found_again() -> None:
    scope = Scope(account="acme", project="group/my app")

    session = session_workflow_id(scope, "MyApp.Blog")

    assert check_own(Scope(account="acme"), session).project == "group/my app"
    assert check_own(scope, session) == scope


@pytest.mark.parametrize(
    "scope", [Scope(account="other"), Scope(account="acme", project="another")]
)
def test_another_scope_s_session_is_not_found(scope: Scope) -> None:
    with pytest.raises(NotFoundError, match=f"Session not found: {ID}"):
        check_own(scope, ID)


@pytest.mark.parametrize("session", ["a/b", "context-design/acme/x", "x/acme/my_app/MyApp.Blog"])
def test_what_is_no_session_s_id_is_not_found(session: str) -> None:
    with pytest.raises(NotFoundError, match="Session not found"):
        check_own(Scope(account="acme"), session)
