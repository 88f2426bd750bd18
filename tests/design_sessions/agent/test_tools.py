from __future__ import annotations

import re
from typing import Any

import pytest

from design_sessions.agent.tools import MAX_CHARACTERS, run_read_tool
from design_sessions.context_document.model import LARGEST_FILE
from design_sessions.errors import InputError, RepositoryUnavailableError
from tests.support.memory_snapshot import MemorySnapshot

FILES = MemorySnapshot(
    {
        "docs/design/blog.md": "# Blog\n\nPosts.\n",
        "lib/blog.ex": "defmodule Blog do\nend\n",
        "logo.png": b"\x89PNG\0\0",
        "empty.md": "",
        "windows.md": "\ufeffone\r\ntwo\r\n",
    }
)


def call(name: str, files: MemorySnapshot = FILES, **arguments: Any) -> str:
    answer = run_read_tool(files, name, arguments)
    assert not answer.is_error, answer.text
    return answer.text


def refused(name: str, arguments: object, files: MemorySnapshot = FILES) -> str:
    answer = run_read_tool(files, name, arguments)
    assert answer.is_error
    return answer.text


def test_a_file_is_shown_with_its_lines() -> None:
    shown = call("read_file", path="docs/design/blog.md")
    assert shown == "File: docs/design/blog.md (lines 1-3 of 3)\n# Blog\n\nPosts."


def test_a_part_of_a_file_says_how_to_read_on() -> None:
    shown = call("read_file", path="docs/design/blog.md", end_line=1)
    assert shown.startswith("File: docs/design/blog.md (lines 1-1 of 3)\n# Blog\n")
    assert "start_line=2" in shown


def test_a_large_file_is_shown_in_parts_that_join_to_the_whole() -> None:
    lines = [f"{number} {'x' * 90}" for number in range(2000)]
    files = MemorySnapshot({"large.md": "\n".join(lines)})
    seen: list[str] = []
    start = 1
    while True:
        shown = call("read_file", files, path="large.md", start_line=start)
        part = re.match(r"File: large.md \(lines (\d+)-(\d+) of (\d+)\)", shown)
        assert part is not None
        first, last, total = map(int, part.groups())
        assert first == start
        assert len(shown) < MAX_CHARACTERS + 500
        seen += shown.split("\n")[1 : 2 + last - first]
        if last == total:
            break
        start = last + 1
    assert seen == lines


def test_a_single_line_that_is_too_long_is_cut_and_says_so() -> None:
    files = MemorySnapshot({"one.json": "x" * (MAX_CHARACTERS + 7)})
    shown = call("read_file", files, path="one.json")
    assert "[7 more characters of this line are left out]" in shown


def test_an_empty_file_is_no_error() -> None:
    assert call("read_file", path="empty.md") == "File: empty.md (lines 0-0 of 0)\n"


def test_line_ends_and_byte_order_marks_of_windows_are_not_shown() -> None:
    assert call("read_file", path="windows.md").endswith("(lines 1-2 of 2)\none\ntwo")


@pytest.mark.parametrize(
    "path", ["./docs/design/blog.md", "/docs/design/blog.md", "docs//design/blog.md"]
)
def test_a_path_may_be_written_in_several_ways(path: str) -> None:
    assert "File: docs/design/blog.md " in call("read_file", path=path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"path": "missing.md"}, "There is no file"),
        ({"path": "../etc/passwd"}, "outside the repository"),
        ({"path": "docs/../../secret"}, "outside the repository"),
        ({"path": "."}, "Name a file"),
        ({"path": ""}, "Name a file"),
        ({"path": "logo.png"}, "not a text file"),
        ({"path": "docs/design/blog.md", "start_line": 9}, "has 3 lines"),
        ({"path": "docs/design/blog.md", "start_line": 0}, "start_line"),
        ({"path": "docs/design/blog.md", "start_line": "two"}, "start_line"),
        ({"path": 7}, "path"),
        ({}, "path"),
        (None, "Wrong input"),
        ("docs", "Wrong input"),
        ([1], "Wrong input"),
    ],
)
def test_a_wrong_reading_is_answered_with_the_reason(arguments: object, words: str) -> None:
    assert words in refused("read_file", arguments)


def test_files_are_listed_below_a_folder() -> None:
    assert call("list_files", path="docs/") == "docs/design/blog.md"
    assert call("list_files").split("\n")[0] == "docs/design/blog.md"
    assert "no files" in refused("list_files", {"path": "nowhere"})


def test_a_long_list_says_how_many_there_are() -> None:
    files = MemorySnapshot({f"f{number:04}.md": "" for number in range(500)})
    shown = call("list_files", files).split("\n")
    assert len(shown) == 401
    assert "400 of 500 files" in shown[-1]


def test_a_search_gives_places() -> None:
    assert call("search", pattern=r"defmodule \w+") == "lib/blog.ex:1: defmodule Blog do"
    assert call("search", pattern="Posts", path="lib") == "No matches."


def test_a_search_with_many_matches_says_so() -> None:
    files = MemorySnapshot({"a.md": "word\n" * 300})
    shown = call("search", files, pattern="word").split("\n")
    assert len(shown) == 101
    assert "there are more" in shown[-1]


@pytest.mark.parametrize("arguments", [{"pattern": ""}, {"pattern": "x", "path": "../.."}, {}])
def test_a_wrong_search_is_answered_with_the_reason(arguments: object) -> None:
    assert refused("search", arguments)


def test_an_unknown_tool_is_answered() -> None:
    assert "no tool named 'run_shell'" in refused("run_shell", {"command": "ls"})


class _Failing(MemorySnapshot):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def read_bytes(self, path: str) -> bytes | None:
        raise self.error


def test_a_refusal_of_the_repository_is_an_answer_but_its_absence_is_not() -> None:
    assert "Too costly" in refused("read_file", {"path": "a"}, _Failing(InputError("Too costly.")))
    with pytest.raises(RepositoryUnavailableError):
        run_read_tool(_Failing(RepositoryUnavailableError("Gone.")), "read_file", {"path": "a"})


def test_the_last_part_of_a_file_that_is_too_large_says_what_is_missing() -> None:
    content = (b"x" * 99 + b"\n") * (LARGEST_FILE // 100 + 1)
    files = MemorySnapshot({"lib/large.ex": content[:LARGEST_FILE]})
    shown = call("read_file", files, path="lib/large.ex", start_line=41_900)
    assert "What follows cannot be read" in shown
    assert "unless it has more than" in shown
    beginning = call("read_file", files, path="lib/large.ex", end_line=3)
    assert "What follows" not in beginning
    assert "(lines 1-3 of the first 41944, what follows cannot be read)" in beginning
    past = refused("read_file", {"path": "lib/large.ex", "start_line": 50_000}, files)
    assert past == "Only the first 41944 lines of 'lib/large.ex' can be read."
