"""The tools as the model sees them: names, descriptions and strict schemas of their inputs."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from design_sessions.agent.submissions import (
    SUBMIT_DESIGN,
    SUBMIT_REVIEW,
    DesignSubmission,
    ReviewSubmission,
)
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
        "input_schema": _input_schema(arguments),
    }


def _input_schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(schema_generator=_StrictSchema)
    definitions = schema.pop("$defs", {})
    return {key: _inlined(part, definitions) for key, part in schema.items()}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with definitions in the place of references to them."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(part, definitions) for key, part in schema.items()}


class _StrictSchema(GenerateJsonSchema):
    """A model's schema as strict tools take it: every object closed, no limits of values.

    Without what says nothing to a language model: titles, docstrings, defaults and null. An
    argument that may be null is one that may be left out.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {
            "type": "object",
            "properties": made["properties"],
            "required": made.get("required", []),
            "additionalProperties": False,
        }

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: Any) -> JsonSchemaValue:
        return {"type": "string"}

    def int_schema(self, schema: Any) -> JsonSchemaValue:
        return {"type": "integer"}
