"""What is wrong with one key or value of the settings, in words for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from design_sessions.project_settings.model import ProjectSettings, in_toml
from design_sessions.wording import nearest

_KINDS = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list in brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def complaint(error: Mapping[str, Any]) -> str:
    """One error of pydantic's as a sentence."""
    *around, last = [part for part in error["loc"] if part != "[key]"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(around, str(last))
    if error["type"] == "missing":
        return f'{_table(around)} needs the key "{last}".'
    name = f"{_table(around)} {last}" if around else f"[{last}]"
    if error["type"] == "value_error":
        return f"{name}: {error['ctx']['error']}."
    return f"{name}: expected {_expected(error)}, found {in_toml(error['input'])}."


def _expected(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal":
            return f"a number from {context['ge']}"
        case "less_than_equal":
            return f"a number up to {context['le']}"
        case "literal_error" | "enum":
            return str(context["expected"])
        case kind:
            said = str(error["msg"])
            return _KINDS.get(str(kind), said.removeprefix("Input should be "))


def _unknown_key(around: list[str | int], key: str) -> str:
    names = list(_names_at(around))
    said = f'{_table(around) if around else "The file"} has no key "{key}"'
    near = nearest(key.lower(), names)
    if near:
        return f"{said}; did you mean {near if around else f'[{near}]'}?"
    for table, field in ProjectSettings.model_fields.items():
        model = _model_in(field.annotation)
        if get_origin(field.annotation) is None and model and key in model.model_fields:
            return f"{said}; it belongs in [{table}]."
    return f"{said}; it takes {', '.join(names)}."


def _table(place: list[str | int]) -> str:
    names = ".".join(str(part) for part in place if isinstance(part, str))
    return f"[{names}]"


def _names_at(place: list[str | int]) -> Iterator[str]:
    """The keys that the table at a place takes."""
    model: type[BaseModel] = ProjectSettings
    skipped = False
    for part in place:
        if skipped:
            skipped = False
            continue
        annotation = model.model_fields[str(part)].annotation
        skipped = get_origin(annotation) in (dict, list)
        model = _model_in(annotation) or model
    return iter(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, itself or in a list, a dictionary or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(each) for each in get_args(annotation))
    return next((each for each in found if each is not None), None)
