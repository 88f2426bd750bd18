"""The tools as the model sees them: names, descriptions and strict schemas."""

from __future__ import annotations

from typing import Any, get_args

from design_sessions.agent.submissions import SUBMIT_DESIGN, SUBMIT_REVIEW
from design_sessions.agent.tools import (
    LIST_FILES,
    MAX_CHARACTERS,
    MAX_ENTRIES,
    MAX_MATCHES,
    READ_FILE,
    SEARCH,
)
from design_sessions.endpoint.model_client import Block
from design_sessions.status import ReviewFinding

_PATH = {"type": "string", "description": "Path from the root of the repository."}


def design_tools() -> list[Block]:
    """The tools of a design conversation."""
    return [
        *_read_tools(),
        _tool(
            SUBMIT_DESIGN,
            "Submit the complete design document of the component. It is validated, and what is "
            "wrong comes back as the result with line numbers; then correct the document and "
            "submit all of it again.",
            {
                "document": {
                    "type": "string",
                    "description": "The whole document in Markdown, from its title to its end.",
                }
            },
            ["document"],
        ),
    ]


def review_tools() -> list[Block]:
    """The tools of a review conversation."""
    finding = {
        "severity": {
            "type": "string",
            "enum": _choices("severity"),
            "description": "critical: must change before code is written; major: should change; "
            "minor: worth knowing.",
        },
        "kind": {
            "type": "string",
            "enum": _choices("kind"),
            "description": "consistency: designs contradict each other or the context, or a public "
            "API is unclear; missing_dependency: a dependency is missing, undeclared or circular; "
            "integration: components do not fit where they meet.",
        },
        "components": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Names of the components concerned; empty for the context as a whole.",
        },
        "explanation": {"type": "string", "description": "What is wrong, and where it says so."},
        "suggestion": {"type": "string", "description": "What to change."},
    }
    return [
        *_read_tools(),
        _tool(
            SUBMIT_REVIEW,
            "Submit the review. It is refused, with the reasons, while a design has not been read "
            "to its end or a finding names an unknown component.",
            {
                "findings": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": finding,
                        "required": list(finding),
                        "additionalProperties": False,
                    },
                    "description": "Every finding, the most severe first; empty if there is none.",
                },
                "summary": {
                    "type": "string",
                    "description": "The state of the designs as a whole, in a few sentences.",
                },
            },
            ["findings", "summary"],
        ),
    ]


def _choices(field: str) -> list[str]:
    return list(get_args(ReviewFinding.model_fields[field].annotation))


def _read_tools() -> list[Block]:
    return [
        _tool(
            READ_FILE,
            f"Read a text file of the repository. At most {MAX_CHARACTERS:,} characters are shown "
            "at once; the result says how to read on. Lines count from 1.",
            {
                "path": _PATH,
                "start_line": {"type": "integer", "description": "First line; 1 if left out."},
                "end_line": {"type": "integer", "description": "Last line; the end if left out."},
            },
            ["path"],
        ),
        _tool(
            LIST_FILES,
            f"List the files of the repository, at most {MAX_ENTRIES} at once.",
            {"path": {"type": "string", "description": "A folder; the whole tree if left out."}},
            [],
        ),
        _tool(
            SEARCH,
            "Search the lines of the repository's text files with a regular expression; at most "
            f"{MAX_MATCHES} matches are shown.",
            {
                "pattern": {"type": "string", "description": "A regular expression."},
                "path": {"type": "string", "description": "A folder or file to search in."},
            },
            ["pattern"],
        ),
    ]


def _tool(name: str, description: str, properties: dict[str, Any], required: list[str]) -> Block:
    return {
        "name": name,
        "description": description,
        "strict": True,
        "input_schema": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
    }
