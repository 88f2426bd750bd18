"""What completion reads of the SQLite file is what the store has."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line.completion.records import open_records
from design_sessions.store import Store
from tests.support.session_states import reviewed
from tests.support.stores import MODULES, SCOPE, start_session, view_of

ACME = {"--account": SCOPE.account}


@pytest.fixture
def found_by(store: Store) -> dict[str, str]:
    """The environment of a process that finds the store."""
    return {"DESIGN_DATABASE_URL": store.engine.url.render_as_string(hide_password=False)}


def test_sessions_and_components_are_those_of_the_store(
    store: Store, found_by: dict[str, str]
) -> None:
    first = start_session(store)
    store.sessions.publish_status(SCOPE, first, view_of(first))
    store.maintenance.close_session_tree(SCOPE, first, "complete", None)
    second = start_session(store, run_id="run-2")

    with open_records(ACME, found_by) as records:
        sessions = records.sessions()
        assert [tuple(each) for each in sessions] == [
            tuple(each) for each in store.reports.session_names(SCOPE)
        ]
        assert {each.session_id for each in sessions} == {first, second}
        of_first = next(each for each in sessions if each.session_id == first)
        assert records.components(of_first) == [m.rpartition(".")[2] for m in MODULES]
        assert records.open_findings(of_first) == []


def test_findings_that_nobody_has_waived_are_named(store: Store, found_by: dict[str, str]) -> None:
    session = start_session(store)
    view = view_of(session)
    view.review = reviewed().view.review
    store.sessions.publish_status(SCOPE, session, view)

    with open_records(ACME, found_by) as records:
        assert records.open_findings(records.sessions()[0]) == ["F1", "F2"]


@pytest.mark.parametrize(
    "given", [{}, {"--account": "other"}, ACME | {"--project": "other"}], ids=str
)
def test_another_scope_s_sessions_are_not_there(
    store: Store, found_by: dict[str, str], given: dict[str, str]
) -> None:
    start_session(store)

    with open_records(given, found_by) as records:
        assert records.sessions() == []


def test_the_file_is_found_as_the_commands_find_it(
    store: Store, found_by: dict[str, str], tmp_path: Path
) -> None:
    start_session(store)
    url = found_by["DESIGN_DATABASE_URL"]
    by_endpoints = tmp_path / "by endpoints"
    by_settings = tmp_path / "by settings"
    for directory in (by_endpoints, by_settings):
        directory.mkdir()
    (by_endpoints / "endpoints.json").write_text(f'{{"database": "{url}"}}')
    (by_settings / ".env").write_text(f"DESIGN_DATABASE_URL={url}\nDESIGN_ACCOUNT=acme\n")

    with open_records({"--data-dir": str(by_endpoints)} | ACME, {}) as records:
        assert len(records.sessions()) == 1
    with open_records({}, {"DESIGN_DATA_DIR": str(by_settings)}) as records:
        assert len(records.sessions()) == 1
    for nowhere in ({"DESIGN_DATA_DIR": str(tmp_path)}, {"DESIGN_DATABASE_URL": "postgresql://x"}):
        with pytest.raises(LookupError), open_records(ACME, nowhere):
            pass
