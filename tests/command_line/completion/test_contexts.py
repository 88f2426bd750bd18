from __future__ import annotations

from pathlib import Path

from command_line.completion import contexts
from command_line.completion.contexts import contexts_of
from design_sessions.layouts import LAYOUTS
from tests.support.repositories import context_document, make_applications


def test_contexts_are_found_from_anywhere_in_their_checkout(tmp_path: Path) -> None:
    repository = make_applications(tmp_path, "MyShop.Catalog", "Other.Stock")
    designs = repository.checkout / "docs/design/my_shop"
    (designs / "catalog").mkdir(parents=True)
    (designs / "catalog/user.md").write_text("# MyShop.Catalog.User\n\n## Purpose\n\nOne.\n")
    (designs / "notes.md").write_text("# Some notes\n\n## Components\n")

    assert contexts_of(designs) == ["MyShop.Catalog", "Other.Stock"]
    assert contexts_of(tmp_path) == []


def test_the_layout_of_the_project_s_settings_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/blog.md").write_text(context_document({"Post": "schema"}, title="A.Blog"))
    settings = tmp_path / "context-design.toml"

    settings.write_text('[documents]\nlayout = "notes"\n')
    assert contexts_of(tmp_path) == ["A.Blog"]
    settings.write_text("[documents\n")
    assert contexts_of(tmp_path) == []


def test_the_known_layouts_are_those_of_the_domain() -> None:
    assert tuple(layout.root for layout in LAYOUTS) == contexts._ROOTS
