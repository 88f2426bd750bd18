"""Document definitions: which sections a design needs, by standard and component type.

One TOML file for each standard and type lies beside this module. What a definition says is both
what the agent is asked for and what the validator accepts.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from design_sessions.components import ComponentType
from design_sessions.errors import InputError
from design_sessions.layouts import Standard


class Section(BaseModel):
    """One section of a document, under a heading of level 2.

    Of the required sections that have the same ``one_of``, one is enough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: list[str] = Field(default_factory=list)
    """Other headings that mean this section."""
    description: str
    required: bool
    one_of: str | None = None


class DocumentDefinition(BaseModel):
    """What a document of one type consists of, in the order in which it is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: Standard
    type: ComponentType
    introduction: str = ""
    """What stands between the title and the first section."""
    sections: list[Section]

    def alternatives(self, section: Section) -> list[Section]:
        """The sections of which one is enough: all of the same ``one_of``, or only this one."""
        if section.one_of is None:
            return [section]
        return [each for each in self.sections if each.one_of == section.one_of]


@cache
def definition_for(standard: Standard, component_type: ComponentType) -> DocumentDefinition:
    """The definition of a type in a standard.

    Raises:
        InputError: the standard is not known.
    """
    values = _read(standard, component_type)
    return DocumentDefinition(
        standard=standard,
        type=component_type,
        introduction=values.get("introduction", "").format(type=component_type.value),
        sections=values["sections"],
    )


def _read(standard: str, name: str) -> dict[str, Any]:
    """One file, on top of the one that it extends: sections of the same name replace those."""
    file = files(__name__) / standard / f"{name}.toml"
    if not file.is_file():
        raise InputError(
            f"There is no document definition {standard}/{name}.", "Use design or spec."
        )
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    base = values.pop("extends", None)
    if base is None:
        return values
    merged = _read(standard, base)
    sections = {each["name"]: each for each in merged["sections"]}
    sections |= {each["name"]: each for each in values.pop("sections", [])}
    return {**merged, **values, "sections": list(sections.values())}


def describe(definition: DocumentDefinition) -> str:
    """The definition as text for a prompt: what is asked for is what validation accepts."""
    lines = [
        "The document is Markdown. Its title, a heading of level 1, is the component's module "
        f"name. {definition.introduction}".rstrip(),
        "These sections follow, each once, under a heading of level 2 with exactly this text, in "
        "this order. A required section has content: not only headings, comments or fillers such "
        "as TBD. Close every code fence.",
        "",
    ]
    for section in definition.sections:
        others = [f"`## {s.name}`" for s in definition.alternatives(section) if s != section]
        need = "required" if section.required else "optional"
        if others:
            need = f"{need}, or {' or '.join(others)} instead, or both"
        lines.append(f"- `## {section.name}` ({need}): {' '.join(section.description.split())}")
    return "\n".join(lines)
