"""A session that waits for a person: somebody is told, and it need not wait forever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client

REFUSED = [{"kind": "refusal", "component": "Feed", "times": 1, "shared": True}]


def told(path: Path) -> list[dict[str, Any]]:
    """The messages that the command has appended."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def telling_command(tmp_path: Path) -> str:
    """A command that appends what it is told to a file."""
    script = tmp_path / "tell.sh"
    script.write_text(f'#!/bin/sh\ncat >> "{tmp_path}/told"\necho >> "{tmp_path}/told"\n')
    script.chmod(0o755)
    return str(script)


async def test_somebody_is_told_when_a_person_is_needed_and_when_the_session_has_ended(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    command = telling_command(tmp_path)
    async with make_product(REFUSED, DESIGN_NOTIFY_COMMAND=command) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        await product.until(lambda _: len(told(tmp_path / "told")) == 1)
        await product.update("skip_component", component="Feed", reason="later")
        await product.until_complete()

    first, last = told(tmp_path / "told")
    assert (first["event"], first["status"]) == ("needs_person", "active")
    assert first["attention"]["failed"][0]["component"] == "Feed"
    assert (last["event"], last["status"], last["attention"]) == ("complete", "complete", None)


@pytest.mark.slow
async def test_a_listener_that_fails_stops_nothing(make_product: ProductMaker) -> None:
    async with make_product(DESIGN_NOTIFY_COMMAND="/no/such/command") as (product, _):
        await product.start(review=False)
        ended = await product.until(lambda view: view.status == "complete")
        assert ended.notices == []

        # It is still trying to tell somebody.
        repository = str(product.repository.origin)
        another = await run_client(
            product,
            *("start", "--repo", repository, "--context", "Shop.Blog", "--branch", "other"),
            "--no-review",
        )
        assert another.code == 0, another.err
        assert "Branch other from" in another.out
        assert "already running" not in another.out
        reports = product.services.store.reports
        first = reports.read_status(product.scope, session_id=ended.session_id)
        await product.until_complete()
    assert "Notification failed: The command in DESIGN_NOTIFY_COMMAND" in first.notices[-1].message


async def test_a_session_with_a_wait_limit_ends_failed_when_nobody_has_decided(
    make_product: ProductMaker,
) -> None:
    async with make_product(REFUSED) as (product, _):
        await product.start(review=False, wait_limit=1.0)
        view = await product.until_failed()
        assert view.status == "failed"
        assert view.error is not None
        assert view.error.startswith("No decision within 0:00:01: Child sessions failed")
        assert {c.name: c.state for c in view.components}["Post"] == "complete"

        await product.start(review=False)
        again = await product.until_complete()
        assert {c.name: c.state for c in again.components} == {
            "Post": "kept",
            "PostRepository": "kept",
            "Feed": "complete",
        }
