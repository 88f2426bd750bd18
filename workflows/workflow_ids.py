"""Workflow ids."""

from __future__ import annotations

from urllib.parse import quote

from design_sessions.scope import Scope


def session_workflow_id(scope: Scope, context_module: str) -> str:
    """``context-design/<account>/<project>/<Context>``: one context has one running session.

    Characters that would make two scopes share an id (``/`` above all) are percent-encoded.
    """
    parts = (scope.account, scope.project or "", context_module)
    return "/".join(["context-design", *(quote(part, safe="@+ ") for part in parts)])


def component_workflow_id(session_workflow_id: str, module: str, attempt: int) -> str:
    """Below the parent's id; a retry is a new child with a new id (``.../a2``)."""
    return _attempt_id(f"{session_workflow_id}/{module}", attempt)


def batch_workflow_id(session_workflow_id: str, number: int) -> str:
    """Of a batch of component sessions, below the parent's id."""
    return f"{session_workflow_id}/batch-{number}"


def review_workflow_id(session_workflow_id: str, attempt: int) -> str:
    """Below the parent's id; a retry is a new child with a new id (``.../a2``)."""
    return _attempt_id(f"{session_workflow_id}/review", attempt)


def _attempt_id(base: str, attempt: int) -> str:
    return base if attempt == 1 else f"{base}/a{attempt}"
