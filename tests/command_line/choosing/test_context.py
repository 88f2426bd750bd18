from __future__ import annotations

from pathlib import Path

import pytest

from command_line.choosing.context import context_in_repository
from design_sessions.errors import InputError
from design_sessions.repository.address import RepositoryAddress

BLOG = "docs/design/my_app/blog.md"
URL = RepositoryAddress(
    remote_url="https://example.com/my_app.git", checkout=None, has_origin=False, name="my_app"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one document, and beside it another directory."""
    document = tmp_path / "my_app" / BLOG
    document.parent.mkdir(parents=True)
    document.write_text("# MyApp.Blog\n")
    (tmp_path / "elsewhere" / "docs").mkdir(parents=True)
    (tmp_path / "elsewhere" / "docs" / "blog.md").write_text("# MyApp.Blog\n")
    return tmp_path / "my_app"


def address_of(checkout: Path) -> RepositoryAddress:
    return RepositoryAddress(
        remote_url=str(checkout), checkout=str(checkout), has_origin=False, name="my_app"
    )


@pytest.mark.parametrize(
    ("below", "given", "found"),
    [
        (".", "MyApp.Blog", "MyApp.Blog"),
        (".", " Blog ", "Blog"),
        (".", BLOG, BLOG),
        (".", f"./{BLOG}", BLOG),
        ("docs", BLOG, BLOG),
        ("docs", f"./{BLOG}", BLOG),
        ("docs", "design/my_app/blog.md", BLOG),
        ("docs", "./design/my_app/blog", "docs/design/my_app/blog"),
        ("docs", "design/my_app/blog/", "docs/design/my_app/blog"),
        ("docs/design/my_app", "blog.md", BLOG),
        ("docs/design/my_app", "../my_app/blog.md", BLOG),
        (".", f"/{BLOG}", BLOG),
        ("docs", "./design/on_another_branch.md", "docs/design/on_another_branch.md"),
        ("../elsewhere", BLOG, BLOG),
        ("../elsewhere", f"./{BLOG}", BLOG),
        ("../elsewhere", f"../my_app/{BLOG}", BLOG),
        ("../elsewhere", "docs/none.md", "docs/none.md"),
    ],
)
def test_a_path_is_read_as_that_of_the_repository(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, below: str, given: str, found: str
) -> None:
    monkeypatch.chdir(checkout / below)

    assert context_in_repository(given, address_of(checkout)) == found


def test_an_absolute_path_is_found_through_links(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(checkout)

    for top in (checkout, tmp_path / "link"):
        assert context_in_repository(f"{top}/{BLOG}", address_of(checkout)) == BLOG


@pytest.mark.parametrize("given", ["{outside}/docs/blog.md", "./docs/blog.md", "../docs/blog.md"])
def test_a_path_outside_of_the_repository_is_refused(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    outside = checkout.parent / "elsewhere"
    monkeypatch.chdir(outside / "docs" if given.startswith("..") else outside)

    with pytest.raises(InputError, match=r"elsewhere/docs/blog\.md is not in the repository"):
        context_in_repository(given.format(outside=outside), address_of(checkout))


def test_a_path_that_leaves_the_checkout_is_refused(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)

    with pytest.raises(InputError, match="is not in the repository"):
        context_in_repository("../blog.md", address_of(checkout))


def test_a_file_of_this_machine_is_none_of_a_repository_elsewhere(checkout: Path) -> None:
    with pytest.raises(InputError, match=r"https://example\.com/my_app\.git is not"):
        context_in_repository(str(checkout / BLOG), URL)

    assert context_in_repository(BLOG, URL) == BLOG
    assert context_in_repository("MyApp.Blog", URL) == "MyApp.Blog"
