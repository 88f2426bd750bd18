from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line.choosing.repository import files_of
from design_sessions.contradictions import KINDS
from design_sessions.repository.address import resolve_repository
from design_sessions.settings import Settings
from tests.command_line.conftest import Command
from tests.support.repositories import (
    CONTEXT_PATH,
    commit_all,
    context_document,
    git,
    make_checkout,
)

POST = "# Shop.Blog.Post\n\n## Functions\n\n### new/1\n\n## Dependencies\n\nNone\n"
FEED = (
    "# Shop.Blog.Feed\n\n## Functions\n\n### all/0\n\nCalls Shop.Blog.Post.new/{}.\n\n"
    "## Dependencies\n\n- {}\n"
)
DIRECTORY = "docs/design/shop/blog"
FEED_PATH = f"{DIRECTORY}/feed.md"
ON_POST = "Shop.Blog.Post"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout, in which one stands, whose designs agree at HEAD."""
    top = tmp_path / "shop"
    (top / DIRECTORY).mkdir(parents=True)
    (top / CONTEXT_PATH).write_text(context_document({"Post": "other", "Feed": "other"}))
    (top / DIRECTORY / "post.md").write_text(POST)
    (top / FEED_PATH).write_text(FEED.format(1, ON_POST))
    make_checkout(top)
    monkeypatch.chdir(top)
    return top


def break_feed(checkout: Path, arity: int = 2, dependency: str = ON_POST) -> None:
    (checkout / FEED_PATH).write_text(FEED.format(arity, dependency))


def test_designs_that_agree_are_said_to(client: Command, checkout: Path) -> None:
    ended = client("check")
    assert ended == (0, "Shop.Blog: 2 designs, 0 errors, 0 warnings.\n", "")


def test_the_work_tree_is_read_and_a_commit_if_one_is_given(
    client: Command, checkout: Path
) -> None:
    break_feed(checkout)

    ended = client("check", "--context", "Shop.Blog")

    assert ended.code == 1
    assert ended.out.splitlines() == [
        f"{FEED_PATH}:7: error: arity: Feed calls Shop.Blog.Post.new/2, and the design of "
        "Shop.Blog.Post has new/1.",
        "    here: Calls Shop.Blog.Post.new/2.",
        f"    {DIRECTORY}/post.md:5: new/1",
        f"    Call new/1, or change new in {DIRECTORY}/post.md.",
        "Shop.Blog: 2 designs, 1 error, 0 warnings.",
    ]
    assert client("check", "Shop.Blog", "--at", "HEAD").code == 0
    commit_all(checkout, "Break it")
    assert client("check", "--at", "main").code == 1
    assert client("check", "--at", "HEAD~1").code == 0


def test_warnings_fail_only_where_they_are_asked_to(client: Command, checkout: Path) -> None:
    break_feed(checkout, 1, "Shop.Repo")

    assert client("check").code == 0
    assert client("check", "--strict").code == 1


def test_json_is_the_contract(client: Command, checkout: Path) -> None:
    break_feed(checkout)

    ended = client("check", "--json")

    report = json.loads(ended.out)
    (finding,) = report["findings"]
    assert ended.code == 1
    assert set(report) == {"context", "findings"}
    assert report["context"] == "Shop.Blog"
    assert set(finding) == {
        *("kind", "severity", "components", "sides", "explanation", "suggestion")
    }
    assert (finding["kind"], finding["severity"]) == ("arity", "error")
    assert finding["components"] == ["Feed", "Post"]
    assert finding["sides"] == [
        {"path": FEED_PATH, "line": 7, "says": "Calls Shop.Blog.Post.new/2."},
        {"path": f"{DIRECTORY}/post.md", "line": 5, "says": "new/1"},
    ]


def test_every_context_is_checked(client: Command, checkout: Path) -> None:
    other = checkout / "docs/design/shop/users.md"
    other.write_text(context_document({"User": "schema"}, title="Shop.Users"))
    (checkout / "docs/design/shop/notes").mkdir()
    (checkout / "docs/design/shop/notes.md").write_text("# Notes\n\nNothing.\n")
    (checkout / "docs/design/shop/notes/one.md").write_text("One.\n")

    ended = client("check", "--all", "--json")

    assert ended.code == 1
    assert [(each["context"], len(each["findings"])) for each in json.loads(ended.out)] == [
        ("Shop.Blog", 0),
        ("Shop.Users", 1),
    ]
    assert "docs/design/shop/notes.md: left out" in ended.err
    assert "Name one, or use --all: Shop.Blog" in client("check").err


def test_github_gets_annotations_at_the_lines(client: Command, checkout: Path) -> None:
    break_feed(checkout)

    ended = client("check", "--format", "github")

    first, last = ended.out.splitlines()
    assert ended.code == 1
    assert first.startswith(f"::error file={FEED_PATH},line=7::Feed calls Shop.Blog.Post.new/2")
    assert last.startswith("Shop.Blog: 2 designs")


def test_sarif_has_the_other_side_as_a_related_location(client: Command, checkout: Path) -> None:
    break_feed(checkout)

    ended = client("check", "--format", "sarif")

    (run,) = json.loads(ended.out)["runs"]
    (result,) = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(KINDS)
    assert (result["ruleId"], result["level"]) == ("arity", "error")
    places = [result["locations"][0], result["relatedLocations"][0]]
    assert [each["physicalLocation"]["artifactLocation"]["uri"] for each in places] == [
        FEED_PATH,
        f"{DIRECTORY}/post.md",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--context", "Shop.Nothing"], "Existing contexts: Shop.Blog."),
        (["--at", "nowhere"], "Choose another with --at."),
        (["--repo", "nowhere"], "does not exist"),
        (["--all", "Shop.Blog"], "Leave out one of them"),
        (["--json", "--format", "github"], "Leave out one of them"),
        (["--format", "xml"], "xml"),
    ],
)
def test_bad_input_is_one_line(
    client: Command, checkout: Path, arguments: list[str], said: str
) -> None:
    ended = client("check", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_repository_without_a_context_is_bad_input(client: Command, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert client("check", "--repo", str(tmp_path)).code == 2
    assert client("check", "--repo", str(tmp_path), "--all").code == 2


def test_links_are_not_followed_and_commands_are_not_printed(
    client: Command, checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text(POST)
    (checkout / DIRECTORY / "post.md").unlink()
    (checkout / DIRECTORY / "post.md").symlink_to(tmp_path / "secret.md")
    break_feed(checkout, 1, "Shop.Blog.Gone - \x1b[31m\u202e")

    ended = client("check")

    assert ended.code == 1
    assert "missing_design" in ended.out
    assert "unknown_module" in ended.out
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out


def test_a_bare_repository_is_read_at_its_head(
    client: Command, checkout: Path, tmp_path: Path
) -> None:
    break_feed(checkout)
    git(tmp_path, "clone", "-q", "--bare", str(checkout), "bare.git")
    assert client("check", "--repo", str(tmp_path / "bare.git")).code == 0
    address = resolve_repository(str(tmp_path / "bare.git"))
    assert FEED_PATH in files_of(Settings(environment={}), address, None).list_files()
