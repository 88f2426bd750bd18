"""Contradictions between the designs of a context, found without a model.

:func:`find_contradictions` is the way in. It is pure; :mod:`.repository_documents` reads what it
needs from a work tree or a commit.
"""

from design_sessions.contradictions.examination import Contradictions, find_contradictions
from design_sessions.contradictions.findings import KINDS, Finding, Kind, Side

__all__ = ["KINDS", "Contradictions", "Finding", "Kind", "Side", "find_contradictions"]
