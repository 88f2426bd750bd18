"""What the document of a context says that the designs of its components must agree with."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from design_sessions.components import ComponentType


class ContextCall(BaseModel):
    """A function of a component that the context's public functions rest on."""

    model_config = ConfigDict(frozen=True)

    module: str
    function: str
    line: int
    """In the context's document, 1-based."""


class ContextFacts(BaseModel):
    """What one context's document says about its components; modules are whole names."""

    module: str
    path: str
    """The document, as messages name it."""
    components: list[str]
    dependencies: list[str] = Field(default_factory=list)
    """Of the context, and of its components outside it, as they are written."""
    project_module: str = ""
    """Empty for the first segment of the context's module."""
    mentioned: list[str] = Field(default_factory=list)
    """Further modules of the project, outside the context, that the text names."""
    types: dict[str, str] = Field(default_factory=dict)
    """Types by module, of the components for which the document says one that means something."""
    calls: list[ContextCall] = Field(default_factory=list)
    own_types: dict[str, ComponentType] = Field(default_factory=dict)
    """Known types by the project's own words for them."""
