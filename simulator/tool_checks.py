"""What the Messages API demands of tool definitions, strict ones above all.

The keywords that strict schemas may not use are those of the structured-outputs documentation.
"""

from __future__ import annotations

import re
from typing import Any

from simulator.api_errors import invalid_request

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_UNSUPPORTED_WHEN_STRICT = frozenset(
    [
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("minLength", "maxLength", "maxItems", "uniqueItems", "minProperties"),
        *("maxProperties", "patternProperties"),
    ]
)


def check_tools(tools: object) -> None:
    """Refuse tool definitions with 400 where the API would.

    Raises:
        ApiError: naming the tool and the fault.
    """
    if not isinstance(tools, list):
        raise invalid_request("tools: Input should be a valid list")
    names: set[str] = set()
    for index, tool in enumerate(tools):
        if not isinstance(tool, dict):
            raise invalid_request(f"tools.{index}: Input should be a valid dictionary")
        name = tool.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise invalid_request(
                f"tools.{index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
            )
        if name in names:
            raise invalid_request("tools: Tool names must be unique.")
        names.add(name)
        schema = tool.get("input_schema")
        if tool.get("type", "custom") != "custom":
            continue
        if not isinstance(schema, dict) or schema.get("type") != "object":
            raise invalid_request(f"tools.{index}.custom.input_schema.type: Field required")
        if tool.get("strict"):
            _check_strict(f"tools.{index}.custom", schema)


def _check_strict(where: str, schema: dict[str, Any]) -> None:
    if unsupported := sorted(_UNSUPPORTED_WHEN_STRICT & schema.keys()):
        raise invalid_request(
            f"{where}: For '{schema.get('type')}' type, "
            f"properties {', '.join(unsupported)} are not supported"
        )
    if schema.get("minItems", 0) > 1:
        raise invalid_request(f"{where}: For 'array' type, 'minItems' must be 0 or 1")
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise invalid_request(
            f"{where}: For 'object' type, 'additionalProperties' must be explicitly set to false"
        )
    for part in _parts(schema):
        _check_strict(where, part)


def _parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    parts: list[Any] = []
    for name in ("properties", "$defs", "definitions"):
        parts.extend((schema.get(name) or {}).values())
    for name in ("anyOf", "allOf"):
        parts.extend(schema.get(name) or [])
    parts.append(schema.get("items"))
    return [part for part in parts if isinstance(part, dict)]
