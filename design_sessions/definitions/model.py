"""What a document definition consists of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from design_sessions.layouts import Standard

Form = Literal["specs", "table", "modules", "steps", "processes"]
"""What a section's content is made of; where it is not, validation warns.

``specs``: a ``@spec`` or ``@callback`` somewhere; ``table``: a table; ``modules``: list items that
begin with a module name; ``steps``: a list below each heading in the section, or in the section
where it has none; ``processes``: a list after each label ``**Process**:``.
"""


def _heading_text(name: str) -> str:
    text = " ".join(name.split()).lstrip("# ")
    if not text:
        raise ValueError("a section needs a name")
    return text


HeadingText = Annotated[str, AfterValidator(_heading_text)]


class Section(BaseModel):
    """One section of a document, under a heading of level 2.

    Of the required sections that have the same ``one_of``, one is enough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: HeadingText
    aliases: list[HeadingText] = Field(default_factory=list)
    """Other headings that mean this section."""
    description: str
    required: bool = True
    one_of: str | None = None
    expects: list[Form] = Field(default_factory=list)

    @property
    def headings(self) -> list[str]:
        """The headings that mean this section, as they are compared: in lower case."""
        return [name.lower() for name in (self.name, *self.aliases)]


class DocumentDefinition(BaseModel):
    """What a document of one type consists of, in the order in which it is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: Standard
    type: str
    """A known component type, or one of the project's own."""
    introduction: str = ""
    """What stands between the title and the first section."""
    sections: list[Section]

    def alternatives(self, section: Section) -> list[Section]:
        """The sections of which one is enough: all of the same ``one_of``, or only this one."""
        if section.one_of is None:
            return [section]
        return [each for each in self.sections if each.one_of == section.one_of]


class DefinitionOverride(BaseModel):
    """What a project says about the documents of one type, in both standards.

    Like one of our own files: with ``extends``, sections of the same name replace those of the type
    that is extended and others follow them; without it, the sections given are all. Without
    sections, what the type has anyway stays (for a type of the project's own, that of ``other``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    extends: str | None = None
    """A known type."""
    sections: list[Section] = Field(default_factory=list)
    require: list[str] = Field(default_factory=list)
    """Names of optional sections that this project's documents must have."""
    introduction: str | None = None
