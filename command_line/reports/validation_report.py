"""The result of a validation, in formats for people, programs and code hosts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from design_sessions.design_document.problems import RULES
from design_sessions.design_files import FileVerdict
from design_sessions.design_files.checkouts import repository_of
from design_sessions.wording import counted

ReportFormat = Literal["text", "json", "sarif", "github"]

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TOOL = "context-design-sessions"


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
    for verdict in verdicts:
        for problem in verdict.problems:
            file = _property(_repository_path(verdict.path))
            message = _data(problem.message)
            yield f"::{problem.severity} file={file},line={problem.line}::{message}"
    yield _summary(verdicts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    """The Static Analysis Results Interchange Format, one run."""
    indexes = {name: index for index, name in enumerate(RULES)}
    results: list[dict[str, Any]] = [
        {
            "ruleId": problem.rule,
            "ruleIndex": indexes[problem.rule],
            "level": problem.severity,
            "message": {"text": problem.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(verdict.path)},
                        "region": {"startLine": problem.line},
                    }
                }
            ],
        }
        for verdict in verdicts
        for problem in verdict.problems
    ]
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()]
    run = {"tool": {"driver": {"name": _TOOL, "rules": rules}}, "results": results}
    yield json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _uri(path: str) -> str:
    location = _repository_path(path)
    return f"file://{quote(location)}" if location.startswith("/") else quote(location)


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
