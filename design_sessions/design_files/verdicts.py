"""The verdict on each design file.

Layout and module follow from a file's path. The type is that of the context document that lists the
component, as in a session, else the document's own, else what the document is. A review is about
the context in whose directory it lies, and has a definition of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.finding.identity import omitted_by_path, spell, title_module
from design_sessions.context_document.finding.own_documents import declared_type
from design_sessions.context_document.formats.detection import lists_components
from design_sessions.definitions import DocumentDefinition, review_definition
from design_sessions.design_document.examination import examine_design
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.readable import LONGEST_DESIGN, decoded, is_too_long
from design_sessions.design_files.checkouts import Checkout, Checkouts, FindSettings, Place
from design_sessions.design_files.contexts import ContextDocuments, Listing
from design_sessions.design_files.discovery import DesignFiles, LeftOut, ReportLeftOut
from design_sessions.errors import InputError
from design_sessions.layouts import (
    REVIEW_TITLE,
    Layout,
    Standard,
    Suffix,
    derived_layout,
    is_review,
    suffix_of,
    without_suffix,
)
from design_sessions.markdown import MarkdownDocument
from design_sessions.project_settings.reading import find_project_settings

_MOST_BYTES = 4 * LONGEST_DESIGN + 1


class FileVerdict(BaseModel):
    """How the validation of one design file ended, and what the file was taken for."""

    path: str
    """As it was given, or below the directory that was given."""
    valid: bool
    """Whether it has no error; it may have warnings."""
    module: str
    type: str
    """A known type, or one of the project's own."""
    standard: Standard
    problems: list[DesignProblem]

    def count(self, severity: str) -> int:
        """How many of the problems have this severity."""
        return sum(problem.severity == severity for problem in self.problems)


def validate_files(
    paths: Sequence[str | Path],
    *,
    components_only: bool = False,
    find_settings: FindSettings = find_project_settings,
    report_left_out: ReportLeftOut = lambda left_out: None,
) -> Iterator[FileVerdict]:
    """The verdict on each design file, in the order of the arguments, then by path.

    Args:
        paths: files, and directories, which stand for their documents; see :class:`DesignFiles`
            for which are none.
        components_only: leave out reviews, and the documents of contexts that no other context
            lists.
        find_settings: reads the settings of the checkout that a directory lies in.
        report_left_out: told of each file that was given by its name and is no design, and of
            what ``components_only`` leaves out.

    Raises:
        InputError: a path does not exist or cannot be read, a directory holds no document, or the
            project's settings cannot be read.
    """
    checkouts = Checkouts(find_settings)
    contexts = ContextDocuments()
    files = DesignFiles(checkouts, report_left_out)
    given = (file for path in paths for file in files.of(Path(path)))
    for file in list(dict.fromkeys(given)):
        if components_only and is_review(file.name):
            report_left_out(LeftOut(str(file), "it is the review of a session"))
            continue
        verdict = _validate(file, checkouts, contexts, components_only=components_only)
        if verdict is None:
            report_left_out(LeftOut(str(file), "it is the document of a context"))
        else:
            yield verdict


@dataclass(frozen=True)
class _Subject:
    """What a file is taken for."""

    module: str
    layout: Layout
    listing: Listing | None
    is_review: bool = False


def _validate(
    file: Path, checkouts: Checkouts, contexts: ContextDocuments, *, components_only: bool
) -> FileVerdict | None:
    absolute = Path(os.path.abspath(file))
    checkout = checkouts.of(absolute)
    text = decoded(_read(file))
    unreadable = isinstance(text, DesignProblem) or is_too_long(text)
    document = contexts.document(absolute) or MarkdownDocument("" if unreadable else str(text))
    subject = _subject(absolute, document, checkout, contexts)
    if components_only and subject.listing is None and lists_components(document):
        return None
    definition = _definition(document, subject, checkout)
    if isinstance(text, DesignProblem):
        problems = [text]
    else:
        problems = examine_design(
            text,
            definition=definition,
            module=subject.module,
            context=subject.listing.facts if subject.listing and not subject.is_review else None,
            document=document,
        )
    return FileVerdict(
        path=str(file),
        valid=all(problem.severity != "error" for problem in problems),
        module=subject.module,
        type=definition.type,
        standard=definition.standard,
        problems=problems,
    )


def _read(file: Path) -> bytes:
    """The content; of a file beyond all measure only as much as shows that it is."""
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error


def _subject(
    file: Path, document: MarkdownDocument, checkout: Checkout, contexts: ContextDocuments
) -> _Subject:
    if is_review(file.name):
        return _reviewed_context(file, document, checkout, contexts)
    title = title_module(document.title.text) if document.title else None
    place = checkout.place(file)
    if place is None:
        layout = derived_layout("", suffix_of(file.name) or ".md")
        return _Subject(title or spell(without_suffix(file.name), []), layout, None)
    listing = contexts.listing(place, checkout.settings)
    if listing is not None:
        return _Subject(listing.component.module, place.layout, listing)
    return _Subject(_module(place, title), place.layout, None)


def _reviewed_context(
    file: Path, document: MarkdownDocument, checkout: Checkout, contexts: ContextDocuments
) -> _Subject:
    """The context whose document lies beside the review's directory, else what the title names."""
    for suffix in get_args(Suffix):
        beside = file.parent.with_name(f"{file.parent.name}{suffix}")
        if beside.is_file() and checkout.place(beside) is not None:
            context = MarkdownDocument(beside.read_text(encoding="utf-8-sig", errors="replace"))
            return replace(_subject(beside, context, checkout, contexts), is_review=True)
    named = document.title.text.removeprefix(f"{REVIEW_TITLE}:") if document.title else ""
    layout = derived_layout("", suffix_of(file.name) or ".md")
    return _Subject(title_module(named.strip()) or file.parent.name, layout, None, is_review=True)


def _module(place: Place, title: str | None) -> str:
    if title is not None and omitted_by_path(place.below, title):
        return title
    return spell(place.below, [title] if title else [])


def _definition(
    document: MarkdownDocument, subject: _Subject, checkout: Checkout
) -> DocumentDefinition:
    if subject.is_review:
        return review_definition(subject.layout.standard)
    declared = declared_type(document)
    if subject.listing is not None:
        declared = subject.listing.component.declared_type or declared
    kind = normal_type(declared, checkout.settings.own_types())
    if declared is None and subject.listing is None and lists_components(document):
        kind = ComponentType.CONTEXT
    return checkout.definitions.for_type(subject.layout.standard, kind, declared)
