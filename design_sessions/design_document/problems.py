"""What validation says about a document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Severity = Literal["error", "warning"]

RULES: dict[str, str] = {
    "readable": "A design is UTF-8 text of reasonable length.",
    "title": "The title names the module.",
    "required-section": "Every required section exists.",
    "empty-section": "Every required section has content.",
    "doubled-section": "No required section appears twice.",
    "closed-fence": "Every code fence is closed.",
    "tool-markup": "No tags of a tool's call are left.",
    "placeholder": "No section is only a placeholder for its text.",
    "conversation": "Nothing is said to the reader before or after the design.",
    "merge-conflict": "No marks of a merge conflict are left.",
    "type-of-context": "The type is the one that the context's document lists.",
    "specs": "A section about functions has their specs.",
    "table": "Fields are listed in a table.",
    "modules": "Every dependency is a module name.",
    "steps": "Every flow has its steps.",
    "known-module": "Every project module named is known to the context's document.",
    "functions-of-context": "Functions that the context's document calls are described.",
}
"""What validation checks, by name; programs that read reports rely on the names."""


class DesignProblem(BaseModel):
    """One problem of a document. ``line`` is 1-based; the message says how to fix it."""

    line: int
    message: str
    severity: Severity = "error"
    rule: str = "readable"
    """A name of :data:`RULES`."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"
