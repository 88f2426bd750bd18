import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from design_sessions.errors import InputError, RepositoryError, RepositoryUnavailableError
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors import directory as mirror_directory
from design_sessions.repository.mirrors import mirror as mirror_module
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.push import check_push_allowed
from tests.design_sessions.repository.conftest import Person
from tests.support.repositories import git

DOCUMENT = "docs/design/my_app/blog.md"


def test_a_mirror_reads_what_the_remote_has(mirror: Mirror, person: Person) -> None:
    head = person.git("rev-parse", "HEAD")
    assert mirror.branch_head("main") == head
    assert mirror.branch_head("other") is None
    assert mirror.snapshot(head).read_text(DOCUMENT) == "# Blog\n"


def test_mirrors_of_two_remotes_with_one_name_are_apart(tmp_path: Path) -> None:
    paths = {
        mirror_directory.mirror_path(tmp_path, url)
        for url in ("https://host/ada/my_app.git", "https://host/bob/my_app.git")
    }
    assert len(paths) == 2
    assert all(path.name.startswith("my_app-") for path in paths)


def test_a_fetch_follows_new_moved_and_deleted_branches(mirror: Mirror, person: Person) -> None:
    person.push("topic")
    person.push("gone")
    mirror.fetch()
    moved = person.commit("a.md", "a")
    person.git("commit", "--quiet", "--amend", "-m", "Again")
    moved = person.git("rev-parse", "HEAD")
    person.git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/topic")
    person.git("push", "--quiet", "--delete", "origin", "gone")
    person.git("push", "--quiet", "origin", "HEAD:refs/heads/gone/below")
    mirror.fetch()
    assert mirror.branch_head("topic") == moved
    assert mirror.branch_head("gone") is None
    assert mirror.branch_head("gone/below") == moved


def test_one_branch_can_be_fetched_alone(mirror: Mirror, person: Person) -> None:
    person.push("topic")
    assert mirror.fetch_branch("topic") == person.git("rev-parse", "HEAD")
    person.git("push", "--quiet", "--delete", "origin", "topic")
    assert mirror.fetch_branch("topic") is None
    assert mirror.branch_head("topic") is None


def test_the_base_is_the_default_branch_or_what_is_named(mirror: Mirror, person: Person) -> None:
    first = person.git("rev-parse", "HEAD")
    person.git("tag", "--annotate", "v1", "-m", "One")
    person.git("push", "--quiet", "origin", "v1")
    second = person.commit("a.md", "a")
    person.push()
    assert resolve_base(mirror, None) == second
    assert resolve_base(mirror, "HEAD") == second
    assert resolve_base(mirror, "main") == second
    assert resolve_base(mirror, "origin/main") == second
    assert resolve_base(mirror, "v1") == first
    assert resolve_base(mirror, first) == first
    assert resolve_base(mirror, first[:10]) == first


def test_a_base_that_the_remote_lacks_is_to_be_pushed(mirror: Mirror, person: Person) -> None:
    local = person.commit("a.md", "a")
    for base in (local, "unpushed", "--upload-pack=x", "HEAD~1", "@{-1}"):
        with pytest.raises(InputError, match="push"):
            resolve_base(mirror, base)


def test_a_commit_that_left_all_branches_is_no_base(mirror: Mirror, person: Person) -> None:
    lost = person.commit("a.md", "a")
    person.push("topic")
    mirror.fetch()
    person.git("push", "--quiet", "--delete", "origin", "topic")
    with pytest.raises(InputError, match="on no branch"):
        resolve_base(mirror, lost)


def test_an_empty_remote_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    mirror = Mirror(str(tmp_path / "empty.git"), tmp_path / "data")
    with pytest.raises(InputError, match="no commits"):
        resolve_base(mirror, None)
    with pytest.raises(InputError, match="no commits"):
        check_push_allowed(mirror, "topic")


def test_a_remote_that_this_worker_does_not_see_is_said(tmp_path: Path) -> None:
    for url in (str(tmp_path / "gone.git"), f"file://{tmp_path}/gone.git"):
        with pytest.raises(RepositoryError, match="This worker cannot see the repository"):
            Mirror(url, tmp_path / "data").fetch()


def test_a_directory_that_is_no_repository_leaves_no_mirror(tmp_path: Path) -> None:
    mirror = Mirror(str(tmp_path), tmp_path / "data")
    with pytest.raises(RepositoryError, match="not appear to be a git repository"):
        mirror.fetch()
    assert not mirror.directory.path.exists()


def test_another_worker_reads_a_commit_without_a_fetch_of_its_own(
    mirror: Mirror, remote: Path, tmp_path: Path, person: Person
) -> None:
    head = person.git("rev-parse", "HEAD")
    elsewhere = Mirror(str(remote), tmp_path / "other-machine")
    assert elsewhere.branch_head("main") is None
    assert elsewhere.snapshot(head).exists(DOCUMENT)
    with pytest.raises(RepositoryError, match="no longer has the commit"):
        elsewhere.snapshot("0" * 39 + "1")


@pytest.mark.parametrize("damage", ["half-made", "deleted", "empty", "corrupt"])
def test_a_damaged_mirror_heals(
    mirror: Mirror, remote: Path, tmp_path: Path, person: Person, damage: str
) -> None:
    path = mirror.directory.path
    if damage == "half-made":
        mirror = Mirror(str(remote), tmp_path / "data")
        shutil.rmtree(path / "refs")
        (path / "config").write_text("[core]\n\tbare = true\n")
    elif damage == "deleted":
        shutil.rmtree(path)
    elif damage == "empty":
        shutil.rmtree(path)
        path.mkdir()
    else:
        for file in (path / "objects").rglob("*"):
            if file.is_file():
                file.chmod(0o644)
                file.write_bytes(b"")
    head = person.commit("a.md", "a")
    person.push()
    mirror.fetch()
    assert mirror.snapshot(head).exists("a.md")


def test_lock_files_of_a_killed_git_do_not_stop_fetches(mirror: Mirror, person: Person) -> None:
    lock = mirror.directory.path / "refs" / "remotes" / "origin" / "main.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    head = person.commit("a.md", "a")
    person.push()
    with pytest.raises(RepositoryUnavailableError):
        mirror.fetch()
    old = time.time() - 60
    os.utime(lock, (old, old))
    mirror.fetch()
    assert mirror.branch_head("main") == head


def test_what_killed_fetches_left_of_their_packs_goes_with_the_next_fetch(mirror: Mirror) -> None:
    packs = mirror.directory.path / "objects" / "pack"
    packs.mkdir(exist_ok=True)
    left, under_way = packs / "tmp_pack_old", packs / "tmp_pack_new"
    left.write_bytes(b"PACK")
    under_way.write_bytes(b"PACK")
    os.utime(left, (1, 1))
    mirror.fetch()
    assert (left.exists(), under_way.exists()) == (False, True)


def test_many_threads_and_two_workers_make_one_mirror(
    remote: Path, tmp_path: Path, person: Person
) -> None:
    workers = [Mirror(str(remote), tmp_path / "data") for _ in range(2)]
    errors: list[BaseException] = []

    def fetch(mirror: Mirror) -> None:
        try:
            mirror.fetch()
            mirror.snapshot(mirror.branch_head("main") or "").read_text(DOCUMENT)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=fetch, args=(workers[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    made = [path for path in (tmp_path / "data" / "mirrors").iterdir() if path.is_dir()]
    assert made == [workers[0].directory.path]


def test_a_process_that_holds_the_mirror_too_long_is_said(
    mirror: Mirror, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror_directory, "LOCK_LIMIT", 0.1)
    with (
        mirror.directory.lock(),
        pytest.raises(RepositoryUnavailableError, match="Another process"),
    ):
        Mirror(str(remote), tmp_path / "data").fetch()


def test_a_remote_that_hangs_is_given_up(
    remote: Path, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "ssh"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    environment["GIT_SSH_COMMAND"] = str(hanging)
    monkeypatch.setattr(mirror_module, "NETWORK_LIMIT", 0.5)
    started = time.monotonic()
    with pytest.raises(RepositoryUnavailableError, match="no answer within"):
        Mirror("git@host:ada/my_app.git", tmp_path / "data").fetch()
    assert time.monotonic() - started < 40


def test_a_shallow_repository_can_be_mirrored(person: Person, tmp_path: Path) -> None:
    person.commit("a.md", "a")
    person.push()
    source = f"file://{person.git('remote', 'get-url', 'origin')}"
    git(tmp_path, "clone", "--quiet", "--depth=1", source, "shallow")
    git(tmp_path / "shallow", "remote", "remove", "origin")
    mirror = Mirror(str(tmp_path / "shallow"), tmp_path / "data")
    head = resolve_base(mirror, None)
    assert mirror.snapshot(head).exists("a.md")
    create_branch(mirror, "docs-x", head)
    assert git(tmp_path / "shallow", "rev-parse", "docs-x") == head


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    mirror: Mirror, person: Person, tmp_path: Path, environment: dict[str, str]
) -> None:
    head = person.commit("a.md", "a")
    person.push()
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment[name] = str(tmp_path / "elsewhere")
    mirror.fetch()
    assert mirror.snapshot(head).exists("a.md")


def test_the_default_branch_is_known_by_name(mirror: Mirror) -> None:
    assert mirror.default_branch() == "main"
