"""The result of a validation, in formats for people, programs and code hosts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from command_line.reports.annotations import Annotation, Place, github_command, sarif_log
from design_sessions.design_document.problems import RULES
from design_sessions.design_files import FileVerdict
from design_sessions.design_files.checkouts import repository_of
from design_sessions.wording import counted

ReportFormat = Literal["text", "json", "sarif", "github"]


def report(verdicts: Sequence[FileVerdict], form: ReportFormat) -> Iterator[str]:
    """The report's lines, without line ends."""
    return _REPORTS[form](verdicts)


def _text(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.valid:
            yield f"{verdict.path}: valid {verdict.type} design of {verdict.module}"
        for problem in verdict.problems:
            yield f"{verdict.path}:{problem.line}: {problem.severity}: {problem.message}"
    yield _summary(verdicts)


def _json(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    yield json.dumps([verdict.model_dump(mode="json") for verdict in verdicts], indent=2)


def _github(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    """Workflow commands, which become annotations at the lines of a pull request."""
    yield from map(github_command, _annotations(verdicts))
    yield _summary(verdicts)


def _sarif(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    yield sarif_log(_annotations(verdicts), RULES)


def _annotations(verdicts: Sequence[FileVerdict]) -> Iterator[Annotation]:
    for verdict in verdicts:
        for problem in verdict.problems:
            place = Place(_repository_path(verdict.path), problem.line)
            yield Annotation(place, problem.severity, problem.rule, problem.message)


def _repository_path(path: str) -> str:
    """Relative to the top of the work tree, as code hosts expect; else to the working directory."""
    absolute = Path(os.path.abspath(path))
    for top in (repository_of(absolute.parent), Path.cwd()):
        if top is not None and absolute.is_relative_to(top):
            return absolute.relative_to(top).as_posix()
    return absolute.as_posix()


def _summary(verdicts: Sequence[FileVerdict]) -> str:
    invalid = sum(not verdict.valid for verdict in verdicts)
    errors = sum(verdict.count("error") for verdict in verdicts)
    warnings = sum(verdict.count("warning") for verdict in verdicts)
    return (
        f"{counted(len(verdicts), 'document')}, {invalid or 'none'} invalid: "
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."
    )


_REPORTS: dict[ReportFormat, Callable[[Sequence[FileVerdict]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
