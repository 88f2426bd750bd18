"""What the checks say: two places that cannot both be right, or one that should be there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from design_sessions.wording import shortened

Severity = Literal["error", "warning"]
Kind = Literal[
    "missing_design",
    "unlisted_design",
    "unknown_module",
    "unknown_function",
    "arity",
    "return_shape",
    "cycle",
    "type_mismatch",
    "field_mismatch",
    "undeclared_dependency",
    "missing_callback",
]

KINDS: dict[str, str] = {
    "missing_design": "Every component that the context lists has a design.",
    "unlisted_design": "Every design of the context is listed by its document.",
    "unknown_module": "Every module of the context that is used exists.",
    "unknown_function": "Every function that is called is described by its module's design.",
    "arity": "A function is called with as many arguments as its design says.",
    "return_shape": "Two specs of one function return the same shape.",
    "cycle": "No declared dependencies form a cycle.",
    "type_mismatch": "The type in a design is the one that the context lists.",
    "field_mismatch": "A schema has the fields and the types of keys that others say.",
    "undeclared_dependency": "A component that is called is a declared dependency.",
    "missing_callback": "A component has the callbacks of the behaviour that it implements.",
}
"""What is checked, by kind; programs that read reports rely on the names."""


_LONGEST_SAYING = 200


def _short(text: str) -> str:
    return shortened(text, _LONGEST_SAYING)


class Side(BaseModel):
    """One of the places that a finding is about."""

    model_config = ConfigDict(frozen=True)

    path: str
    """From the repository's root."""
    line: int
    """1-based."""
    says: Annotated[str, BeforeValidator(_short)]
    """What stands there: one line of at most 200 characters."""


class Finding(BaseModel):
    """One contradiction."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    severity: Severity
    components: tuple[str, ...]
    """The components that could resolve it, by their names in the context; a module outside the
    context by its whole name."""
    sides: tuple[Side, ...]
    """The place that is to blame first, if one is."""
    explanation: str
    suggestion: str
    about: Annotated[str, Field(exclude=True)]
    """The function, module or whatever else is wrong, as designs write it: with kind and places it
    tells a finding from others, whatever else the designs say."""
    change: Annotated[tuple[str, ...], Field(exclude=True)] = ()
    """The components whose designs have to change, where that is not the first component: what the
    context's document does not support."""
