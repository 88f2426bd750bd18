"""What ``doctor`` says of the models is what a running worker finds out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.support.client_commands import run_client
from tests.support.product import product_settings, running_product
from tests.support.repositories import CONTEXT_PATH, context_document, make_repository


@pytest.fixture(autouse=True)
def in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def model_checks(temporal: Client, directory: Path, **settings: Any) -> dict[str, Any]:
    """The checks of the models, by name, while a worker with these settings runs; the client has
    neither key nor endpoint."""
    repository = make_repository(
        directory / "git", {CONTEXT_PATH: context_document({"Post": "schema"})}
    )
    with running_simulator() as simulator:
        given = product_settings(directory / "data", simulator.base_url, **settings)
        async with running_product(temporal, given, repository) as product:
            ended = await run_client(product, "doctor", "--json")
            assert simulator.read_log() == []
    return {check["name"]: check for check in ended.json() if "model" in check["name"]}


async def test_a_worker_with_a_key_is_asked_for_its_models(
    temporal: Client, tmp_path: Path
) -> None:
    checks = await model_checks(temporal, tmp_path, DESIGN_MODEL="claude-haiku-5-5")
    design, review = checks["design model"], checks["review model"]
    assert (design["passed"], review["passed"]) == (True, True)
    assert design["detail"].startswith("claude-haiku-5-5 at http://127.0.0.1:")
    assert "accepted, says the worker" in design["detail"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"ANTHROPIC_API_KEY": None}, "the worker says: ANTHROPIC_API_KEY is not set"),
        ({"ANTHROPIC_API_KEY": "invalid"}, "the worker says: The model endpoint"),
        ({"DESIGN_MODEL": "gpt-9"}, "has no model 'gpt-9'"),
    ],
)
async def test_a_worker_that_could_not_start_a_session_does_not_pass(
    temporal: Client, tmp_path: Path, settings: dict[str, Any], reason: str
) -> None:
    checks = await model_checks(temporal, tmp_path, **settings)
    assert checks["design model"]["passed"] is False
    assert reason in checks["design model"]["detail"]


async def test_what_an_endpoint_does_not_say_is_not_passed(
    temporal: Client, tmp_path: Path
) -> None:
    with running_simulator(faults=[{"kind": 503, "endpoint": "models"}]) as busy:
        checks = await model_checks(temporal, tmp_path, ANTHROPIC_BASE_URL=busy.base_url)
    assert checks["design model"]["passed"] is None
    assert checks["design model"]["detail"].startswith("not checked: claude-sonnet-5-5 at http")
