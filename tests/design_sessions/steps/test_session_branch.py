"""Which branch a session writes, on real remotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.modules import BRANCH_PREFIX
from design_sessions.pull_requests import BranchPullRequests, LocalPullRequests
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps import session_checks
from design_sessions.steps.session_checks import Checked, check_repository
from tests.support.repositories import TestRepository, make_applications

WEB, ADMIN = "Web.Accounts", "Admin.Accounts"
SHORT, WHOLE = f"{BRANCH_PREFIX}accounts", f"{BRANCH_PREFIX}web-accounts"


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    return make_applications(tmp_path / "git", WEB, ADMIN)


def checked(
    services: Services, repository: TestRepository, branch: str | None = None, context: str = WEB
) -> Checked:
    return check_repository(
        services,
        SessionOrder(
            repository=str(repository.origin),
            context=context,
            context_module=context,
            branch=branch,
        ),
    )


def commit_of_session(
    repository: TestRepository, context: str, branch: str = SHORT, *, start: str = "origin/main"
) -> None:
    """One commit on a branch as a session of this context makes it."""
    repository.git("fetch", "-q", "origin")
    repository.git("checkout", "-q", "-B", "session", start)
    (repository.checkout / f"{context}.md").write_text(f"The design of {context}.\n")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", f"Design\n\nDesign-Context: {context}")
    repository.git("push", "-q", "origin", f"HEAD:{branch}")
    repository.git("checkout", "-q", "main")


def merge(repository: TestRepository, *how: str) -> None:
    """Merge the branch into the origin's main, as on a code host that keeps the branch."""
    repository.git("fetch", "-q", "origin")
    repository.git("checkout", "-q", "-B", "merging", "origin/main")
    repository.git("merge", "-q", *how, f"origin/{SHORT}")
    repository.git("commit", "-q", "--allow-empty", "-m", "Merged")
    repository.git("push", "-q", "origin", "HEAD:main")
    repository.git("checkout", "-q", "main")


def test_a_context_of_the_same_name_gets_a_branch_with_its_whole_module(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, ADMIN)

    found = checked(services, repository)

    assert found.branch.branch == WHOLE
    assert found.branch.head is None
    assert f"The branch {SHORT} holds a session of {ADMIN}" in found.notes[0]
    assert checked(services, repository, context=ADMIN).branch.branch == SHORT


def test_a_pull_request_tells_as_well_whose_the_branch_is(
    services: Services, repository: TestRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CodeHost(LocalPullRequests):
        def of_branch(self, branch: str) -> BranchPullRequests:
            return BranchPullRequests(open=True, contexts=frozenset({ADMIN}))

    monkeypatch.setattr(session_checks, "pull_requests_for", lambda *_: CodeHost("somewhere"))
    repository.git("push", "-q", "origin", f"main:{SHORT}")

    assert checked(services, repository).branch.branch == WHOLE


def test_a_session_returns_to_its_own_branch_when_the_others_is_gone(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB, WHOLE)

    found = checked(services, repository)

    assert (found.branch.branch, found.branch.reason) == (WHOLE, "continued")


def test_where_both_names_are_others_the_branch_has_a_suffix(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, ADMIN)
    commit_of_session(repository, "Shop.Web.Accounts", WHOLE)

    assert checked(services, repository).branch.branch == f"{WHOLE}-2"


def test_a_branch_that_a_person_names_is_the_one(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, ADMIN)

    assert checked(services, repository, branch=SHORT).branch.branch == SHORT


def test_a_merged_branch_begins_anew_at_the_base(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB)
    merge(repository, "--no-ff")

    found = checked(services, repository)
    create_branch(found.mirror, found.branch.branch, found.base_commit)

    assert (found.branch.branch, found.branch.reason) == (SHORT, "merged")
    assert found.notes == [
        f"The base has all of the branch {SHORT}; the session begins anew there, at the base."
    ]
    heads = repository.git("rev-parse", "main", SHORT, at=repository.origin).split()
    assert heads[0] == heads[1] == found.base_commit


def test_a_branch_that_was_squashed_is_followed_by_another(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB)
    merge(repository, "--squash")

    found = checked(services, repository)

    assert (found.branch.branch, found.branch.head) == (f"{SHORT}-2", None)
    assert f"The base has all of the branch {SHORT}; the session writes" in found.notes[0]


def test_a_squashed_branch_is_left_behind_also_when_people_went_on_at_the_base(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB)
    merge(repository, "--squash")
    repository.commit(f"{WEB}.md", "What a person made of it.\n")

    found = checked(services, repository)

    assert found.branch.branch == f"{SHORT}-2"
    assert found.base_commit == repository.git("rev-parse", "main", at=repository.origin)


def test_a_branch_of_which_the_base_has_only_a_part_is_continued(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB)
    merge(repository, "--squash")
    commit_of_session(repository, "Web.Accounts.User", start=f"origin/{SHORT}")

    assert checked(services, repository).branch.reason == "continued"


def test_a_branch_behind_the_base_says_by_how_much(
    services: Services, repository: TestRepository
) -> None:
    commit_of_session(repository, WEB)
    repository.commit("lib/one.ex", "one")
    repository.commit("lib/two.ex", "two")

    found = checked(services, repository)

    assert found.branch.reason == "continued"
    assert "behind the base by 2 commits" in found.notes[1]


def test_a_branch_at_the_base_is_continued_without_more_words(
    services: Services, repository: TestRepository
) -> None:
    repository.git("push", "-q", "origin", f"main:{SHORT}")

    found = checked(services, repository)

    assert found.branch.reason == "continued"
    assert len(found.notes) == 1
