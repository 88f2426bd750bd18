"""Identifiers that follow from what they name, so that a repeated step finds its own record.

Pure and free of dependencies: workflows may use them.
"""

from __future__ import annotations

import json
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f0c6a9e-9d0b-5c3e-8f43-2a6c1d1b7e55")

REVIEW = "review"
"""Stands for the review among the children of a session; no module name looks like it."""


def _identifier(*parts: str) -> UUID:
    return uuid5(_NAMESPACE, json.dumps(parts, ensure_ascii=False))


def project_id(account: str, project: str) -> UUID:
    """The project's id, the same in every process and database."""
    return _identifier("project", account, project)


def session_record_id(workflow_id: str, first_run_id: str) -> UUID:
    """The record of the session that a workflow's first execution began.

    Starting a context again after its session has closed gives another run, so another record.
    """
    return _identifier("session", workflow_id, first_run_id)


def component_session_id(parent_id: UUID, module: str) -> UUID:
    """The record of one component for the whole life of its parent's session, retries included."""
    return uuid5(parent_id, module)


def review_session_id(parent_id: UUID) -> UUID:
    """The record of the review of a session."""
    return uuid5(parent_id, REVIEW)
