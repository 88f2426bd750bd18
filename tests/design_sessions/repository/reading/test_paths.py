"""Paths in a repository are brought into git's form, or refused."""

from __future__ import annotations

import pytest

from design_sessions.repository.reading.paths import normalise_path


@pytest.mark.parametrize(
    ("path", "normal"), [("docs/a.md", "docs/a.md"), ("/docs//./a.md/", "docs/a.md"), ("/", "")]
)
def test_paths_are_relative_to_the_root(path: str, normal: str) -> None:
    assert normalise_path(path) == normal


@pytest.mark.parametrize("path", ["..", "a/../b", "a\0b", "a\nb"])
def test_paths_that_leave_the_repository_are_none(path: str) -> None:
    assert normalise_path(path) is None
