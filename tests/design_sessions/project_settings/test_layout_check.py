from __future__ import annotations

import pytest

from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings.layout_check import (
    check_layout,
    project_contexts,
    read_project_context,
)
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import read_project_settings
from tests.support.memory_snapshot import MemorySnapshot
from tests.support.repositories import context_document

BLOG = context_document({"Post": "schema"}, title="Shop.Blog")
CART = context_document({"Item": "schema"}, title="Shop.Cart")


def repository(layout: str, **files: str) -> MemorySnapshot:
    """Documents by path, ``__`` standing for ``/``, with settings that name a layout."""
    paths = {f"{name.replace('__', '/')}.md": text for name, text in files.items()}
    return MemorySnapshot({"context-design.toml": f'[documents]\nlayout = "{layout}"\n', **paths})


def settings_of(files: MemorySnapshot) -> ProjectSettings:
    return read_project_settings(files)


@pytest.mark.parametrize(
    ("layout", "files", "context", "right"),
    [
        ("nowhere", {"docs__design__shop__blog": BLOG}, "Shop.Blog", "docs/design"),
        ("nowhere", {"docs__design__shop__blog": BLOG}, "docs/design/shop/blog.md", "docs/design"),
        ("docs", {"docs__design__shop__blog": BLOG}, "Shop.Blog", "docs/design"),
        # Found only where the layout is not looked for: its path leaves the project out.
        ("nowhere", {"docs__design__blog": BLOG}, "Shop.Blog", "docs/design"),
        ("docs/design", {"notes__blog": BLOG}, "notes/blog.md", "notes"),
        ("docs", {"docs_old__shop__blog": BLOG}, "docs_old/shop/blog.md", "docs_old"),
        ("notes", {"blog": BLOG}, "blog.md", "."),
    ],
)
def test_a_context_outside_of_the_named_layout_is_refused_with_the_right_one(
    layout: str, files: dict[str, str], context: str, right: str
) -> None:
    committed = repository(layout, **files)

    with pytest.raises(InputError) as error:
        read_project_context(settings_of(committed), committed, context)

    assert not isinstance(error.value, NotFoundError)
    assert error.value.message.startswith(
        f'context-design.toml:2: [documents] layout is "{layout}"'
    )
    assert f"the document of Shop.Blog is {list(committed.files)[1]}." in error.value.message
    assert f'Set layout = "{right}", or remove it' in error.value.remedy
    corrected = repository(right, **files)
    designed = read_project_context(settings_of(corrected), corrected, context)
    left_out = read_project_context(ProjectSettings(), corrected, context)
    assert designed.components[0].design_path == left_out.components[0].design_path


def test_of_two_contexts_the_one_in_the_layout_is_read() -> None:
    files = repository("notes", notes__shop__cart=CART, docs__design__shop__blog=BLOG)
    settings = settings_of(files)

    cart = read_project_context(settings, files, "Shop.Cart")

    assert cart.components[0].design_path == "notes/shop/cart/item.md"
    with pytest.raises(InputError, match=r"document of Shop\.Blog is docs/design/shop/blog\.md"):
        read_project_context(settings, files, "Shop.Blog")
    # Without a name each has its designs beside it.
    for path in ("notes/shop/cart.md", "docs/design/shop/blog.md"):
        component = read_project_context(ProjectSettings(), files, path).components[0]
        assert component.design_path.startswith(path.removesuffix(".md"))


def test_a_context_that_is_nowhere_is_not_found() -> None:
    files = repository("notes", notes__shop__cart=CART)

    with pytest.raises(NotFoundError, match=r"Existing contexts: Shop\.Cart"):
        read_project_context(settings_of(files), files, "Shop.Blog")


def test_a_layout_with_no_context_is_refused_where_there_are_others() -> None:
    files = repository("nowhere", docs__design__shop__blog=BLOG)

    with pytest.raises(InputError, match=r"which is empty, but .* Shop\.Blog is docs/design"):
        check_layout(files, "nowhere")


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (None, None),
        ("notes", "not in notes, so they cannot be designed: Shop.Blog (docs/design/shop/blog.md)"),
        (".", "not in the top, so they cannot be designed: Shop.Blog (docs/design/shop/blog.md)"),
    ],
)
def test_contexts_outside_of_the_layout_are_told(layout: str | None, said: str | None) -> None:
    files = repository("notes", notes__shop__cart=CART, docs__design__shop__blog=BLOG)

    assert check_layout(files, layout) == said


def test_a_layout_without_a_context_yet_is_told() -> None:
    said = "there is no context document in notes yet"

    assert check_layout(repository("notes"), "notes") == said


def test_the_contexts_of_a_project_are_those_in_its_layout() -> None:
    files = MemorySnapshot(
        {
            "docs/design/my_app/blog.md": "# MyApp.Blog\n\n## Components\n\n### Post\n",
            "notes/my_app/shop.md": "# MyApp.Shop\n\n## Components\n\n### Cart\n",
        }
    )
    chosen = ProjectSettings.model_validate({"documents": {"layout": "notes"}})
    assert [each.module for each in project_contexts(ProjectSettings(), files)] == ["MyApp.Blog"]
    assert [each.module for each in project_contexts(chosen, files)] == ["MyApp.Shop"]
