from pathlib import Path

import pytest

from design_sessions.errors import InputError, RepositoryError
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing import push
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.push import (
    PushRefusedError,
    check_push_allowed,
    delete_branch,
    push_commit,
)
from tests.design_sessions.repository.conftest import Person
from tests.support.repositories import git


def branches_of(repository: Path) -> list[str]:
    return git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_a_branch_is_made_once(mirror: Mirror, person: Person, remote: Path) -> None:
    head = person.git("rev-parse", "HEAD")
    create_branch(mirror, "docs-blog", head)
    create_branch(mirror, "docs-blog", head)
    assert git(remote, "rev-parse", "docs-blog") == head
    assert mirror.branch_head("docs-blog") == head


def test_a_branch_that_has_gone_on_is_as_good(mirror: Mirror, person: Person) -> None:
    base = person.git("rev-parse", "HEAD")
    later = person.commit("a.md", "a")
    person.push("docs-blog")
    create_branch(mirror, "docs-blog", base)
    assert mirror.branch_head("docs-blog") == later


def test_a_branch_with_another_history_is_left_alone(mirror: Mirror, person: Person) -> None:
    base = person.git("rev-parse", "HEAD")
    person.git("checkout", "--quiet", "--orphan", "other")
    other = person.commit("a.md", "a")
    person.push("docs-blog")
    with pytest.raises(RepositoryError, match="does not contain"):
        create_branch(mirror, "docs-blog", base)
    assert mirror.fetch_branch("docs-blog") == other


def test_a_push_loses_against_a_faster_writer(mirror: Mirror, person: Person) -> None:
    base = person.git("rev-parse", "HEAD")
    create_branch(mirror, "docs-blog", base)
    faster = person.commit("a.md", "a")
    person.push("docs-blog")
    assert push_commit(mirror, "docs-blog", base, expected=None) == "raced"
    assert push_commit(mirror, "docs-blog", base, expected=base) == "raced"
    assert mirror.fetch_branch("docs-blog") == faster


def test_a_hook_that_refuses_is_quoted(mirror: Mirror, person: Person, remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'No docs branches, see the handbook' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PushRefusedError, match=r"see the handbook.*hook declined") as raised:
        create_branch(mirror, "docs-blog", person.git("rev-parse", "HEAD"))
    assert raised.value.kind == "repository"
    assert not raised.value.retryable
    assert raised.value.remedy.startswith(
        "Fix what the remote's rules refuse, or choose another branch with --branch."
    )


@pytest.mark.parametrize("where", ["configuration", "mirror"])
def test_hooks_on_the_workers_machine_do_not_run(
    mirror: Mirror, person: Person, tmp_path: Path, where: str
) -> None:
    hooks = mirror.directory.path / "hooks" if where == "mirror" else tmp_path / "hooks"
    hooks.mkdir(exist_ok=True)
    if where == "configuration":
        git(tmp_path, "config", "--global", "core.hooksPath", str(hooks))
    ran = tmp_path / "ran"
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (hooks / name).chmod(0o755)
    mirror.fetch()
    check_push_allowed(mirror, "docs-blog")
    assert not ran.exists()


def test_asking_for_a_push_leaves_nothing(mirror: Mirror, remote: Path, person: Person) -> None:
    check_push_allowed(mirror, "docs-blog")
    assert branches_of(remote) == ["main"]
    person.push("docs-blog")
    check_push_allowed(mirror, "docs-blog")


def test_asking_for_a_push_with_a_bad_name_is_refused(mirror: Mirror) -> None:
    with pytest.raises(InputError, match="not a valid branch name"):
        check_push_allowed(mirror, "a..b")


def test_a_repository_that_cannot_be_written_is_found_out(
    mirror: Mirror, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser, whom tests may run as, can write everywhere; so the answer is made up.
    monkeypatch.setattr(push.os, "access", lambda path, mode: path != remote / "objects")
    with pytest.raises(
        RepositoryError, match="worker's user cannot write to the repository"
    ) as raised:
        check_push_allowed(mirror, "docs-blog")
    assert str(remote / "objects") in raised.value.remedy


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("policy", ["refuse", "ignore", "updateInstead"])
def test_a_branch_that_is_checked_out_is_never_written(
    person: Person, tmp_path: Path, linked: bool, policy: str
) -> None:
    person.git("remote", "remove", "origin")
    person.git("config", "receive.denyCurrentBranch", policy)
    base = person.git("rev-parse", "HEAD")
    if linked:
        person.git("worktree", "add", "--quiet", "-b", "docs-blog", str(tmp_path / "linked"))
    else:
        person.git("checkout", "--quiet", "-b", "docs-blog")
    mirror = Mirror(str(person.checkout), tmp_path / "data")
    mirror.fetch()
    with pytest.raises(RepositoryError, match="checked out in") as raised:
        check_push_allowed(mirror, "docs-blog")
    assert "switch" in raised.value.remedy
    with pytest.raises(RepositoryError, match="checked out in"):
        push_commit(mirror, "docs-blog", base, expected=base)


def test_a_new_branch_of_the_users_repository_leaves_the_work_tree_alone(
    person: Person, tmp_path: Path
) -> None:
    person.git("remote", "remove", "origin")
    (person.checkout / "draft.md").write_text("mine")
    index = (person.checkout / ".git" / "index").read_bytes()
    mirror = Mirror(str(person.checkout), tmp_path / "data")
    check_push_allowed(mirror, "docs-blog")
    create_branch(mirror, "docs-blog", resolve_base(mirror, None))
    assert branches_of(person.checkout) == ["docs-blog", "main"]
    assert (person.checkout / ".git" / "index").read_bytes() == index
    assert person.git("status", "--porcelain") == "?? draft.md"


def test_a_deleted_branch_is_gone_from_the_remote_and_deleting_it_again_says_so(
    mirror: Mirror, base: str, remote: Path
) -> None:
    assert delete_branch(mirror, "docs-blog")
    assert git(remote, "branch", "--list", "docs-blog") == ""
    assert not delete_branch(mirror, "docs-blog")


def test_the_default_branch_is_never_deleted(mirror: Mirror, remote: Path) -> None:
    default = mirror.default_branch()
    assert default is not None
    with pytest.raises(RepositoryError, match="default branch"):
        delete_branch(mirror, default)
