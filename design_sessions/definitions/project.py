"""The definitions of one project: those of the product with the project's own on top."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from design_sessions.components import ComponentType, normal_type, type_wordings
from design_sessions.definitions.builtin import builtin_definition, on_top
from design_sessions.definitions.model import DefinitionOverride, DocumentDefinition
from design_sessions.errors import InputError
from design_sessions.layouts import Standard
from design_sessions.wording import letters, nearest

_KNOWN = frozenset(each.value for each in ComponentType)


class DefinitionError(InputError):
    """An invalid definition of a project.

    Args:
        message: what is wrong.
        remedy: what to do about it.
        place: the keys, and numbers of list items, that lead to it within the definition.
    """

    def __init__(self, message: str, remedy: str, place: tuple[str | int, ...]) -> None:
        super().__init__(message, remedy)
        self.place = place


class Definitions(BaseModel):
    """Document definitions by type; plain data, so that a session's record can keep it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    overrides: dict[str, DefinitionOverride] = Field(default_factory=dict)
    """By type: a known one, or one of the project's own in lower case with ``_``."""

    def with_overrides(self, overrides: Mapping[str, DefinitionOverride]) -> Definitions:
        """These definitions with a project's own on top; the later of two for one type wins.

        Raises:
            DefinitionError: an override extends or requires something that does not exist, or
                has two sections with the same heading.
        """
        given = {_type_name(name): override for name, override in overrides.items()}
        for name, override in given.items():
            _check(name, override)
        return Definitions(overrides=self.overrides | given)

    def for_type(
        self,
        standard: Standard,
        component_type: ComponentType | str,
        declared_type: str | None = None,
    ) -> DocumentDefinition:
        """The definition of a component's document.

        Args:
            standard: that of the layout.
            component_type: the known type that the component's own wording means.
            declared_type: this wording; it decides where it means one of the project's own types.

        Raises:
            InputError: the standard or the type is not known.
        """
        name = self.own_type(declared_type) or str(component_type)
        override = self.overrides.get(name)
        if override is None:
            return builtin_definition(standard, name)
        return _overridden(standard, name, override)

    def own_type(self, declared_type: str | None) -> str | None:
        """The type of the project's own that a document's wording means; None when it means none.

        ``MCP Tool``, ``McpTool`` and ``module (mcp tool)`` all mean ``mcp_tool``.
        """
        if declared_type is None or not self._own_by_letters:
            return None
        found = map(self._own_by_letters.get, map(letters, type_wordings(declared_type)))
        return next(filter(None, found), None)

    @cached_property
    def _own_by_letters(self) -> dict[str, str]:
        return {letters(name): name for name in self.overrides if name not in _KNOWN}


def builtin_definitions() -> Definitions:
    """The definitions of a project without its own."""
    return Definitions()


def _overridden(standard: Standard, name: str, override: DefinitionOverride) -> DocumentDefinition:
    base = builtin_definition(standard, _base(name, override), as_type=name)
    sections = base.sections
    if override.sections:
        own = override.sections
        sections = own if override.extends is None else on_top(sections, own)
    introduction = base.introduction if override.introduction is None else override.introduction
    required = {each.lower() for each in override.require}
    return DocumentDefinition(
        standard=standard,
        type=name,
        introduction=introduction.replace("{type}", name),
        sections=[
            each.model_copy(update={"required": True, "one_of": None})
            if required.intersection(each.headings)
            else each
            for each in sections
        ],
    )


def _base(name: str, override: DefinitionOverride) -> str:
    if override.extends is not None:
        return _type_name(override.extends)
    return name if name in _KNOWN else ComponentType.OTHER.value


def _type_name(words: str) -> str:
    """``mcp_tool`` for ``MCP Tool``; the known type for another spelling of one."""
    name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    known = normal_type(name)
    return name if known is ComponentType.OTHER else known.value


def _check(name: str, override: DefinitionOverride) -> None:
    if not name:
        raise DefinitionError(
            "A document definition has no type.", "Name it, such as mcp_tool.", ()
        )
    base = _base(name, override)
    if base not in _KNOWN:
        raise DefinitionError(
            f"The definition of {name} extends {override.extends!r}, which is not a known type.",
            _remedy(base, _KNOWN),
            ("extends",),
        )
    headings: set[str] = set()
    for standard in get_args(Standard):
        definition = _overridden(standard, name, override)
        every = [heading for section in definition.sections for heading in section.headings]
        doubled = next((each for each in every if every.count(each) > 1), None)
        if doubled is not None:
            own = [each for each, s in enumerate(override.sections) if doubled in s.headings]
            raise DefinitionError(
                f"The definition of {name} has two sections with the heading {doubled!r}.",
                "Remove one of them, as a name or as an alias.",
                ("sections", *own[-1:]),
            )
        headings.update(every)
    for number, wanted in enumerate(override.require):
        if wanted.lower() not in headings:
            raise DefinitionError(
                f"The definition of {name} requires {wanted!r}, which is not one of its sections.",
                _remedy(wanted.lower(), headings),
                ("require", number),
            )


def _remedy(word: str, known: Collection[str]) -> str:
    meant = nearest(word, known)
    return f"Did you mean {meant!r}?" if meant else f"Use one of: {', '.join(sorted(known))}."
