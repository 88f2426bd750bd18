from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from design_sessions.design_files import FileVerdict, LeftOut, validate_files
from design_sessions.errors import InputError
from design_sessions.review_document import render_review
from tests.support.cost import assert_at_most

CONTEXT = """\
# MyApp.Blog

## Components

### Post

| field | value |
| ----- | ------ |
| type | schema |

A post.
"""
SCHEMA = "# {title}\n\n## Purpose\n\nA post.\n\n## Fields\n\n- id\n"


@pytest.fixture
def write(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def verdict(*paths: Path) -> FileVerdict:
    (found,) = validate_files(paths)
    return found


def test_layout_and_module_follow_from_the_path_and_the_type_from_the_context(write: Path) -> None:
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    file = put(write, "docs/design/my_app/blog/post.md", SCHEMA.format(title="Post"))
    found = verdict(file)
    assert (found.valid, found.module, found.type) == (True, "MyApp.Blog.Post", "schema")
    assert found.standard == "design"


def test_the_documents_own_type_wins(write: Path) -> None:
    text = "# MyApp.Blog.Tag\n\n**Type**: schema\n\n## Fields\n\n- id\n"
    found = verdict(put(write, "spec/my_app/blog/tag.spec.md", text))
    assert (found.valid, found.type, found.standard) == (True, "schema", "spec")


def test_a_title_that_does_not_fit_the_path_is_an_error(write: Path) -> None:
    found = verdict(put(write, "spec/my_app/blog/tag.spec.md", "# Post\n\n## Fields\n\n- id\n"))
    assert (found.valid, found.module) == (False, "MyApp.Blog.Tag")
    assert "does not name MyApp.Blog.Tag" in found.problems[0].message


def test_the_title_spells_the_acronyms_of_the_module(write: Path) -> None:
    assert verdict(put(write, "design/my_app/api.md", "# MyApp.API\n")).module == "MyApp.API"


def test_a_document_that_lists_components_is_that_of_a_context(write: Path) -> None:
    assert verdict(put(write, "docs/design/my_app/blog.md", CONTEXT)).type == "context"


def review(context: str, **changes: str) -> str:
    text = render_review(
        context=context,
        context_path="",
        path="",
        summary="Sound.",
        findings=[],
        designs_read=["design/my_app/blog/post.md"],
        accepted=[],
        skipped=[],
        model="claude-opus-5-5",
    )
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("document", "directory", "standard"),
    [
        ("docs/design/my_app/blog.md", "docs/design/my_app/blog", "design"),
        ("spec/my_app/blog.spec.md", "spec/my_app/blog", "spec"),
        (None, "docs/design/my_app/blog", "design"),
    ],
)
def test_a_review_of_a_session_is_valid_as_it_was_written(
    write: Path, document: str | None, directory: str, standard: str
) -> None:
    if document:
        put(write, document, CONTEXT)
    found = verdict(put(write, f"{directory}/design_review.md", review("MyApp.Blog")))
    assert (found.valid, found.problems) == (True, [])
    assert (found.module, found.type, found.standard) == ("MyApp.Blog", "review", standard)


def test_a_review_that_lost_a_section_or_is_of_another_context_is_not_valid(write: Path) -> None:
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    path = "docs/design/my_app/blog/design_review.md"
    lost = verdict(put(write, path, review("MyApp.Blog", Verdict="Opinion")))
    assert [each.rule for each in lost.problems] == ["required-section"]
    assert "add `## Verdict`" in lost.problems[0].message
    other = verdict(put(write, path, review("MyApp.Shop")))
    assert [each.rule for each in other.problems] == ["title"]


def test_reviews_are_left_out_where_only_components_are_asked_for(write: Path) -> None:
    file = put(write, "docs/design/my_app/blog/design_review.md", review("MyApp.Blog"))
    left_out: list[LeftOut] = []
    assert not list(validate_files([file], components_only=True, report_left_out=left_out.append))
    assert left_out == [LeftOut(str(file), "it is the review of a session")]


def test_a_directory_gives_the_documents_of_its_layouts(write: Path) -> None:
    put(write, "README.md", "# My app\n")
    put(write, "rules/schema.md", "Text.\n")
    put(write, "node_modules/design/a.md", "# A\n")
    put(write, "docs/design/my_app/blog/design_review.md", "# Review\n")
    put(write, "docs/design/my_app/blog/tag.md", SCHEMA.format(title="Tag"))
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    put(write, ".code_my_spec/spec/my_app/shop.spec.md", "# MyApp.Shop\n")
    found = [Path(each.path).relative_to(write).as_posix() for each in validate_files([write])]
    assert found == [
        ".code_my_spec/spec/my_app/shop.spec.md",
        "docs/design/my_app/blog/tag.md",
        "docs/design/my_app/blog.md",
    ]


def test_what_a_directory_passes_over_is_left_out_when_it_is_named_too(write: Path) -> None:
    design = put(write, "docs/design/my_app/blog/post.md", SCHEMA.format(title="Post"))
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    others = {
        "docs/design/my_app/blog/design_review.md": "it is a review that no session wrote",
        "docs/design/README.md": "it is about the repository",
        "CHANGELOG.md": "it is about the repository",
        "lib/my_app/blog/post.ex": "it is not a Markdown document (.md)",
        ".github/bug.md": "it is in a directory without designs",
        "rules/schema.md": "it is outside the layout, and its title is not a module such as "
        "MyApp.Blog.Post",
    }
    named = [put(write, path, "# Schema\n") for path in others]
    outside = put(write, "notes/tag.md", "# MyApp.Blog.Tag\n")
    left_out: list[LeftOut] = []

    found = list(validate_files([design, *named, outside], report_left_out=left_out.append))

    assert [each.path for each in found] == [str(design), str(outside)]
    reasons = {Path(each.path).relative_to(write).as_posix(): each.reason for each in left_out}
    assert reasons == others
    directory = [Path(each.path).name for each in validate_files([write])]
    assert directory == ["post.md", "blog.md"]


def test_documents_of_contexts_can_be_left_out(write: Path) -> None:
    """Those that another context lists are designs of components all the same."""
    inner = CONTEXT.replace("MyApp.Blog", "MyApp.Blog.Comments")
    listed = CONTEXT.replace("Post", "Drafts").replace("schema", "context")
    put(write, "docs/design/my_app/blog.md", listed)
    put(write, "docs/design/my_app/blog/comments.md", inner)
    put(write, "docs/design/my_app/blog/drafts.md", inner.replace("Comments", "Drafts"))
    left_out: list[LeftOut] = []

    found = list(validate_files([write], components_only=True, report_left_out=left_out.append))

    assert [each.module for each in found] == ["MyApp.Blog.Drafts"]
    assert {Path(each.path).name for each in left_out} == {"blog.md", "comments.md"}


def test_a_context_document_is_validated_as_one_by_its_name_too(write: Path) -> None:
    file = put(write, "docs/design/my_app/blog.md", CONTEXT)
    assert verdict(file) == verdict(write)
    assert verdict(file).type == "context"


def test_a_file_given_twice_is_validated_once(write: Path) -> None:
    file = put(write, "design/my_app/blog.md", CONTEXT)
    assert len(list(validate_files([file, write, file]))) == 1


def test_a_document_outside_every_layout_is_held_against_its_own_title(write: Path) -> None:
    found = verdict(put(write, "notes/post.md", "# MyApp.Blog.Post\n\n**Type**: schema\n"))
    assert (found.module, found.type, found.standard) == ("MyApp.Blog.Post", "schema", "design")
    assert all("title" not in problem.message for problem in found.problems)


def test_a_project_without_a_repository_is_validated_too(tmp_path: Path) -> None:
    put(tmp_path, "design/project/docs/design/my_app/blog.md", CONTEXT)
    path = "design/project/docs/design/my_app/blog/post.md"
    found = verdict(put(tmp_path, path, SCHEMA.format(title="Post")))
    assert (found.valid, found.module, found.type) == (True, "MyApp.Blog.Post", "schema")


@pytest.mark.parametrize("content", [b"\x00\x01", b"\xff\xfe", b"", b"# A\n```"])
def test_no_content_breaks_the_run(write: Path, content: bytes) -> None:
    file = put(write, "design/my_app/blog/post.md", "")
    file.write_bytes(content)
    assert not verdict(file).valid


def test_a_path_that_is_not_there_is_bad_input(write: Path) -> None:
    with pytest.raises(InputError, match="There is no file or directory"):
        list(validate_files([write / "nowhere.md"]))
    with pytest.raises(InputError, match="contains no design document"):
        list(validate_files([write]))


SETTINGS = """\
[documents]
layout = "notes/design"

[types]
keeper = "schema"

[definitions.mcp_tool]
extends = "other"
require = ["Error Handling"]
"""


def test_a_design_is_held_against_the_context_that_lists_it(write: Path) -> None:
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    text = SCHEMA.format(title="Post") + "\n## Notes\n\nSee MyApp.Blog.Ghost.\n"
    path = "docs/design/my_app/blog/post.md"
    found = verdict(put(write, path, text))
    assert found.valid
    assert [(p.severity, p.line) for p in found.problems] == [("warning", 7), ("warning", 13)]
    assert "docs/design/my_app/blog.md lists no component MyApp.Blog.Ghost" in (
        found.problems[1].message
    )
    other = verdict(put(write, path, text.replace("# Post\n", "# Post\n\n**Type**: task\n")))
    assert not other.valid
    assert [p.rule for p in other.problems if p.severity == "error"] == ["type-of-context"]


def test_a_design_that_no_context_lists_is_held_against_none(write: Path) -> None:
    put(write, "docs/design/my_app/blog.md", CONTEXT)
    text = SCHEMA.format(title="Tag").replace("- id", "| id |\n| --- |\n| MyApp.Blog.Ghost |")
    file = put(
        write, "docs/design/my_app/blog/tag.md", text.replace("## P", "Type: schema\n\n## P")
    )
    assert (verdict(file).type, verdict(file).problems) == ("schema", [])


def test_the_module_is_spelled_as_the_context_lists_it(write: Path) -> None:
    put(write, "docs/design/my_app/blog.md", CONTEXT.replace("### Post", "### RSSFeed"))
    found = verdict(put(write, "docs/design/my_app/blog/rss_feed.md", SCHEMA.format(title="Feed")))
    assert found.module == "MyApp.Blog.RSSFeed"


def test_the_projects_settings_in_the_checkout_hold(write: Path) -> None:
    put(write, "context-design.toml", SETTINGS)
    text = SCHEMA.format(title="Post").replace("# Post", "# Post\n\n**Type**: {}")
    for words, kind in (("keeper", "schema"), ("MCP Tool", "mcp_tool")):
        file = put(write, "notes/design/my_app/blog/post.md", text.format(words))
        found = verdict(file)
        assert (found.module, found.type) == ("MyApp.Blog.Post", kind)
    missing = [p.message for p in found.problems if p.rule == "required-section"]
    assert any("add `## Error Handling`" in message for message in missing)


def test_settings_that_cannot_be_read_are_bad_input(write: Path) -> None:
    put(write, "context-design.toml", "[definitions.schema]\nrequire = ['Fild']\n")
    with pytest.raises(InputError, match=r"context-design.toml:.*Fild"):
        verdict(put(write, "docs/design/my_app/blog.md", CONTEXT))


def test_a_file_beyond_all_measure_is_an_error_at_once(write: Path) -> None:
    (problem,) = verdict(put(write, "design/my_app/a.md", "word " * 400_000)).problems
    assert "shorten it" in problem.message


def test_a_verdict_costs_little_more_than_parsing_the_document(write: Path) -> None:
    names = [f"Post{number}" for number in range(200)]
    entries = "".join(
        f"### {name}\n\n| field | value |\n| - | - |\n| type | schema |\n\n" for name in names
    )
    put(write, "docs/design/my_app/blog.md", f"# MyApp.Blog\n\n## Components\n\n{entries}")
    text = SCHEMA + "\n## Notes\n\n" + "A sentence of some length about posts.\n\n" * 40
    for name in names:
        put(write, f"docs/design/my_app/blog/{name.lower()}.md", text.format(title=name))
    parser = MarkdownIt("commonmark").enable("table")

    def validate() -> None:
        assert sum(each.valid for each in validate_files([write])) == 200

    def parse() -> None:
        for file in write.rglob("*.md"):
            parser.parse(file.read_text(encoding="utf-8"))

    assert_at_most(6, validate, beside=parse)
