"""Which files are design documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from design_sessions.context_document.finding.identity import title_module
from design_sessions.design_files.checkouts import Checkouts, repository_of
from design_sessions.design_files.links import is_linked
from design_sessions.errors import InputError
from design_sessions.layouts import LAYOUTS, REVIEW_TITLE, is_review, suffix_of, without_suffix
from design_sessions.markdown import MarkdownDocument

_PASSED_OVER = frozenset({"node_modules", "deps", "_build"})
_SHOWN_HIDDEN = frozenset({PurePosixPath(layout.root).parts[0] for layout in LAYOUTS})
_PROJECT_FILES = frozenset(
    {
        *("agents", "changelog", "claude", "code_of_conduct", "contributing", "governance"),
        *("license", "readme", "security", "support"),
    }
)
"""What a repository's documents about itself are called, in lower case and without suffix."""
_TITLE_WITHIN = 20_000
"""Bytes at the start of a file in which its title is looked for."""


@dataclass(frozen=True)
class LeftOut:
    """A file that was given by its name and is no design."""

    path: str
    reason: str


ReportLeftOut = Callable[[LeftOut], None]


class DesignFiles:
    """The design files that paths stand for."""

    def __init__(self, checkouts: Checkouts, report_left_out: ReportLeftOut) -> None:
        self._checkouts = checkouts
        self._report_left_out = report_left_out
        self._has_layout: dict[Path, bool] = {}

    def of(self, path: Path) -> list[Path]:
        """A file itself; of a directory its documents, in the order of their paths.

        Symbolic links are not followed.

        These are the documents in known layouts and, where there are none, all Markdown files.
        Reviews and a repository's documents about itself are passed over. A repository's documents
        about itself are so when they are given by name too, for names are mostly a list of changed
        files, and so are reviews that no session wrote. A file outside the layouts that its
        repository uses is a design only with a title such as ``# MyApp.Blog.Post``.

        Raises:
            InputError: there is nothing at the path, or the directory holds no document.
        """
        absolute = Path(os.path.abspath(path))
        if is_linked(absolute, repository_of(absolute.parent)):
            self._report_left_out(LeftOut(str(path), "it is a symbolic link, or lies behind one"))
            return []
        if path.is_file():
            reason = self._why_none(path)
            if reason is None:
                return [path]
            self._report_left_out(LeftOut(str(path), reason))
            return []
        if not path.is_dir():
            raise InputError(f"There is no file or directory {path}.", "Give the path of a design.")
        found = sorted(_markdown_below(path))
        documents = [file for file in found if self._has_place(file)] or found
        if not documents:
            raise InputError(f"{path} contains no design document.", "Give a directory that does.")
        return documents

    def _why_none(self, file: Path) -> str | None:
        """Why a file is no design; None for one that may be."""
        if suffix_of(file.name) is None:
            return "it is not a Markdown document (.md)"
        if is_review(file.name):
            return None if _is_of_session(file) else "it is a review that no session wrote"
        if _is_about_the_repository(file.name):
            return "it is about the repository"
        absolute = Path(os.path.abspath(file))
        top = self._checkouts.of(absolute).repository
        if top is None or self._has_place(absolute):
            return None
        if not all(map(_is_entered, absolute.relative_to(top).parts[:-1])):
            return "it is in a directory without designs"
        if not self._uses_layout(top) or _names_module(absolute):
            return None
        return "it is outside the layout, and its title is not a module such as MyApp.Blog.Post"

    def _uses_layout(self, top: Path) -> bool:
        if top not in self._has_layout:
            self._has_layout[top] = any(map(self._has_place, _markdown_below(top)))
        return self._has_layout[top]

    def _has_place(self, file: Path) -> bool:
        absolute = Path(os.path.abspath(file))
        return self._checkouts.of(absolute).place(absolute) is not None


def _names_module(file: Path) -> bool:
    return "." in (title_module(_title(file)) or "")


def _is_of_session(review: Path) -> bool:
    return _title(review).startswith(f"{REVIEW_TITLE}:")


def _title(file: Path) -> str:
    """A document's title; empty without one."""
    with file.open("rb") as opened:
        text = opened.read(_TITLE_WITHIN).decode("utf-8-sig", "replace")
    title = MarkdownDocument(text).title
    return title.text if title is not None else ""


def _markdown_below(directory: Path) -> Iterator[Path]:
    for root, directories, names in os.walk(directory):
        directories[:] = filter(_is_entered, directories)
        for name in names:
            document = (
                suffix_of(name) and not is_review(name) and not _is_about_the_repository(name)
            )
            file = Path(root, name)
            if document and file.is_file() and not file.is_symlink():
                yield file


def _is_entered(directory: str) -> bool:
    if directory in _PASSED_OVER:
        return False
    return not directory.startswith(".") or directory in _SHOWN_HIDDEN


def _is_about_the_repository(name: str) -> bool:
    return without_suffix(name).lower() in _PROJECT_FILES
