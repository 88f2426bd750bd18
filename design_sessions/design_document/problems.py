"""What validation says about a document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Severity = Literal["error", "warning"]

RULES: dict[str, str] = {
    "readable": "A design is UTF-8 text of bearable length.",
    "title": "The title names the module.",
    "required-section": "Every required section is there.",
    "empty-section": "Every required section says something.",
    "doubled-section": "No required section is there twice.",
    "closed-fence": "Every code fence is closed.",
    "type-of-context": "The type is the one that the context's document lists.",
    "specs": "A section of functions gives their specs.",
    "table": "Fields are in a table.",
    "modules": "Every dependency is a module name.",
    "steps": "Every flow has its steps.",
    "known-module": "Modules of the project that are named are known to the context's document.",
    "functions-of-context": "Functions that the context's document calls are described.",
}
"""What validation checks, by name; programs that read reports rely on the names."""


class DesignProblem(BaseModel):
    """One thing that is wrong with a document. ``line`` is 1-based; the message says the fix."""

    line: int
    message: str
    severity: Severity = "error"
    rule: str = "readable"
    """A name of :data:`RULES`."""
