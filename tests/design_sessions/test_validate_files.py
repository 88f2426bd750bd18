from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.validate_files import FileVerdict, validate_files

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
    assert "is not that of MyApp.Blog.Tag" in found.problems[0].message


def test_the_title_spells_the_acronyms_of_the_module(write: Path) -> None:
    assert verdict(put(write, "design/my_app/api.md", "# MyApp.API\n")).module == "MyApp.API"


def test_a_document_that_lists_components_is_that_of_a_context(write: Path) -> None:
    assert verdict(put(write, "docs/design/my_app/blog.md", CONTEXT)).type == "context"


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
    with pytest.raises(InputError, match="holds no design document"):
        list(validate_files([write]))
