"""Inputs of tools: their schemas as the model sees them, and reading what was sent."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

_Input = TypeVar("_Input", bound=BaseModel)
_SENT_AS_STRINGS: dict[object, type] = {"array": list, "object": dict, "integer": int}
"""What some gateways send as a string of JSON, by the type that is due."""


@cache
def input_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The strict schema of a tool's input."""
    schema = model.model_json_schema(schema_generator=_StrictSchema)
    definitions = schema.pop("$defs", {})
    return {key: _inlined(part, definitions) for key, part in schema.items()}


def read_input(model: type[_Input], sent: object) -> _Input:
    """What was sent to a tool; a string of JSON is read where its value is due.

    Raises:
        ValidationError: it does not fit.
    """
    return model.model_validate(_read(sent, input_schema(model)))


def _read(value: object, schema: dict[str, Any]) -> object:
    due = _SENT_AS_STRINGS.get(schema.get("type"))
    if due is not None and isinstance(value, str):
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            return value
        value = parsed if type(parsed) is due else value
    if due is list and isinstance(value, list):
        return [_read(item, schema["items"]) for item in value]
    if due is dict and isinstance(value, dict):
        properties = schema["properties"]
        return {name: _read(part, properties.get(name, {})) for name, part in value.items()}
    return value


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
