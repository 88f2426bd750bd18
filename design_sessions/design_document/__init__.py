"""Whether a design document has what its definition asks for and agrees with its context.

A person or the agent can fix every problem; each names the line and the fix. Errors make a document
invalid; warnings are for people and for the review, and block nothing.
"""

from design_sessions.design_document.context_facts import ContextFacts, read_context_facts
from design_sessions.design_document.examination import (
    design_warnings,
    examine_design,
    validate_design,
)
from design_sessions.design_document.problems import DesignProblem, Severity
from design_sessions.design_document.readable import LONGEST_DESIGN

__all__ = [
    "LONGEST_DESIGN",
    "ContextFacts",
    "DesignProblem",
    "Severity",
    "design_warnings",
    "examine_design",
    "read_context_facts",
    "validate_design",
]
