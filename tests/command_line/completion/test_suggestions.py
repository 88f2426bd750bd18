from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from command_line.completion.shells import in_time
from command_line.completion.suggestions import PATHS, suggestions
from design_sessions.store import Store
from tests.support.repositories import make_applications
from tests.support.session_states import reviewed
from tests.support.stores import SCOPE, start_session, view_of

COMMANDS = ("start", "status", "show", "retry")
Suggested = Callable[..., Sequence[str] | str]


@pytest.fixture
def suggested(store: Store) -> Suggested:
    """Suggestions for a line. Blog waits with findings, the others have ended."""
    contexts = ("A.Twin", "B.Twin", "MyApp.Stock", "MyApp.Blog")
    for context in contexts:
        workflow_id = f"context-design/acme/my_app/{context}"
        session = start_session(store, workflow_id=workflow_id, context=context)
        view = view_of(session).model_copy(update={"id": workflow_id, "context": context})
        if context == "MyApp.Blog":
            view.review = reviewed().view.review
        store.sessions.publish_status(SCOPE, session, view)
        if context != "MyApp.Blog":
            store.maintenance.close_session_tree(SCOPE, session, "complete", None)
    environment = {
        "DESIGN_DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
        "DESIGN_ACCOUNT": SCOPE.account,
    }

    def suggest(line: str) -> Sequence[str] | str:
        *words, incomplete = line.split(" ")
        return suggestions(words, incomplete, COMMANDS, environment)

    return suggest


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("st", ["start", "status"]),
        ("--v", ["--version"]),
        ("status MyApp.S", ["MyApp.Stock"]),
        ("status --json St", ["Stock"]),
        ("status context-design/acme/my_app/B", ["context-design/acme/my_app/B.Twin"]),
        ("retry MyApp", ["MyApp.Blog"]),
        ("retry P", ["Post"]),
        ("retry MyApp.Blog --guidance Post ", ["Post", "Comment", "Tag"]),
        ("retry MyApp.Blog Post ", ["Comment", "Tag"]),
        ("retry MyApp.Stock ", []),
        ("redo MyApp.Stock C", ["Comment"]),
        ("redo MyApp.B", []),
        ("show r", ["review"]),
        ("waive MyApp.Blog ", ["F1", "F2"]),
        ("recheck ", ["MyApp.Blog"]),
        ("retry --gu", ["--guidance"]),
        ("start MyApp.Blog --order d", ["dependencies"]),
        ("start X --only ", []),
        ("validate do", PATHS),
        ("start docs/de", PATHS),
        ("retry --data-dir ", PATHS),
        ("worker st", ["status", "stop"]),
        ("nothing ", []),
        ("status A.Twin MyApp.B", []),
    ],
)
def test_what_fits_a_place_is_suggested(
    suggested: Suggested, line: str, expected: list[str] | str
) -> None:
    assert suggested(line) == expected


def test_contexts_of_the_repository_are_suggested(suggested: Suggested, tmp_path: Path) -> None:
    checkout = make_applications(tmp_path, "MyShop.Catalog", "Other.Stock").checkout

    assert suggested(f"start --repo {checkout} ") == ["MyShop.Catalog", "Other.Stock"]
    assert suggested(f"check --repo {checkout} --context O") == ["Other.Stock"]


def test_what_goes_wrong_or_takes_too_long_suggests_nothing(
    capfd: pytest.CaptureFixture[str], environment: dict[str, str], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"no database" * 100)
    environment["DESIGN_DATABASE_URL"] = f"sqlite:///{damaged}"

    assert in_time(["status"], "My", COMMANDS, seconds=60) == []
    assert in_time(["status"], "My", COMMANDS, seconds=0) == []
    assert capfd.readouterr() == ("", "")
