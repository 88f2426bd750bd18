import os
import shlex
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.repository.address import (
    check_checkout,
    checkout_snapshot,
    resolve_repository,
)
from tests.design_sessions.repository.conftest import Person
from tests.support.repositories import git

DOCUMENT = "docs/design/my_app/blog.md"


def test_the_origin_of_a_checkout_is_the_remote(person: Person, remote: Path) -> None:
    address = resolve_repository(str(person.checkout / "docs"))
    assert address.remote_url == str(remote)
    assert address.checkout == str(person.checkout)
    assert address.has_origin
    assert address.name == "my_app"


def test_looking_for_changes_runs_no_program_of_the_checkout(
    person: Person, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    for key in ("filter.x.clean", "filter.x.process", "core.fsmonitor", "diff.external"):
        person.git("config", key, f"touch {ran}; cat")
    person.git("config", "filter.x.required", "true")
    (person.checkout / ".git" / "info" / "attributes").write_text("* filter=x\n")
    os.utime(person.checkout / DOCUMENT, (1, 1))
    address = resolve_repository(str(person.checkout))
    assert check_checkout(address, None, DOCUMENT)
    assert not ran.exists()


@pytest.mark.parametrize("url", ["https://user:p/w@h", "https://user:p w@h/x", "https://:1/x"])
def test_an_address_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(InputError, match="cannot be read") as refused:
        resolve_repository(url)
    assert "user" not in str(refused.value)
    assert "p/w" not in str(refused.value)


def test_an_origin_relative_to_the_checkout_becomes_absolute(person: Person, remote: Path) -> None:
    person.git("remote", "set-url", "origin", "../my_app.git")
    assert resolve_repository(str(person.checkout)).remote_url == str(remote)


def test_a_repository_without_origin_is_its_own_remote(person: Person) -> None:
    person.git("remote", "remove", "origin")
    address = resolve_repository(str(person.checkout))
    assert address.remote_url == str(person.checkout)
    assert not address.has_origin


def test_a_home_directory_is_expanded(person: Person, environment: dict[str, str]) -> None:
    environment["HOME"] = str(person.checkout.parent)
    assert resolve_repository("~/my_app").checkout == str(person.checkout)


def test_a_bare_repository_is_a_remote_by_path_and_by_address(remote: Path) -> None:
    assert resolve_repository(str(remote)).remote_url == str(remote)
    by_url = resolve_repository(f"file://{remote}")
    assert (by_url.remote_url, by_url.checkout) == (f"file://{remote}", None)


def test_a_linked_work_tree_is_a_repository(person: Person, tmp_path: Path) -> None:
    person.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    address = resolve_repository(str(tmp_path / "linked"))
    assert check_checkout(address, None, DOCUMENT) == person.git("rev-parse", "HEAD")


def test_credentials_in_the_origin_are_not_taken_along(person: Person) -> None:
    person.git("remote", "set-url", "origin", "https://ada:s3cret@github.com/ada/my_app.git")
    address = resolve_repository(str(person.checkout))
    assert address.remote_url == "https://github.com/ada/my_app.git"
    assert address.credentials_removed
    assert "s3cret" not in address.model_dump_json()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "No repository given"),
        ("nowhere", "does not exist"),
        ("file:///nowhere/my_app.git", "does not exist"),
        ("ext::sh -c 'touch pwned'", "transport"),
        ("ftp://host/my_app", "transport"),
    ],
)
def test_what_is_no_repository_is_said_in_one_line(given: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        resolve_repository(given)
    assert "\n" not in str(raised.value)
    assert raised.value.remedy


def test_a_directory_outside_any_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not in a git repository"):
        resolve_repository(str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is a file"):
        resolve_repository(str(tmp_path / "file"))


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a directory of another user")
def test_the_repository_of_another_user_is_refused_with_the_way_out(person: Person) -> None:
    for path in (person.checkout, person.checkout / ".git"):
        os.chown(path, 12_345, 12_345)
    with pytest.raises(InputError, match=r"dubious ownership.*safe\.directory"):
        resolve_repository(str(person.checkout))


def test_the_base_is_head_or_what_is_named(person: Person) -> None:
    first = person.git("rev-parse", "HEAD")
    person.git("tag", "v1")
    second = person.commit("notes.md", "x")
    address = resolve_repository(str(person.checkout))
    assert check_checkout(address) == second
    assert check_checkout(address, "v1") == first
    assert check_checkout(address, "HEAD~1") == first
    assert check_checkout(address, "origin/main") == first
    assert check_checkout(address, "only-on-the-remote") == "only-on-the-remote"


def test_a_url_is_left_to_the_mirror(remote: Path) -> None:
    address = resolve_repository(f"file://{remote}")
    assert check_checkout(address) is None
    assert check_checkout(address, "main") == "main"


def test_a_repository_without_commits_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "empty")
    with pytest.raises(InputError, match="no commits"):
        check_checkout(resolve_repository(str(tmp_path / "empty")))


@pytest.mark.parametrize("change", ["edited", "staged", "untracked"])
def test_a_context_document_that_is_not_committed_is_refused(person: Person, change: str) -> None:
    path = "docs/design/my_app/new blog.md" if change == "untracked" else DOCUMENT
    (person.checkout / path).write_text("changed")
    if change == "staged":
        person.git("add", path)
    address = resolve_repository(str(person.checkout))
    for named in (path, str(person.checkout / path)):
        with pytest.raises(InputError, match="not committed") as raised:
            check_checkout(address, None, named)
        there = f"git -C {shlex.quote(str(person.checkout))}"
        assert f"{there} add {shlex.quote(path)} && {there} commit;" in raised.value.remedy
    assert check_checkout(address, None, "docs/design/my_app/other.md")


def test_the_index_of_the_checkout_is_not_written(person: Person) -> None:
    (person.checkout / DOCUMENT).touch()
    index = person.checkout / ".git" / "index"
    before = (index.stat().st_mtime_ns, index.read_bytes())
    check_checkout(resolve_repository(str(person.checkout)), None, DOCUMENT)
    assert (index.stat().st_mtime_ns, index.read_bytes()) == before


def test_the_checkout_can_be_read_at_a_commit_without_a_mirror(person: Person) -> None:
    address = resolve_repository(str(person.checkout))
    (person.checkout / DOCUMENT).write_text("not committed")
    snapshot = checkout_snapshot(address)
    assert snapshot.read_text(DOCUMENT) == "# Blog\n"
    assert [match.path for match in snapshot.search("Blog")] == [DOCUMENT]


def test_a_branch_that_only_the_remote_has_is_read_from_the_checkout_too(person: Person) -> None:
    address = resolve_repository(str(person.checkout))
    person.git("push", "--quiet", "origin", "HEAD:refs/heads/other")
    person.git("fetch", "--quiet")
    assert checkout_snapshot(address, "other").commit == person.git("rev-parse", "HEAD")
    with pytest.raises(InputError, match="has no commit, branch or tag 'nowhere'"):
        checkout_snapshot(address, "nowhere")
