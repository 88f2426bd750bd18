from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from command_line.options import Invocation
from command_line.reports.ready_commands import SessionCommands
from design_sessions.settings import Settings
from design_sessions.store.records import SessionName
from tests.support.stores import CONTEXT, WORKFLOW_ID, view_of

NEWEST, OLDER = UUID(int=2), UUID(int=1)
ELSEWHERE = SessionName("context-design/acme/other/MyApp.Blog", UUID(int=3), CONTEXT, "active")


def commands(session: UUID, *known: SessionName) -> SessionCommands:
    settings = Settings(environment={}, data_directory=Path("/d"))
    return SessionCommands.of(Invocation(settings=settings), view_of(session), known)


def known(session: UUID) -> SessionName:
    return SessionName(WORKFLOW_ID, session, CONTEXT, "active")


@pytest.mark.parametrize(
    ("session", "others", "name"),
    [
        (NEWEST, [], CONTEXT),
        (NEWEST, [known(OLDER)], CONTEXT),
        (NEWEST, [ELSEWHERE], WORKFLOW_ID),
        (OLDER, [], str(OLDER)),
    ],
    ids=["only", "newest", "in two projects", "older"],
)
def test_a_session_is_called_by_the_shortest_name_that_means_it(
    session: UUID, others: list[SessionName], name: str
) -> None:
    made = commands(session, known(NEWEST), *others)

    assert made.about("log", "Post") == f"python client.py log {name} Post --data-dir /d"


def test_an_offered_command_names_the_session_as_short_and_asks_for_text() -> None:
    offered = f"python client.py retry {WORKFLOW_ID} Post --guidance ... --data-dir /d"

    assert commands(NEWEST, known(NEWEST)).offered(offered) == (
        f"python client.py retry {CONTEXT} Post --guidance TEXT --data-dir /d"
    )
