"""The tools as the model sees them: names, descriptions and strict schemas of their inputs."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from design_sessions.agent.submissions import (
    SUBMIT_DESIGN,
    SUBMIT_REVIEW,
    DesignSubmission,
)
from design_sessions.agent.tool_inputs import input_schema
from design_sessions.agent.tools import (
    LIST_FILES,
    MAX_CHARACTERS,
    MAX_ENTRIES,
    MAX_MATCHES,
    READ_FILE,
    SEARCH,
    ListFiles,
    ReadFile,
    Search,
)
from design_sessions.endpoint.messages import Block
from design_sessions.review_submission import ReviewSubmission


@cache
def design_tools() -> list[Block]:
    """The tools of a design conversation."""
    return [
        *_read_tools(),
        _tool(
            SUBMIT_DESIGN,
            "Submit the complete design document of the component. It is validated, and the result "
            "lists problems with line numbers; then fix the document and submit all of it again.",
            DesignSubmission,
        ),
    ]


@cache
def review_tools() -> list[Block]:
    """The tools of a review conversation."""
    return [
        *_read_tools(),
        _tool(
            SUBMIT_REVIEW,
            "Submit the review. It is refused, with reasons, if a finding names an unknown "
            "component.",
            ReviewSubmission,
        ),
    ]


def _read_tools() -> list[Block]:
    return [
        _tool(
            READ_FILE,
            f"Read a text file of the repository. At most {MAX_CHARACTERS:,} characters are shown "
            "at once; the result says how to continue. Lines count from 1.",
            ReadFile,
        ),
        _tool(
            LIST_FILES,
            f"List the files of the repository, at most {MAX_ENTRIES} at once.",
            ListFiles,
        ),
        _tool(
            SEARCH,
            "Search the lines of the repository's text files with a regular expression; at most "
            f"{MAX_MATCHES} matches are shown.",
            Search,
        ),
    ]


def _tool(name: str, description: str, arguments: type[BaseModel]) -> Block:
    return {
        "name": name,
        "description": description,
        "strict": True,
        "input_schema": input_schema(arguments),
    }
