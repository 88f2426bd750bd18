"""Document definitions: which sections a design needs, by standard and component type.

One TOML file for each standard and type lies beside this module. What a definition says is both
what the agent is asked for and what the validator accepts. A project puts its own on top of them.
"""

from __future__ import annotations

from design_sessions.definitions.builtin import review_definition
from design_sessions.definitions.description import describe
from design_sessions.definitions.model import (
    DefinitionOverride,
    DocumentDefinition,
    Form,
    Section,
)
from design_sessions.definitions.project import (
    DefinitionError,
    Definitions,
    builtin_definitions,
)

__all__ = [
    "DefinitionError",
    "DefinitionOverride",
    "Definitions",
    "DocumentDefinition",
    "Form",
    "Section",
    "builtin_definitions",
    "describe",
    "review_definition",
]
