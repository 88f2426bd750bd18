"""Notes at lines of files, as CI jobs and code hosts take them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TOOL = "context-design-sessions"


@dataclass(frozen=True)
class Place:
    """A line of a file, and what is said about it where a report can say so."""

    path: str
    """From the top of the work tree; absolute for a file outside of it."""
    line: int
    message: str = ""


@dataclass(frozen=True)
class Annotation:
    """What is wrong at a line."""

    place: Place
    severity: Literal["error", "warning"]
    rule: str
    message: str
    others: tuple[Place, ...] = ()


def github_command(annotation: Annotation) -> str:
    """A workflow command of GitHub Actions: an annotation at a line of a pull request."""
    file, line = _property(annotation.place.path), annotation.place.line
    return f"::{annotation.severity} file={file},line={line}::{_data(annotation.message)}"


def sarif_log(annotations: Iterable[Annotation], rules: Mapping[str, str]) -> str:
    """The Static Analysis Results Interchange Format, one run.

    Args:
        annotations: in the order in which they are reported.
        rules: what each rule says, by its name.
    """
    indexes = {name: index for index, name in enumerate(rules)}
    results = [_result(each, indexes[each.rule]) for each in annotations]
    described = [{"id": name, "shortDescription": {"text": text}} for name, text in rules.items()]
    run = {"tool": {"driver": {"name": _TOOL, "rules": described}}, "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(annotation: Annotation, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": annotation.rule,
        "ruleIndex": index,
        "level": annotation.severity,
        "message": {"text": annotation.message},
        "locations": [_location(annotation.place)],
    }
    if annotation.others:
        result["relatedLocations"] = [
            _location(each) | {"message": {"text": each.message}} for each in annotation.others
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.path)},
            "region": {"startLine": place.line},
        }
    }


def _uri(path: str) -> str:
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
