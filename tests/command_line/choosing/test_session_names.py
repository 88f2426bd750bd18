from __future__ import annotations

from uuid import UUID

import pytest

from command_line.choosing.session_names import is_mistyped, session_named
from design_sessions.errors import InputError
from design_sessions.store.records import SessionName

CATALOG = "context-design/default/shop/MyShop.Catalog"
OTHER = "context-design/default/shop/Other.Catalog"
RECORD = "857b2b71-2f76-532e-850b-ae3cd11d971b"


def named(workflow_id: str, status: str = "complete", record: str = RECORD) -> SessionName:
    context = workflow_id.rpartition("/")[2]
    return SessionName(workflow_id, UUID(record), context, status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", [CATALOG, "MyShop.Catalog", "Catalog", CATALOG[:-3], "context-design/default/shop/My"]
)
def test_of_the_sessions_of_one_context_the_id_means_the_newest(name: str) -> None:
    known = [named(CATALOG, "active"), named(CATALOG), named(CATALOG, "failed")]

    assert session_named(known, name) == CATALOG


@pytest.mark.parametrize("name", ["Catalog", "context-design/default/shop/", "context-design"])
@pytest.mark.parametrize("status", ["active", "complete"])
def test_a_name_that_fits_two_contexts_is_refused_even_if_only_one_is_open(
    name: str, status: str
) -> None:
    known = [named(OTHER, status), named(CATALOG)]

    with pytest.raises(InputError) as caught:
        session_named(known, name)

    assert str(caught.value) == (
        f"{name} fits 2 sessions: {CATALOG} (complete); {OTHER} ({status}). Give the ID of one."
    )


def test_a_whole_name_comes_before_a_part_of_another() -> None:
    known = [named(f"{CATALOG}s"), named(CATALOG), named("context-design/default/shop/Catalog")]

    assert session_named(known, CATALOG) == CATALOG
    assert session_named(known, "MyShop.Catalog") == CATALOG
    assert session_named(known, "Catalog") == "context-design/default/shop/Catalog"


def test_the_beginning_of_a_record_s_id_names_it_if_only_one_has_it() -> None:
    known = [named(CATALOG), named(CATALOG, record=RECORD.replace("857b2b71", "857b2b72"))]

    assert session_named(known, "857B2B71") == RECORD
    assert session_named(known, "857b2") is None
    with pytest.raises(InputError, match=r"857b2b7 fits 2 sessions: 857b2b71-\S+ \(MyShop"):
        session_named(known, "857b2b7")


def test_what_names_nothing_is_none() -> None:
    assert session_named([named(CATALOG)], "Catalg") is None
    assert session_named([named(CATALOG)], "") is None


def test_an_unknown_id_is_mistyped_if_a_session_beside_it_is_called_nearly_so() -> None:
    known = [named(CATALOG)]

    assert is_mistyped(known, CATALOG.replace("Catalog", "Catalg"))
    assert not is_mistyped(known, CATALOG.replace("Catalog", "Stock"))
    assert not is_mistyped(known, CATALOG.replace("shop", "other").replace("Catalog", "Catalg"))
