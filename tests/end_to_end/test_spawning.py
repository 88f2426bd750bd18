"""Session records that cannot be made: listed, the others go on, and a retry makes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.end_to_end.conftest import ProductMaker
from tests.support.product import Product

REFUSED = "no more records"


@contextmanager
def refused_records(product: Product, condition: str) -> Iterator[None]:
    """The database refuses component sessions for which an SQL condition holds."""
    path = product.settings.data_directory / "sessions.sqlite3"
    trigger = (
        "CREATE TRIGGER refuse BEFORE INSERT ON sessions "
        f"WHEN NEW.type = 'component_design' AND ({condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )
    with closing(sqlite3.connect(path, timeout=10)) as database:
        database.execute(trigger)
        database.commit()
        try:
            yield
        finally:
            database.execute("DROP TRIGGER refuse")
            database.commit()


def spawn_command(product: Product, run: int) -> dict[str, object]:
    """The command of the step's record, by its run."""
    record = product.status().session_id
    found = product.services.store.interactions.all_of(product.scope, record)
    steps = [i for i in found if i.step == "SpawnComponentDesignSessions"]
    return steps[run].command


async def test_a_record_that_cannot_be_made_stops_no_other_and_is_made_by_a_retry(
    make_product: ProductMaker,
) -> None:
    advice = "Write it for readers."
    async with make_product() as (product, _):
        with refused_records(product, "NEW.component_module = 'Shop.Blog.Post'"):
            await product.start(review=False)
            view = await product.until_attention()
        assert [c.state for c in view.components] == ["complete", "failed", "complete"]
        assert view.attention is not None
        assert [f.component for f in view.attention.failed] == ["Post"]
        assert REFUSED in view.attention.failed[0].reason
        command = spawn_command(product, 0)
        assert command["command"] == "spawn_sessions"
        assert command["child_session_ids"] == [
            str(c.session_id) for c in view.components if c.session_id
        ]
        (failed,) = command["failed_components"]  # type: ignore[misc]
        assert (failed["name"], failed["module"]) == ("Post", "Shop.Blog.Post")
        assert REFUSED in failed["reason"]

        await product.update("retry_component", component="Post", guidance=advice)
        view = await product.until_complete()
        assert [c.state for c in view.components] == ["complete"] * 3
        assert advice in str(product.turns("Post")[0].request)
        command = spawn_command(product, 1)
        assert command["failed_components"] == []
        assert len(command["child_session_ids"]) == 3  # type: ignore[arg-type]


async def test_if_no_record_can_be_made_the_step_fails_and_can_be_run_again(
    make_product: ProductMaker,
) -> None:
    async with make_product() as (product, simulator):
        with refused_records(product, "1"):
            await product.start(review=False)
            view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.reason.startswith("Failed to spawn any child sessions")
        assert REFUSED in view.attention.reason
        assert {c.state for c in view.components} == {"failed"}
        assert simulator.read_log() == []
        assert spawn_command(product, 0)["child_session_ids"] == []

        await product.update("retry_step")
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
