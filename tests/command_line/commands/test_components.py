from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.conftest import Command
from tests.support.repositories import commit_all, git, make_checkout

CONTEXT = """# Blog

## Purpose

Posts.

## Components

### Tag

| field | value |
| ----- | ----- |
| type | schema |

A label.

### Post

| field | value |
| ----- | ----- |
| type | schema |
| priority | 5 |

What is written.
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a context of two components, one of them designed already."""
    root = tmp_path / "my_app"
    designs = root / "docs" / "design" / "my_app"
    (designs / "blog").mkdir(parents=True)
    (designs / "blog.md").write_text(CONTEXT)
    (designs / "blog" / "tag.md").write_text("# MyApp.Blog.Tag\n\n## Purpose\n\nTBD\n")
    make_checkout(root)
    return root


def test_components_are_listed_in_the_order_of_a_session(client: Command, repository: Path) -> None:
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog", "--json")

    found = json.loads(ended.out)
    assert ended.code == 0
    assert (found["context"], found["context_path"], found["layout"]) == (
        "MyApp.Blog",
        "docs/design/my_app/blog.md",
        "docs/design",
    )
    assert [(c["name"], c["type"], c["priority"], c["exists"]) for c in found["components"]] == [
        ("Post", "schema", 5, False),
        ("Tag", "schema", 0, True),
    ]


def test_a_context_that_is_not_there_is_answered_with_those_that_are(
    client: Command, repository: Path
) -> None:
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blgo")

    assert ended.code == 2
    assert "Context component not found" in ended.err
    assert "MyApp.Blog" in ended.err


def test_a_repository_that_is_not_there_is_bad_input(client: Command, tmp_path: Path) -> None:
    ended = client("components", "--repo", str(tmp_path / "no"), "--context", "MyApp.Blog")

    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_the_documents_own_word_for_a_type_is_shown_beside_the_known_one(
    client: Command, repository: Path
) -> None:
    document = repository / "docs" / "design" / "my_app" / "blog.md"
    document.write_text(
        CONTEXT.replace("| type | schema |\n| priority", "| type | tool |\n| priority")
    )
    commit_all(repository, "Another type")
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog")
    assert ended.code == 0
    assert "other (tool)" in ended.out
    assert '"tool" is read as other' in " ".join(ended.out.split())


def settings_of(repository: Path, text: str) -> None:
    """Commit the project's settings."""
    (repository / "context-design.toml").write_text(text)
    commit_all(repository, "Settings")


@pytest.mark.parametrize("context", ["MyApp.Blog", "docs/design/my_app/blog.md"])
def test_a_layout_that_the_context_does_not_lie_in_is_refused_with_the_right_one(
    client: Command, repository: Path, context: str
) -> None:
    settings_of(repository, '[documents]\n\nlayout = "nowhere"\n')

    ended = client("components", "--repo", str(repository), "--context", context)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        'Error: context-design.toml:3: [documents] layout is "nowhere", which is empty, '
        "but the document of MyApp.Blog is docs/design/my_app/blog.md. "
        'Set layout = "docs/design", or remove it, which puts designs beside their '
        "context's document; or move the documents to nowhere. Then commit.\n"
    )


def test_a_directory_of_rules_that_is_not_there_is_told(client: Command, repository: Path) -> None:
    settings_of(repository, '[documents]\nrules = "nowhere"\n')

    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog", "--json")

    (diagnostic,) = json.loads(ended.out)["diagnostics"]
    assert (diagnostic["path"], diagnostic["line"]) == ("context-design.toml", 2)
    assert 'rules is "nowhere", which is empty' in diagnostic["message"]


def test_an_effort_that_no_model_knows_is_refused(
    client: Command, repository: Path, environment: dict[str, str]
) -> None:
    asked = ("components", "--repo", str(repository), "--context", "MyApp.Blog")
    known = 'expected one of low, medium, high, xhigh, max, or "" to leave it out, found "insane"'
    environment["DESIGN_EFFORT"] = "insane"

    of_environment = client(*asked)

    environment["DESIGN_EFFORT"] = ""
    assert client(*asked).code == 0
    settings_of(repository, '[models]\neffort = "insane"\n')
    of_project = client(*asked)
    assert (of_environment.code, of_project.code) == (2, 2)
    assert of_environment.err == f"Error: DESIGN_EFFORT: {known}. Fix it and try again.\n"
    assert f"context-design.toml:2: [models] effort: {known}." in of_project.err


@pytest.mark.parametrize(
    "form", ["{repository}/docs/design/my_app/blog.md", "./my_app/blog.md", "my_app/blog"]
)
def test_a_context_is_found_by_the_path_that_a_shell_completes(
    client: Command, repository: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(repository / "docs" / "design")
    context = form.format(repository=repository)

    for command in (("components",), ("rules",)):
        ended = client(*command, "--repo", str(repository), "--context", context, "--json")
        assert ended.code == 0, ended.err
        assert json.loads(ended.out)["context"] == "MyApp.Blog"


def test_a_context_outside_of_the_repository_is_told_so(
    client: Command, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "blog.md").write_text(CONTEXT)

    ended = client("components", "--repo", str(repository), "--context", f"{tmp_path}/blog.md")

    assert ended.code == 2
    assert f"{tmp_path}/blog.md is not in the repository {repository}." in ended.err


def test_a_remote_that_does_not_answer_is_not_said_to_be_tried_again(client: Command) -> None:
    ended = client("components", "--repo", "http://127.0.0.1:1/x.git", "--context", "MyApp.Blog")

    assert ended.code == 2
    assert "Cannot reach http://127.0.0.1:1/x.git" in ended.err
    assert ended.err.endswith(". Check the network and the address.\n")


def test_a_context_with_an_unresolved_conflict_is_refused_with_its_line(
    client: Command, repository: Path
) -> None:
    document = repository / "docs" / "design" / "my_app" / "blog.md"
    document.write_text(f"{CONTEXT}\n<<<<<<< HEAD\n### A\n=======\n### B\n>>>>>>> main\n")
    commit_all(repository, "Merge")
    ended = client("components", "--repo", str(repository), "--context", "MyApp.Blog")
    assert ended.code == 2
    assert f"blog.md:{len(CONTEXT.splitlines()) + 2}: " in ended.err


def test_each_component_is_shown_with_what_was_read_of_it_in_80_columns(
    client: Command, repository: Path
) -> None:
    long = "### Feed\n\nThe newest posts, " + "and more " * 20 + "\n\nUses Post.\n"
    document = repository / "docs/design/my_app/blog.md"
    document.write_text(f"{document.read_text()}\n{long}")
    commit_all(repository, "Feed")

    ended = client("components", "MyApp.Blog", "--repo", str(repository))

    lines = ended.out.splitlines()
    assert "Post  new     schema, priority 5  line 17" in lines
    assert "Tag   revise  schema  line 9" in lines
    assert "Feed  new     other (no type given)  line 26" in lines
    assert "    docs/design/my_app/blog/tag.md" in lines
    assert "    A label." in lines
    assert max(map(len, lines)) <= 80


def test_a_path_that_start_would_refuse_is_told(client: Command, repository: Path) -> None:
    document = repository / "docs/design/my_app/blog.md"
    document.write_text("# Blog\n\n## Purpose\n\nPosts.\n\n## Components\n\n- `./blog/.git/x.md`\n")
    commit_all(repository, "Git")

    said = client("components", "MyApp.Blog", "--repo", str(repository)).out

    assert ".git is a name that git keeps for itself" in said
    assert "`start` refuses it." in said


def test_a_dry_run_says_what_would_be_designed_and_paid_and_makes_nothing(
    client: Command, repository: Path, tmp_path: Path
) -> None:
    asked = ("start", "MyApp.Blog", "--repo", str(repository), "--dry-run", "--no-review")

    ended = client(*asked)

    assert ended.code == 0, ended.err
    assert ended.out.startswith("Nothing was started. Branch docs-context-components-")
    assert "\n2 components, in this order:\n" in ended.out
    assert "Tag   revise  schema" in ended.out
    assert "Cost: roughly $" in ended.out
    some = client(*asked, "--only", "Post").out
    assert "\n1 of 2 components would be designed (new, revise), in this order:\n" in some
    assert ", no review" in ended.out
    assert git(repository, "branch", "--format=%(refname:short)") == "main"


def test_the_repository_is_the_one_that_one_stands_in(
    client: Command, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "docs")
    assert "MyApp.Blog in docs/design/my_app/blog.md" in client("components", "MyApp.Blog").out
    twice = client("components", "MyApp.Blog", "--context", "MyApp.Blog")
    assert (twice.code, "Give the context once" in twice.err) == (2, True)
    none = client("components")
    assert (none.code, "Name a context" in none.err) == (2, True)


def test_a_checkout_is_shown_as_it_lies_there_and_what_is_not_committed_is_said(
    client: Command, repository: Path
) -> None:
    asked = ("components", "MyApp.Blog", "--repo", str(repository))
    clean = client(*asked)
    assert "(layout docs/design, work tree)" in clean.out
    assert "not committed" not in clean.out

    designs = repository / "docs/design/my_app"
    (designs / "blog.md").write_text(f"{CONTEXT}\n### Feed\n\n**Type**: task\n\nPosts by date.\n")
    (designs / "blog/post.md").write_text("# MyApp.Blog.Post\n")
    (designs / "blog/tag.md").write_bytes(b"# MyApp.Blog.Tag\r\n\r\n## Purpose\r\n\r\nTBD\r\n")
    changed = client(*asked)
    shown = " ".join(changed.out.split())
    assert "Feed new task" in shown
    assert "Post revise schema" in shown
    assert (
        "Shown with changes that are not committed: docs/design/my_app/blog.md, "
        "docs/design/my_app/blog/post.md. `start` reads the last commit, and refuses a context "
        "document with such changes."
    ) in shown

    as_json = client(*asked, "--json")
    assert [each["name"] for each in json.loads(as_json.out)["components"]][1:] == ["Feed", "Tag"]
    assert json.loads(as_json.out)["diagnostics"][0] == {
        "path": "docs/design/my_app/blog.md",
        "line": 1,
        "message": "Shown with changes that are not committed.",
    }
    committed = client(*asked, "--base", "main")
    assert "Feed" not in committed.out
    assert "not committed" not in committed.out


def test_many_dependencies_are_all_shown_on_80_columns(client: Command, repository: Path) -> None:
    path = repository / "docs" / "design" / "my_app" / "blog.md"
    listed = ", ".join(f"MyApp.Blog.Part{number}" for number in range(20))
    path.write_text(f"# MyApp.Blog\n\n## Components\n\n- Post (schema)\n  - Depends on: {listed}\n")

    ended = client("components", "MyApp.Blog", "--repo", str(repository))

    shown = [line for line in ended.out.splitlines() if "Part" in line]
    assert max(map(len, shown)) <= 80
    assert " ".join(" ".join(shown).split()).startswith("depends on Part0, Part1, Part2,")
    assert shown[-1].endswith("Part19")
