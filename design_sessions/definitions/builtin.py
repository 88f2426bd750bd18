"""The definitions that come with the product."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from design_sessions.definitions.model import DocumentDefinition, Section
from design_sessions.errors import InputError
from design_sessions.layouts import Standard


@cache
def builtin_definition(
    standard: Standard, name: str, *, as_type: str | None = None
) -> DocumentDefinition:
    """The definition of a known type in a standard.

    Args:
        standard: the standard.
        name: the type.
        as_type: what the definition calls itself, where another type rests on it.

    Raises:
        InputError: the standard or the type is not known.
    """
    values = _read(standard, name)
    called = as_type or name
    return DocumentDefinition(
        standard=standard,
        type=called,
        introduction=values.get("introduction", "").replace("{type}", called),
        sections=values["sections"],
    )


@cache
def review_definition(standard: Standard) -> DocumentDefinition:
    """The definition of the document that a session's review writes.

    It is the same in both standards, and no project's own is put on top of it: the session renders
    the document itself.
    """
    values = tomllib.loads((files(__package__) / "review.toml").read_text(encoding="utf-8"))
    return DocumentDefinition(standard=standard, type="review", **values)


def on_top(base: list[Section], sections: list[Section]) -> list[Section]:
    """Sections of the same name replace those of the base, others follow them."""
    merged = {each.name.lower(): each for each in base}
    merged |= {each.name.lower(): each for each in sections}
    return list(merged.values())


def _read(standard: str, name: str) -> dict[str, Any]:
    """One file, on top of the one that it extends."""
    file = files(__package__) / standard / f"{name}.toml"
    if not file.is_file():
        raise InputError(
            f"There is no document definition {standard}/{name}.", "Use design or spec."
        )
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    sections = [Section.model_validate(each) for each in values.pop("sections", [])]
    base = values.pop("extends", None)
    if base is None:
        return {**values, "sections": sections}
    extended = _read(standard, base)
    return {**extended, **values, "sections": on_top(extended["sections"], sections)}
