"""The documents about the whole project, which agents are told of by path."""

from __future__ import annotations

import posixpath
import string

from design_sessions.context_document.model import FileReader
from design_sessions.wording import letters

EXECUTIVE_SUMMARY = "executivesummary"
USER_STORIES = "userstories"
_KINDS = (EXECUTIVE_SUMMARY, USER_STORIES)
"""File names by their letters alone, in the order in which agents are to read them."""


def project_documents(reader: FileReader, context_path: str) -> list[str]:
    """The paths of the executive summary and the user stories, where the repository has them.

    They are looked for as ``executive_summary.md`` and ``user_stories.md``, in any case and with
    any separator, and as Markdown files in a directory ``user_stories/``: at the repository's
    root, in ``docs/`` and ``.code_my_spec/``, and in the directories above the context document.
    Of several places the one nearest to the document counts, for each of the two by itself.
    """
    return [path for paths in documents_by_kind(reader, context_path).values() for path in paths]


def documents_by_kind(reader: FileReader, context_path: str) -> dict[str, list[str]]:
    """As :func:`project_documents`, under :data:`EXECUTIVE_SUMMARY` and :data:`USER_STORIES`."""
    places = list(dict.fromkeys([*_directories_above(context_path), "docs", ".code_my_spec", ""]))
    files = reader.list_files()
    found: dict[str, list[str]] = {}
    for kind in _KINDS:
        by_place: dict[str, list[str]] = {}
        for path in files:
            place = _place_of(path, kind)
            if place is not None:
                by_place.setdefault(place, []).append(path)
        found[kind] = next((by_place[place] for place in places if place in by_place), [])
    return found


def _directories_above(path: str) -> list[str]:
    """``docs/design`` and ``docs`` for ``docs/design/blog.md``, without the repository's root."""
    found = []
    while path := posixpath.dirname(path):
        found.append(path)
    return found


def _place_of(path: str, kind: str) -> str | None:
    """The directory for which a file is a document of this kind."""
    directory, name = posixpath.split(path)
    if not name.lower().endswith(".md"):
        return None
    if _kind_words(name[:-3]) == kind:
        return directory
    above, last = posixpath.split(directory)
    return above if _kind_words(last) == kind else None


def _kind_words(name: str) -> str:
    """Without the numbers by which documents are put in order."""
    return letters(name).strip(string.digits)
