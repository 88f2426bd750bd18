from pathlib import Path

import pytest

from design_sessions.errors import PathTakenError, RepositoryError, RepositoryUnavailableError
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing import committer as committer_module
from design_sessions.repository.writing.committer import BranchCommitters, CommitResult
from design_sessions.repository.writing.new_branch import create_branch
from tests.design_sessions.repository.conftest import Person
from tests.design_sessions.repository.writing.committing import BRANCH, design, log
from tests.support.repositories import git


def test_a_design_is_committed_with_its_trailers(
    committers: BranchCommitters, remote: Path, base: str
) -> None:
    one = design(base, "post", "# Пост\r\n")
    result = committers.commit(str(remote), one)
    assert not result.already_there
    assert git(remote, "rev-parse", BRANCH) == result.commit
    assert git(remote, "rev-parse", f"{BRANCH}~1") == base
    assert log(remote, "%an <%ae>")[0] == "Ada <ada@example.org>"
    body = git(remote, "log", "-1", "--format=%B", BRANCH)
    assert body == "Design post\n\nDesign-Session: session-post\nDesign-Attempt: 1"
    assert git(remote, "ls-tree", "-r", "--name-only", BRANCH).splitlines() == [
        "docs/design/my_app/blog.md",
        one.path,
    ]


def test_a_document_is_stored_byte_for_byte(
    committers: BranchCommitters, remote: Path, base: str, mirrors: MirrorPool
) -> None:
    one = design(base, "post", "# Пост\r\n\n no newline at the end \ud800")
    result = committers.commit(str(remote), one)
    stored = mirrors.get(str(remote)).snapshot(result.commit).read_bytes(one.path)
    assert stored == "# Пост\r\n\n no newline at the end ?".encode()


def test_without_a_configured_user_the_author_is_neutral(
    committers: BranchCommitters, remote: Path, base: str, tmp_path: Path
) -> None:
    (tmp_path / "gitconfig").write_text("")
    committers.commit(str(remote), design(base, "post"))
    assert log(remote, "%an <%ae> %cn")[0] == (
        "Context design sessions <context-design-sessions@localhost> Context design sessions"
    )


def test_the_same_attempt_is_committed_once(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    first = committers.commit(str(remote), design(base, "post"))
    person.git("fetch", "--quiet")
    person.git("checkout", "--quiet", BRANCH)
    person.commit("docs/design/my_app/blog/post.md", "by hand")
    person.push(BRANCH)
    again = committers.commit(str(remote), design(base, "post"))
    assert again == CommitResult(commit=first.commit, already_there=True)
    assert log(remote)[0] == "Change"
    second = committers.commit(str(remote), design(base, "post", "# New\n", attempt=2))
    assert not second.already_there
    assert git(remote, "show", f"{BRANCH}:docs/design/my_app/blog/post.md") == "# New"


def test_content_that_is_there_needs_no_commit(
    committers: BranchCommitters, remote: Path, base: str
) -> None:
    first = committers.commit(str(remote), design(base, "post"))
    again = committers.commit(str(remote), design(base, "post", attempt=2))
    assert again == CommitResult(commit=first.commit, already_there=True)
    assert len(log(remote)) == 2


def test_another_worker_finds_the_commit_too(
    committers: BranchCommitters, remote: Path, base: str, tmp_path: Path
) -> None:
    first = committers.commit(str(remote), design(base, "post"))
    elsewhere = BranchCommitters(MirrorPool(tmp_path / "other-machine"))
    again = elsewhere.commit(str(remote), design(base, "post", "# Other words\n"))
    assert again == CommitResult(commit=first.commit, already_there=True)


def test_commits_of_people_are_kept(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    person.commit("notes.md", "mine", "Notes")
    person.push(BRANCH)
    committers.commit(str(remote), design(base, "post"))
    assert log(remote) == ["Design post", "Notes", "Change"]
    assert git(remote, "show", f"{BRANCH}:notes.md") == "mine"


def test_a_writer_that_always_wins_ends_the_tries(
    committers: BranchCommitters,
    remote: Path,
    base: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pushes: list[str] = []

    def lose(*arguments: object, **options: object) -> str:
        pushes.append("push")
        return "raced"

    monkeypatch.setattr(committer_module, "push_commit", lose)
    monkeypatch.setattr(committer_module, "LONGEST_PAUSE", 0.0)
    with pytest.raises(RepositoryUnavailableError, match="faster"):
        committers.commit(str(remote), design(base, "post"))
    assert len(pushes) == committer_module.PUSH_TRIES


def test_a_branch_that_was_deleted_is_said(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    person.git("push", "--quiet", "--delete", "origin", BRANCH)
    with pytest.raises(RepositoryError, match=r"no longer on"):
        committers.commit(str(remote), design(base, "post"))


def test_what_a_person_put_in_the_way_is_named_and_stays(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    one = design(base, "post")
    person.commit(f"{one.path}/notes.txt", "mine")
    person.push(BRANCH)
    with pytest.raises(PathTakenError, match=f"{BRANCH}, {one.path} is a directory") as raised:
        committers.commit(str(remote), one)
    assert raised.value.kind is None, "the other components go on"
    person.git("mv", one.path, "notes")
    person.git("commit", "--quiet", "-m", "Out of the way")
    person.push(BRANCH)
    committers.commit(str(remote), one)
    assert git(remote, "show", f"{BRANCH}:{one.path}") == "# Design"


def test_only_the_file_that_an_agent_began_from_is_replaced(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    one = design(base, "post", "# Agent\n")
    person.commit(one.path, "# By hand\n")
    person.push(BRANCH)
    with pytest.raises(PathTakenError, match=f"Somebody committed {one.path} to {BRANCH}"):
        committers.commit(str(remote), one.model_copy(update={"replaces": ""}))
    assert git(remote, "show", f"{BRANCH}:{one.path}") == "# By hand"
    by_hand = git(remote, "rev-parse", f"{BRANCH}:{one.path}")
    committers.commit(str(remote), one.model_copy(update={"replaces": by_hand}))
    assert git(remote, "show", f"{BRANCH}:{one.path}") == "# Agent"


def test_a_symbolic_link_is_not_replaced(
    committers: BranchCommitters, remote: Path, base: str, person: Person
) -> None:
    one = design(base, "post")
    target = person.checkout / one.path
    target.parent.mkdir(parents=True)
    target.symlink_to("../elsewhere.md")
    person.git("add", one.path)
    person.git("commit", "--quiet", "-m", "Link")
    person.push(BRANCH)
    with pytest.raises(PathTakenError, match=f"{one.path} is a symbolic link"):
        committers.commit(str(remote), one)
    assert git(remote, "ls-tree", BRANCH, one.path).startswith("120000")


def test_the_users_checkout_and_index_are_not_touched(person: Person, tmp_path: Path) -> None:
    person.git("remote", "remove", "origin")
    mirrors = MirrorPool(tmp_path / "data")
    mirror = mirrors.get(str(person.checkout))
    base = resolve_base(mirror, None)
    create_branch(mirror, BRANCH, base)
    index = (person.checkout / ".git" / "index").read_bytes()
    BranchCommitters(mirrors).commit(str(person.checkout), design(base, "post"))
    assert (person.checkout / ".git" / "index").read_bytes() == index
    assert person.git("status", "--porcelain") == ""
    assert person.git("log", "--format=%s", "-1", BRANCH) == "Design post"
