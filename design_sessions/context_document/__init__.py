"""Context documents: finding one in a repository and reading the components it lists.

A document goes through :mod:`finding.locate` and :mod:`formats.detection`, one module of
:mod:`formats`, and :mod:`assembly`; what single lines say is in :mod:`lines`. Another format is one
more module in :mod:`formats` and one more line in its :mod:`detection`.
"""

from design_sessions.context_document.finding.locate import ContextSummary, list_contexts
from design_sessions.context_document.finding.project_documents import project_documents
from design_sessions.context_document.model import ContextDesign, Diagnostic, FileReader
from design_sessions.context_document.reading import read_context

__all__ = [
    "ContextDesign",
    "ContextSummary",
    "Diagnostic",
    "FileReader",
    "list_contexts",
    "project_documents",
    "read_context",
]
