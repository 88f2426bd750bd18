from __future__ import annotations

import click
import pytest

from command_line.choosing.session import (
    Arguments,
    check_own,
    choose,
    session_to_decide,
    session_to_report,
    sort_arguments,
)
from command_line.options import Invocation
from design_sessions.errors import InputError, NotFoundError
from design_sessions.scope import Scope
from design_sessions.settings import Settings
from design_sessions.store import Store
from tests.support.stores import SCOPE, start_session, view_of
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


@pytest.fixture
def several(store: Store) -> Invocation:
    """Sessions of two contexts, one of them with an earlier one; the first has a component Tag."""
    for context, run in (("MyApp.Accounts", "run"), ("MyApp.Blog", "old"), ("MyApp.Blog", "new")):
        workflow_id = session_workflow_id(SCOPE, context)
        session = start_session(store, workflow_id=workflow_id, run_id=run, context=context)
        view = view_of(session).model_copy(update={"id": workflow_id, "context": context})
        store.sessions.publish_status(SCOPE, session, view)
        if run == "old":
            store.maintenance.close_session_tree(SCOPE, session, "complete", None)
    url = store.engine.url.render_as_string(hide_password=False)
    return Invocation(Settings(database_url=url, account=SCOPE.account, environment={}))


@pytest.mark.parametrize("name", ["Blog", "MyApp.Blog", "context-design/acme/my_app/MyApp.B"])
def test_a_session_is_named_by_its_context_or_the_beginning_of_its_id(
    several: Invocation, name: str
) -> None:
    assert session_to_report(several, name).view.id == ID
    assert session_to_decide(several, name) == ID


def test_a_name_that_means_several_is_refused_with_them(several: Invocation) -> None:
    with pytest.raises(InputError, match=r"fits 2 sessions: \S+Accounts \(active\); \S+Blog \("):
        session_to_decide(several, "context-design/acme/my_app/MyApp.")


def test_the_first_argument_may_be_a_context_unless_it_is_a_component(several: Invocation) -> None:
    assert choose(several, ("Accounts", "Post")).session == session_workflow_id(
        SCOPE, "MyApp.Accounts"
    )
    assert choose(several, ("Blog", "Post")) == Arguments(ID, ("Post",))
    assert choose(several, ("Post", "Blog")) == Arguments(None, ("Post", "Blog"))


def test_what_is_no_session_and_no_component_is_told_with_the_nearest_of_both(
    several: Invocation,
) -> None:
    for mistyped, meant in (("MyApp.Acounts", "MyApp.Accounts"), ("pots", "Post"), ("Xyzzy", "")):
        with pytest.raises(NotFoundError) as caught:
            choose(several, (mistyped, "Tag"))

        said = f"; did you mean {meant}?" if meant else "."
        assert caught.value.message == f"There is no session and no component {mistyped!r}{said}"


@pytest.mark.parametrize(
    "mistyped", ["MyApp.Acounts", "Acounts", "myapp.accounts", f"{ID[:-4]}Blg"]
)
def test_a_mistyped_session_is_told_with_the_nearest(several: Invocation, mistyped: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        session_to_report(several, mistyped)

    assert caught.value.message.startswith(f"Session not found: {mistyped}; did you mean ")
    assert caught.value.message.endswith(("Accounts?", "MyApp.Blog?"))


def test_decisions_read_the_components_of_the_only_active_session(
    several: Invocation, store: Store
) -> None:
    """The newest session, which has ended, has others."""
    newest = start_session(
        store, workflow_id=f"{ID}s", context="MyApp.Blogs", modules=("MyApp.New",)
    )
    store.maintenance.close_session_tree(SCOPE, newest, "complete", None)
    accounts = session_to_report(several, "Accounts").view.session_id
    store.maintenance.close_session_tree(SCOPE, accounts, "complete", None)

    assert choose(several, ("Post",), deciding=True) == Arguments(None, ("Post",))
    with pytest.raises(NotFoundError, match="did you mean Post"):
        choose(several, ("Psot",), deciding=True)
    assert choose(several, ("Post",)) == Arguments(ID, ("Post",)), "a report finds it there too"
    with pytest.raises(NotFoundError, match="no component 'Psot'"):
        choose(several, ("Psot",))


def test_where_several_are_active_a_mistyped_session_is_still_told(several: Invocation) -> None:
    assert choose(several, ("Post",), deciding=True) == Arguments(None, ("Post",))
    with pytest.raises(NotFoundError, match=r"did you mean MyApp\.Accounts\?"):
        choose(several, ("MyApp.Acounts", "Post"), deciding=True)


def test_a_decision_on_a_mistyped_id_is_told_before_the_server_is_asked(
    several: Invocation,
) -> None:
    with pytest.raises(NotFoundError, match=f"did you mean {ID}"):
        session_to_decide(several, ID.replace("Blog", "Blgo"))
    unknown = ID.replace("Blog", "Orders")
    assert session_to_decide(several, unknown) == unknown


def test_an_ended_session_is_still_meant_by_its_name_where_none_is_active(
    several: Invocation, store: Store
) -> None:
    for name in ("Accounts", "Blog"):
        session = session_to_report(several, name).view.session_id
        store.maintenance.close_session_tree(SCOPE, session, "complete", None)

    assert choose(several, ("Blog", "Post"), deciding=True) == Arguments(ID, ("Post",))
    assert choose(several, ("Post",), deciding=True) == Arguments(None, ("Post",))
