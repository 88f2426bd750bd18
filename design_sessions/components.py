"""The components of a context and their types."""

from __future__ import annotations

import re
from enum import StrEnum
from uuid import UUID, uuid5

from pydantic import BaseModel, Field


class ComponentType(StrEnum):
    """What a component is; decides which sections its document needs and which rules apply."""

    GENSERVER = "genserver"
    CONTEXT = "context"
    COORDINATION_CONTEXT = "coordination_context"
    SCHEMA = "schema"
    REPOSITORY = "repository"
    TASK = "task"
    REGISTRY = "registry"
    BEHAVIOUR = "behaviour"
    LIVEVIEW = "liveview"
    OTHER = "other"


class Component(BaseModel):
    """One component of a context, as its context document lists it."""

    name: str
    """The module relative to the context, such as ``Providers.GitHub``; the whole module for one
    that lies outside. Unique in a context."""
    module: str
    type: ComponentType = ComponentType.OTHER
    declared_type: str | None = None
    """The type in the document's own words; None when no document says one."""
    priority: int = 0
    description: str = ""
    design_path: str
    """Relative to the repository's root."""
    dependencies: list[str] = Field(default_factory=list)
    """Modules, in the document's order, each once; whole names for components of the context."""
    line: int | None = None
    """Where the context document lists it, 1-based."""
    details: str = ""
    """What else the entry says, as Markdown: lists, code, further rows of the table."""


def component_id(project_id: UUID, module: str) -> UUID:
    """The id of a component, the same in every process and database: a UUIDv5."""
    return uuid5(project_id, module)


_SYNONYMS = {"behavior": ComponentType.BEHAVIOUR}
_BY_LETTERS = {member.value.replace("_", ""): member for member in ComponentType} | _SYNONYMS


def normal_type(declared: str | None) -> ComponentType:
    """The known type that a document's wording means, ``other`` when it means none.

    ``Schema`` is ``schema``, ``module (behaviour)`` is ``behaviour``, ``Ecto schema`` is
    ``schema``; ``module`` and ``logic`` are ``other``.
    """
    if declared is None:
        return ComponentType.OTHER
    outside, _, rest = declared.partition("(")
    words = outside.split()
    candidates = [declared, outside, rest.partition(")")[0], *words[-1:]]
    for candidate in candidates:
        known = _BY_LETTERS.get(re.sub(r"[^a-z]", "", candidate.lower()))
        if known is not None:
            return known
    return ComponentType.OTHER
