from __future__ import annotations

import pytest

from design_sessions.errors import InputError
from design_sessions.layouts import (
    LAYOUTS,
    Layout,
    derived_layout,
    design_path,
    layout_for,
    layout_named,
    layout_of,
    path_below_root,
    review_path,
)


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ("docs/design", "docs/design/my_app/blog/git_hub.md"),
        ("design", "design/my_app/blog/git_hub.md"),
        ("docs/spec", "docs/spec/my_app/blog/git_hub.spec.md"),
        ("spec", "spec/my_app/blog/git_hub.spec.md"),
        (".code_my_spec/spec", ".code_my_spec/spec/my_app/blog/git_hub.spec.md"),
    ],
)
def test_every_layout_has_the_same_path_below_its_root(layout: str, path: str) -> None:
    for module in ("MyApp.Blog.GitHub", "Blog.GitHub"):
        assert design_path(layout_named(layout), module, "MyApp") == path
    assert layout_of(path) == layout_named(layout)
    assert path_below_root(layout_named(layout), path) == "my_app/blog/git_hub"


def test_spec_layouts_have_the_spec_standard() -> None:
    assert {layout.name: layout.standard for layout in LAYOUTS} == {
        "docs/design": "design",
        "design": "design",
        "docs/spec": "spec",
        "spec": "spec",
        ".code_my_spec/spec": "spec",
    }


def test_a_derived_layout_is_found_again_by_its_name() -> None:
    for layout in (
        derived_layout("notes", ".md"),
        derived_layout("", ".spec.md"),
        derived_layout("notes/designs", ".md", "MyApp"),
    ):
        assert layout_named(layout.name) == layout


def test_a_layout_can_leave_the_project_out_of_its_paths() -> None:
    layout = derived_layout("notes", ".md", "MyApp")
    assert design_path(layout, "MyApp.Blog.Post", "MyApp") == "notes/blog/post.md"


def test_an_unknown_layout_is_bad_input() -> None:
    with pytest.raises(InputError, match="no layout 'nowhere'"):
        layout_named("nowhere")


@pytest.mark.parametrize(
    ("context", "review"),
    [
        ("docs/design/my_app/blog.md", "docs/design/my_app/blog/design_review.md"),
        ("spec/my_app/blog.spec.md", "spec/my_app/blog/design_review.md"),
    ],
)
def test_the_review_lies_among_the_component_documents(context: str, review: str) -> None:
    assert review_path(context) == review


def test_what_is_no_document_of_a_layout_belongs_to_none() -> None:
    for path in ("README.md", "docs/design/.md", "docs/spec/my_app/blog.md", "design/logo.png"):
        assert layout_of(path) is None


@pytest.mark.parametrize(
    ("setting", "layout"),
    [
        ("docs/spec", layout_named("docs/spec")),
        ("docs/design/", layout_named("docs/design")),
        ("design:notes:MyApp", derived_layout("notes", ".md", "MyApp")),
        ("notes", derived_layout("notes", ".md")),
        ("./notes/spec", derived_layout("notes/spec", ".spec.md")),
        ("specifications", derived_layout("specifications", ".spec.md")),
        (".", derived_layout("", ".spec.md")),
    ],
)
def test_a_setting_names_a_layout_or_a_directory(setting: str, layout: Layout) -> None:
    assert layout_for(setting, ["notes/a.md", "specifications/a.spec.md"]) == layout


@pytest.mark.parametrize("setting", ["", " ", "..", "../notes", "/notes", "a\0b"])
def test_a_setting_outside_the_repository_is_bad_input(setting: str) -> None:
    with pytest.raises(InputError, match="not a directory inside the repository"):
        layout_for(setting, [])
