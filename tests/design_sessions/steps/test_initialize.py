"""What Initialize asks, spends and takes before a session begins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from design_sessions.errors import InputError
from design_sessions.modules import BRANCH_PREFIX
from design_sessions.outcomes import StartedSession
from design_sessions.record_ids import session_record_id
from design_sessions.references import SessionReference
from design_sessions.repository.writing import push, trial_commit
from design_sessions.repository.writing.push import PushRefusedError
from design_sessions.scope import Scope
from design_sessions.services import Services, open_services
from design_sessions.session_order import SessionOrder
from design_sessions.steps import initialize, model_trials
from design_sessions.steps.initialize import start_session
from tests.support.product import product_settings
from tests.support.repositories import TestRepository, make_applications
from tests.support.scripted_endpoint import (
    ScriptedEndpoint,
    api_error,
    http,
    scripted_endpoint,
    sending,
    text_block,
    whole_answer,
)

WEB, ADMIN = "Web.Accounts", "Admin.Accounts"
SHORT = f"{BRANCH_PREFIX}accounts"
SCOPE = Scope(account="default", project="shop", user="ann@example.com")
READY = sending(whole_answer(text_block(0, "ready"), input_tokens=1_000))
DESIGN = (
    "# {module}.User\n\n## Purpose\n\nKeeps what it keeps.\n\n## Fields\n\n"
    "| Field | Type |\n| --- | --- |\n| id | integer |\n"
)


@pytest.fixture
async def endpoint() -> AsyncIterator[ScriptedEndpoint]:
    async with scripted_endpoint() as scripted:
        scripted.answers = [READY]
        scripted.routes["/v1/models"] = sending(http(404, b"<html>nothing</html>"))
        for model in ("claude-sonnet-5-5", "claude-opus-5-5"):
            scripted.routes[f"/v1/models/{model}"] = sending(http(404, b"<html>nothing</html>"))
        yield scripted


@pytest.fixture
async def services(tmp_path: Path, endpoint: ScriptedEndpoint) -> AsyncIterator[Services]:
    settings = product_settings(tmp_path / "data", endpoint.url)
    opened = await asyncio.to_thread(open_services, settings)
    yield opened
    await opened.close()


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    return make_applications(tmp_path / "git", WEB, ADMIN)


def record_of(context: str) -> UUID:
    return session_record_id(f"context-design/{context}", "run")


async def start(
    services: Services,
    repository: TestRepository,
    context: str = WEB,
    *,
    review: bool = False,
) -> StartedSession:
    return await start_session(
        services,
        SessionReference(
            scope=SCOPE,
            session_id=record_of(context),
            deployment_id=services.store.deployment_id,
        ),
        SessionOrder(
            repository=str(repository.origin),
            context=context,
            context_module=context,
            review=review,
        ),
        f"context-design/{context}",
        "run",
    )


def refuse_pushes(repository: TestRepository) -> None:
    hook = repository.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'sign your commits'\nexit 1\n")
    hook.chmod(0o755)


def designed(repository: TestRepository, branch: str = "main") -> None:
    repository.commit("docs/design/web/accounts/user.md", DESIGN.format(module=WEB), branch=branch)


def calls(endpoint: ScriptedEndpoint) -> int:
    return sum(each.path.startswith("/v1/messages") for each in endpoint.received)


async def test_a_branch_with_commits_of_sessions_is_asked_again(
    services: Services, repository: TestRepository
) -> None:
    repository.git("push", "-q", "origin", f"main:{SHORT}")
    message = f"By an earlier session\n\nDesign-Attempt: 1\nDesign-Context: {WEB}"
    repository.git("commit", "-q", "--allow-empty", "-m", message)
    repository.git("push", "-q", "origin", f"main:{SHORT}")
    refuse_pushes(repository)

    with pytest.raises(PushRefusedError, match="sign your commits"):
        await start(services, repository)


async def test_two_contexts_of_one_name_that_start_together_have_two_branches(
    services: Services, repository: TestRepository
) -> None:
    started = await asyncio.gather(
        *(start(services, repository, context) for context in (WEB, ADMIN))
    )

    branches = {each.view.context: each.view.branch for each in started}
    assert len(set(branches.values())) == 2
    assert set(branches.values()) <= {
        SHORT,
        f"{BRANCH_PREFIX}web-accounts",
        f"{BRANCH_PREFIX}admin-accounts",
    }
    for context, branch in branches.items():
        kept = services.store.sessions.parent(SCOPE, record_of(context))
        assert kept.environment.branch == branch


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_branch_that_another_context_takes_between_look_and_record_is_left_to_it(
    services: Services,
    repository: TestRepository,
    monkeypatch: pytest.MonkeyPatch,
    is_there: bool,
) -> None:
    if is_there:
        repository.git("push", "-q", "origin", f"main:{SHORT}")
    checks, asked = model_trials.try_models, iter([True])

    async def meanwhile(*arguments: object) -> object:
        if next(asked, False):
            await start(services, repository, ADMIN)
        return await checks(*arguments)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(initialize, "try_models", meanwhile)

    second = await start(services, repository, WEB)

    assert second.view.branch == f"{BRANCH_PREFIX}web-accounts"
    assert any(f"The branch {SHORT} holds a session of {ADMIN}" in n for n in second.notes)
    admin = services.store.sessions.parent(SCOPE, record_of(ADMIN))
    assert admin.environment.branch == SHORT


async def test_a_trial_commit_of_a_worker_that_was_killed_is_gone_after_the_retry(
    services: Services, repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*arguments: object, **options: object) -> object:
        push.push_commit(*arguments, **options)  # type: ignore[arg-type] # passed on
        raise SystemError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(trial_commit, "push_commit", killed)
        with pytest.raises(SystemError):
            await start(services, repository)
    main = repository.git("rev-parse", "main", at=repository.origin)
    assert repository.git("rev-parse", SHORT, at=repository.origin) != main

    started = await start(services, repository)

    assert started.view.branch == SHORT
    assert repository.git("rev-parse", SHORT, at=repository.origin) == main


async def test_the_small_calls_count_for_the_session(
    services: Services, repository: TestRepository, endpoint: ScriptedEndpoint
) -> None:
    await start(services, repository, review=True)

    assert calls(endpoint) == 2
    status = services.store.reports.read_status(SCOPE, session_id=record_of(WEB))
    assert (status.usage.input_tokens, status.usage.output_tokens) == (2_000, 10)
    assert status.usage.cost_usd is not None
    assert status.usage.cost_usd > 0


async def test_a_session_with_nothing_to_pay_for_asks_nothing(
    services: Services, repository: TestRepository, endpoint: ScriptedEndpoint
) -> None:
    designed(repository)
    repository.git("fetch", "-q", "origin")
    repository.git("push", "-q", "origin", f"origin/main:refs/heads/{SHORT}")
    refuse_pushes(repository)

    await start(services, repository)

    assert calls(endpoint) == 0


async def test_only_the_models_that_will_be_called_are_tried(
    services: Services, repository: TestRepository, endpoint: ScriptedEndpoint
) -> None:
    designed(repository)

    await start(services, repository, review=True)

    tried = [each.body["model"] for each in endpoint.received if each.method == "POST"]
    assert tried == ["claude-opus-5-5"]


@pytest.mark.parametrize("status", [429, 503, 529])
async def test_a_small_call_that_the_endpoint_refuses_for_now_is_made_again(
    services: Services, repository: TestRepository, endpoint: ScriptedEndpoint, status: int
) -> None:
    refused = sending(api_error(status, "api_error", "Not now.", Retry_After="0"))
    endpoint.answers = [refused, READY]

    started = await start(services, repository)

    assert calls(endpoint) == 2
    assert not [note for note in started.notes if "not known" in note]


async def test_an_endpoint_that_keeps_refusing_is_said_before_anything_is_made(
    services: Services, repository: TestRepository, endpoint: ScriptedEndpoint
) -> None:
    services = replace(
        services, settings=services.settings.model_copy(update={"model_patience": 0.1})
    )
    endpoint.answers = [sending(api_error(503, "api_error", "Not now."))]

    with pytest.raises(InputError, match=r"small call before the session failed: .*503.*Not now"):
        await start(services, repository)

    assert SHORT not in repository.git("branch", "--list", at=repository.origin)


async def test_a_design_of_another_type_than_the_listed_one_is_told(
    services: Services, repository: TestRepository
) -> None:
    path = "docs/design/web/accounts.md"
    document = repository.read(path, "main")
    repository.commit(path, document.replace("schema", "repository"))
    repository.commit(
        "docs/design/web/accounts/user.md",
        f"{DESIGN.format(module=WEB)}\n## Public API\n\n```elixir\n@spec list() :: [map()]\n```\n\n"
        "## Execution Flow\n\n### List\n\n1. Reads them.\n",
    )
    repository.commit(path, document)
    started = await start(services, repository)
    assert [note for note in started.notes if "designed as repository: its design is kept" in note]
