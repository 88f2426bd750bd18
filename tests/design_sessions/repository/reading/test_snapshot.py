import time
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.repository.reading import search
from design_sessions.repository.reading.snapshot import Snapshot
from tests.design_sessions.repository.conftest import Person

BLOG = "defmodule MyApp.Blog do\n  def a(1), do: :one\nend\n"
FILES: dict[str, str | bytes] = {
    "README.md": "\ufeff# Read me\nsecond\n",
    "lib/my_app/blog.ex": BLOG,
    "lib/my_app_web/é page.ex": "def b(22)\r\n",
    "logo.png": b"\x89PNG\x00\x01def a",
    "latin.txt": "caf\xe9".encode("latin-1"),
}


@pytest.fixture
def snapshot(person: Person) -> Snapshot:
    for path, content in FILES.items():
        person.commit(path, content)
    (person.checkout / "link.md").symlink_to("README.md")
    (person.checkout / "outside").symlink_to("/etc")
    person.git("add", "link.md", "outside")
    head = person.git("rev-parse", "HEAD")
    person.git("update-index", "--add", "--cacheinfo", f"160000,{head},vendor/library")
    person.git("commit", "--quiet", "-m", "Links")
    return Snapshot(person.checkout / ".git", person.git("rev-parse", "HEAD"))


def test_regular_files_exist_and_links_and_submodules_do_not(snapshot: Snapshot) -> None:
    assert snapshot.list_files() == sorted([*FILES, "docs/design/my_app/blog.md"])
    assert not snapshot.exists("link.md")
    assert snapshot.read_bytes("outside/passwd") is None
    assert not snapshot.exists("vendor/library")


def test_a_name_that_no_screen_can_show_does_not_exist(person: Person) -> None:
    names = ["a\n::warning ::b.md", "a\x1b]0;b\x07.md", "a\u202eb.md"]
    for name in names:
        person.commit(name, "TODO\n")
    snapshot = Snapshot(person.checkout / ".git", person.git("rev-parse", "HEAD"))
    assert snapshot.list_files() == ["docs/design/my_app/blog.md"]
    assert snapshot.search("TODO") == []


def test_a_prefix_is_a_directory_or_a_file(snapshot: Snapshot) -> None:
    assert snapshot.list_files("lib/my_app") == ["lib/my_app/blog.ex"]
    assert snapshot.list_files("/lib/my_app/") == ["lib/my_app/blog.ex"]
    assert snapshot.list_files("README.md") == ["README.md"]
    assert snapshot.list_files("../") == []


def test_content_is_read_as_bytes_and_text(snapshot: Snapshot) -> None:
    assert snapshot.read_text("README.md") == "# Read me\nsecond\n"
    assert snapshot.read_bytes("./lib//my_app/blog.ex") == BLOG.encode()
    assert snapshot.read_text("latin.txt") == "caf\ufffd"
    assert snapshot.read_text("missing.md") is None


def test_many_files_are_read_at_once(snapshot: Snapshot) -> None:
    contents = snapshot.read_many([*FILES, "missing.md"])
    assert contents == {
        path: content.encode() if isinstance(content, str) else content
        for path, content in FILES.items()
    }


@pytest.mark.parametrize("path", ["..", "a/../b", "a\0b", "a\nb"])
def test_nothing_is_read_at_paths_that_leave_the_repository(path: str, snapshot: Snapshot) -> None:
    assert snapshot.read_bytes(path) is None
    assert snapshot.search("def", path) == []


def test_search_gives_path_line_and_text_of_text_files(snapshot: Snapshot) -> None:
    found = [(match.path, match.line, match.text) for match in snapshot.search(r"def \w+\(\d+\)")]
    assert found == [
        ("lib/my_app/blog.ex", 2, "  def a(1), do: :one"),
        ("lib/my_app_web/é page.ex", 1, "def b(22)"),
    ]


def test_search_can_be_limited(snapshot: Snapshot) -> None:
    assert len(snapshot.search("def", max_results=1)) == 1
    assert [m.path for m in snapshot.search("def", "lib/my_app")] == ["lib/my_app/blog.ex"] * 2
    assert snapshot.search("DEF") == []


def test_a_pattern_is_no_option_of_git(snapshot: Snapshot) -> None:
    assert snapshot.search("--open-files-in-pager=sh") == []


def test_what_is_no_regular_expression_is_searched_for_as_it_stands(snapshot: Snapshot) -> None:
    assert [match.path for match in snapshot.search("def a(")] == ["lib/my_app/blog.ex"]


@pytest.mark.parametrize("pattern", ["nowhere(", "a{65535}{65535}"])
def test_an_expression_that_is_refused_and_stands_nowhere_is_no_empty_result(
    snapshot: Snapshot, pattern: str
) -> None:
    with pytest.raises(InputError, match="is no regular expression that can be searched for"):
        snapshot.search(pattern)


def test_a_catastrophic_pattern_ends_and_is_told(person: Person) -> None:
    commit = person.commit("long.txt", "a" * 5_000 + "!\n")
    snapshot = Snapshot(person.checkout / ".git", commit)
    with pytest.raises(InputError, match="takes too many steps"):
        snapshot.search(r"^(a+)+\1+$")


def test_a_search_that_takes_too_long_says_so(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEARCH_LIMIT", 0.0)
    monkeypatch.setattr("design_sessions.repository.git.stream.GitStream.lines", _slow_lines)
    with pytest.raises(InputError, match="took longer"):
        snapshot.search("def")


def _slow_lines(stream: object, longest: int) -> list[bytes]:
    time.sleep(0.2)
    return []


@pytest.mark.parametrize("pattern", ["", "a\nb", "x" * 1_001])
def test_a_pattern_has_limits(snapshot: Snapshot, pattern: str) -> None:
    with pytest.raises(InputError, match="pattern"):
        snapshot.search(pattern)


def test_long_lines_are_cut(person: Person) -> None:
    commit = person.commit("min.js", "needle" + "x" * 100_000 + "\nneedle\n")
    matches = Snapshot(person.checkout / ".git", commit).search("needle")
    assert [(match.line, len(match.text)) for match in matches] == [(1, 301), (2, 6)]


def test_packed_objects_and_alternates_are_read(person: Person, tmp_path: Path) -> None:
    person.git("gc", "--quiet")
    person.git("clone", "--quiet", "--shared", "--bare", ".", str(tmp_path / "shared.git"))
    snapshot = Snapshot(tmp_path / "shared.git", person.git("rev-parse", "HEAD"))
    assert snapshot.read_text("docs/design/my_app/blog.md") == "# Blog\n"
