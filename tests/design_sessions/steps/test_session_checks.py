"""What ``start`` refuses before a branch or a record is made, or anything is spent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.session_checks import check_repository
from tests.support.repositories import (
    BRANCH,
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

POST = "docs/design/shop/blog/post.md"
REVIEW = "docs/design/shop/blog/design_review.md"
ANOTHER_LAYOUT = "or move the context's document to another layout."


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    document = context_document(dict.fromkeys(("Post", "Tag", "Feed", "Reader"), "schema"))
    return make_repository(tmp_path / "git", {CONTEXT_PATH: document})


def refusal(services: Services, repository: TestRepository) -> str:
    order = SessionOrder(repository=str(repository.origin), context=CONTEXT, context_module=CONTEXT)
    with pytest.raises(InputError) as raised:
        check_repository(services, order)
    return str(raised.value)


def link(repository: TestRepository) -> None:
    design = repository.checkout / POST
    design.parent.mkdir(parents=True)
    design.symlink_to("../blog.md")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Link")
    repository.git("push", "-q", "origin", "main")


@pytest.mark.parametrize(
    ("put", "stands"),
    [
        (lambda r: r.commit(f"{POST}/notes.txt", "x"), f"{POST} is a directory"),
        (link, f"{POST} is a symbolic link"),
    ],
)
def test_what_stands_where_a_design_would_be_is_named(
    services: Services,
    repository: TestRepository,
    put: Callable[[TestRepository], None],
    stands: str,
) -> None:
    put(repository)
    base = repository.git("rev-parse", "main", at=repository.origin)[:10]
    assert refusal(services, repository) == (
        f"In the commit {base}, which the session starts from, {stands}, where the document would "
        f"be written. Move it away, commit and push, {ANOTHER_LAYOUT}"
    )


def test_a_file_where_all_designs_need_a_directory_is_named_once(
    services: Services, repository: TestRepository
) -> None:
    repository.commit("docs/design/shop/blog", "notes")
    said = refusal(services, repository)
    assert (
        ", docs/design/shop/blog is a file, where docs/design/shop/blog/feed.md needs a directory "
        "(and 4 more). Move it away"
    ) in said
    assert "\n" not in said


def test_of_much_that_stands_in_the_way_the_first_are_named(
    services: Services, repository: TestRepository
) -> None:
    for name in ("post", "tag", "feed", "reader"):
        repository.commit(f"docs/design/shop/blog/{name}.md/notes.txt", "x")
    said = refusal(services, repository)
    assert said.count(" is a directory, where ") == 3
    assert "; and 1 more. Move it away" in said


def test_on_a_branch_that_is_gone_on_from_the_branch_counts(
    services: Services, repository: TestRepository
) -> None:
    repository.commit("notes.md", "x", branch="main")
    repository.git("push", "-q", "origin", f"origin/main:refs/heads/{BRANCH}")
    repository.commit(f"{POST}/notes.txt", "x", branch=BRANCH)
    said = refusal(services, repository)
    assert said.startswith(f"On the branch {BRANCH}, {POST} is a directory, where ")
    assert f"push, choose another with --branch, {ANOTHER_LAYOUT}" in said


def test_the_review_needs_its_place_too(services: Services, repository: TestRepository) -> None:
    repository.commit(f"{REVIEW}/notes.txt", "x")
    assert f"{REVIEW} is a directory" in refusal(services, repository)


def test_a_review_that_nobody_wants_needs_none(
    services: Services, repository: TestRepository
) -> None:
    repository.commit(f"{REVIEW}/notes.txt", "x")
    order = SessionOrder(
        repository=str(repository.origin), context=CONTEXT, context_module=CONTEXT, review=False
    )
    assert check_repository(services, order).branch.branch == BRANCH


def test_a_listed_path_that_git_would_refuse_is_refused_before_anything_is_paid(
    services: Services, repository: TestRepository
) -> None:
    document = "# Shop.Blog\n\n## Purpose\n\nA blog.\n\n## Components\n\n- `./blog/.git/x.md`\n"
    repository.commit(CONTEXT_PATH, document)
    assert refusal(services, repository).endswith(
        "docs/design/shop/blog/.git is a name that git keeps for itself, where "
        "docs/design/shop/blog/.git/x.md needs a directory. Rename the component in the "
        f"context's document, {ANOTHER_LAYOUT}"
    )


def test_notes_that_are_left_out_are_counted(
    services: Services, repository: TestRepository
) -> None:
    unread = "\n".join(f"### no name {n}" for n in range(23))
    repository.commit(CONTEXT_PATH, f"{repository.read(CONTEXT_PATH, 'main')}\n{unread}\n")
    order = SessionOrder(repository=str(repository.origin), context=CONTEXT, context_module=CONTEXT)
    notes = check_repository(services, order).notes
    assert "3 more notes left out: `components Shop.Blog` prints the context's." in notes
