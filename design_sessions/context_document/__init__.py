"""Context documents: finding one in a repository and reading the components it lists.

A document's way goes from :mod:`locate` and :mod:`detection`, through one module for each format
(:mod:`headings`, :mod:`component_lists`, :mod:`component_table`, :mod:`component_tree`,
:mod:`loose_text`), to :mod:`assembly`. Another format is one more module beside these and one more
line in :mod:`detection`.
"""

from design_sessions.context_document.locate import ContextSummary, list_contexts
from design_sessions.context_document.model import ContextDesign, Diagnostic, FileReader
from design_sessions.context_document.project_documents import project_documents
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
