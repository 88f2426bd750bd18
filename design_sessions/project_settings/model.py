"""The tables and keys of ``context-design.toml``. All are optional."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from design_sessions.components import ComponentType
from design_sessions.definitions import DefinitionOverride, Definitions, builtin_definitions
from design_sessions.effort import Effort
from design_sessions.errors import InputError
from design_sessions.layouts import layout_for
from design_sessions.modules import is_module_name
from design_sessions.repository.reading.paths import normalise_path
from design_sessions.rules import RULES_DIRECTORY
from design_sessions.session_order import ChosenLimits

KNOWN = tuple(each.value for each in ComponentType)


def _text(value: str) -> str:
    if not value.strip() or any(ord(character) < 32 for character in value.strip()):
        raise ValueError("expected one line of text that is not empty")
    return value.strip()


def _module(value: str) -> str:
    if not is_module_name(value):
        raise ValueError(f'expected a module name such as "MyApp", found "{value}"')
    return value


def _layout(value: str) -> str:
    try:
        layout_for(value, [])
    except InputError as error:
        raise ValueError(f"{error.message} {error.remedy}".rstrip(".")) from None
    return value


def _directory(value: str) -> str:
    path = normalise_path(value)
    if not path or value.startswith(("/", "~")):
        raise ValueError(f'expected a directory inside the repository, found "{value}"')
    return path


def _known_type(value: object) -> object:
    if value not in KNOWN:
        raise ValueError(f"expected one of {', '.join(KNOWN)}, found {in_toml(value)}")
    return value


def _shortened(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


KnownType = Annotated[ComponentType, Field(strict=False), BeforeValidator(_known_type)]


def in_toml(value: object) -> str:
    """A value as a person would have written it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return f'"{value}"' if isinstance(value, str) else str(value)


Text = Annotated[str, AfterValidator(_text)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ProjectTable(_Table):
    """``[project]``."""

    name: Text | None = None
    """Project of the scope, where neither ``--project`` nor ``DESIGN_PROJECT`` says another."""
    module: Annotated[str, AfterValidator(_module)] | None = None
    """The root module, as ``--project-module`` gives it."""
    description: str | None = None
    """What the project is, for the prompts."""


class DocumentsTable(_Table):
    """``[documents]``."""

    layout: Annotated[str, AfterValidator(_layout)] | None = None
    """A known layout's name, or the directory that the documents lie in."""
    rules: Annotated[str, AfterValidator(_directory)] = RULES_DIRECTORY
    """The directory of the rules."""


class ModelsTable(_Table):
    """``[models]``."""

    design: Text | None = None
    review: Text | None = None
    effort: Effort | None = None
    """``output_config.effort``; empty leaves it out."""


class ProjectSettings(_Table):
    """The whole file; what it does not say is None or the default."""

    project: ProjectTable = ProjectTable()
    documents: DocumentsTable = DocumentsTable()
    models: ModelsTable = ModelsTable()
    limits: ChosenLimits = ChosenLimits()
    types: dict[Text, KnownType] = Field(default_factory=dict)
    """Known types by the project's own words for them."""
    definitions: dict[str, DefinitionOverride] = Field(default_factory=dict)
    """Document definitions by type: known ones, or the project's own."""

    def all_definitions(self) -> Definitions:
        """The definitions of this project.

        Raises:
            InputError: a definition extends or requires something that does not exist.
        """
        return builtin_definitions().with_overrides(self.definitions)

    def said(self) -> dict[str, str]:
        """What the file says, each in a few words, by ``table.key``."""
        values = self.model_dump(exclude_defaults=True, exclude={"types", "definitions"})
        said = {
            f"{table}.{key}": f"{table}.{key} = {_shortened(value)}"
            for table, keys in values.items()
            for key, value in keys.items()
        }
        said |= {f"types.{own}": f"type {own} is {known}" for own, known in self.types.items()}
        return said | {f"definitions.{name}": f"definition of {name}" for name in self.definitions}

    def own_types(self) -> dict[str, ComponentType]:
        """Known types by the project's own words; a type with a definition of its own is one."""
        defined = self.all_definitions().overrides
        own = {name: ComponentType.OTHER for name in defined if name not in KNOWN}
        return own | self.types
