"""Context documents: finding one in a repository and reading the components it lists.

A new way of listing components is one more module beside :mod:`heading_prose` and one more line in
:mod:`detection`.
"""

from design_sessions.context_document.locate import ContextSummary, list_contexts
from design_sessions.context_document.model import ContextDesign, Diagnostic, FileReader
from design_sessions.context_document.reading import read_context

__all__ = [
    "ContextDesign",
    "ContextSummary",
    "Diagnostic",
    "FileReader",
    "list_contexts",
    "read_context",
]
