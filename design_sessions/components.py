"""The components of a context and their types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid5

from pydantic import BaseModel, Field

from design_sessions.wording import letters


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


_PLAIN_WORDS = frozenset({"", "module", "logic"})
"""Types that real documents give to what has none of the known ones."""

_SYNONYMS = {"behavior": ComponentType.BEHAVIOUR}
_BY_LETTERS = {member.value.replace("_", ""): member for member in ComponentType} | _SYNONYMS


def type_wordings(declared: str) -> tuple[str, str, str]:
    """What may say the type in a document's wording: all of it, and what is around and in ``()``.

    ``module (mcp tool)`` gives itself, ``module `` and ``mcp tool``; the last is empty without
    parentheses.
    """
    outside, _, rest = declared.partition("(")
    return declared, outside, rest.partition(")")[0]


def normal_type(
    declared: str | None, own_types: Mapping[str, ComponentType] | None = None
) -> ComponentType:
    """The known type that a document's wording means, ``other`` when it means none.

    ``Schema`` is ``schema``, ``module (behaviour)`` is ``behaviour``, ``Ecto schema`` is
    ``schema``; ``module`` and ``logic`` are ``other``.

    Args:
        declared: the type in a document's own words.
        own_types: known types by the project's own words for them; these come first.
    """
    return _known_type(declared, own_types) or ComponentType.OTHER


def is_known_type(
    declared: str | None, own_types: Mapping[str, ComponentType] | None = None
) -> bool:
    """Whether a wording means a known type, or the plain module that ``other`` stands for."""
    _, outside, _ = type_wordings(declared or "")
    return letters(outside) in _PLAIN_WORDS or _known_type(declared, own_types) is not None


def _known_type(
    declared: str | None, own_types: Mapping[str, ComponentType] | None
) -> ComponentType | None:
    if declared is None:
        return None
    known = _BY_LETTERS
    if own_types:
        known = known | {letters(word): each for word, each in own_types.items()}
    found = (known.get(wording) for wording in _wordings(declared))
    return next((each for each in found if each is not None), None)


@lru_cache(maxsize=1_024)
def _wordings(declared: str) -> tuple[str, ...]:
    """What a declared type may be called, without case and punctuation, the whole first."""
    _, outside, inside = type_wordings(declared)
    words = re.split(r"[,/;:]| - ", outside, maxsplit=1)[0].split()
    while len(words) > 1 and words[-1].lower() == "module":
        words.pop()
    wordings = [declared, outside, inside, " ".join(words), *words[-1:]]
    return tuple(letters(wording) for wording in wordings)
