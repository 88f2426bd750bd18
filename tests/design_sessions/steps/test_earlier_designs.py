"""Who wrote a design that is there, as a database sees it that knows no session."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from design_sessions.components import Component, ComponentType
from design_sessions.layouts import review_path
from design_sessions.references import AttemptReference
from design_sessions.repository.trailers import session_trailers
from design_sessions.repository.writing.commit_builder import blob_of
from design_sessions.review_document import render_review
from design_sessions.review_results import AcceptedDesign
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.earlier_designs import Origin, origin_of
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

SCOPE = Scope(account="default", project="shop", user="ann@example.com")
POST = Component(
    name="Post",
    module="Shop.Blog.Post",
    type=ComponentType.SCHEMA,
    declared_type="schema",
    priority=1,
    description="A post.",
    design_path="docs/design/shop/blog/post.md",
)
DESIGN = "# Shop.Blog.Post\n\nNot valid, but good enough.\n"


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    return make_repository(tmp_path / "git", {CONTEXT_PATH: context_document({"Post": "schema"})})


def origin(services: Services, repository: TestRepository) -> Origin | None:
    mirror = services.mirrors.get(str(repository.origin))
    mirror.fetch()
    head = mirror.branch_head("main")
    assert head is not None
    return origin_of(services.store, SCOPE, mirror, head, POST, context_path=CONTEXT_PATH)


def review(blob: str | None) -> str:
    return render_review(
        context=CONTEXT,
        context_path=CONTEXT_PATH,
        path=review_path(CONTEXT_PATH),
        summary="- `Post`: `docs/design/shop/blog/post.md`, blob `" + "0" * 40 + "`",
        findings=[],
        designs_read=[POST.design_path],
        accepted=[AcceptedDesign(name="Post", path=POST.design_path, blob=blob)],
        skipped=[],
        model="claude-opus-5-5",
    )


def squash(repository: TestRepository, text: str, message: str = "Squashed") -> str:
    """Commit a design to main with this message; returns its blob."""
    repository.commit(POST.design_path, text)
    repository.git("checkout", "-q", "-B", "squashed", "origin/main")
    repository.git("commit", "-q", "--amend", "-m", message)
    repository.git("push", "-q", "--force", "origin", "HEAD:main")
    return repository.git("rev-parse", f"HEAD:{POST.design_path}")


def accepting_message() -> str:
    blob = blob_of(DESIGN.encode(), like="0" * 40)
    attempt = AttemptReference(
        scope=SCOPE,
        session_id=uuid4(),
        deployment_id="one",
        parent_session_id=uuid4(),
        attempt=1,
        workflow_id="context-design/default/shop/Shop.Blog/Post",
    )
    trailers = session_trailers(
        attempt, "claude", context=CONTEXT, component=POST.module, accepted_blob=blob
    )
    return "Design Shop.Blog.Post\n\n" + "\n".join(f"{k}: {v}" for k, v in trailers.items())


def test_the_review_of_a_squashed_branch_tells_which_text_was_accepted(
    services: Services, repository: TestRepository
) -> None:
    blob = squash(repository, DESIGN)
    assert origin(services, repository) == "person"

    repository.commit(review_path(CONTEXT_PATH), review(blob))
    assert origin(services, repository) == "accepted"

    repository.commit(POST.design_path, DESIGN + "A word of Ann's.\n")
    assert origin(services, repository) == "person"


@pytest.mark.parametrize("before", ["", "* ", "    "])
def test_a_squash_that_keeps_the_messages_keeps_the_acceptance(
    services: Services, repository: TestRepository, before: str
) -> None:
    quoted = "\n".join(before + line for line in accepting_message().splitlines())
    squash(repository, DESIGN, f"Squashed (#1)\n\n{quoted}\n\n* Review the designs")

    assert origin(services, repository) == "accepted"


def test_a_text_that_changed_before_the_squash_is_no_accepted_one(
    services: Services, repository: TestRepository
) -> None:
    squash(repository, DESIGN + "A word of Ann's.\n", accepting_message())
    repository.commit(review_path(CONTEXT_PATH), review(None))

    assert origin(services, repository) != "accepted"


def test_an_acceptance_that_only_prose_speaks_of_is_none(
    services: Services, repository: TestRepository
) -> None:
    blob = squash(repository, DESIGN)
    prose = f"## Accepted\n\n- `Post`: `{POST.design_path}`, blob `{blob}`\n"
    repository.commit(review_path(CONTEXT_PATH), review(None) + "\n" + prose)

    assert origin(services, repository) == "person"
