"""Workflow ids and search attributes."""

from __future__ import annotations

from urllib.parse import quote

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from design_sessions.scope import Scope
from workflows.messages import ContextDesignRequest

DESIGN_ACCOUNT = SearchAttributeKey.for_keyword("DesignAccount")
DESIGN_PROJECT = SearchAttributeKey.for_keyword("DesignProject")
DESIGN_CONTEXT = SearchAttributeKey.for_keyword("DesignContext")
DESIGN_COMPONENT = SearchAttributeKey.for_keyword("DesignComponent")
DESIGN_STATUS = SearchAttributeKey.for_keyword("DesignStatus")
DESIGN_NEEDS_PERSON = SearchAttributeKey.for_bool("DesignNeedsPerson")


def session_search_attributes(request: ContextDesignRequest) -> TypedSearchAttributes:
    """Filters of the Web UI's list; empty where the namespace does not know them."""
    if not request.search_attributes:
        return TypedSearchAttributes.empty
    return TypedSearchAttributes(
        [
            SearchAttributePair(DESIGN_ACCOUNT, request.scope.account),
            SearchAttributePair(DESIGN_PROJECT, request.scope.project or ""),
            SearchAttributePair(DESIGN_CONTEXT, request.context_module),
            SearchAttributePair(DESIGN_STATUS, "active"),
            SearchAttributePair(DESIGN_NEEDS_PERSON, False),
        ]
    )


def child_search_attributes(
    request: ContextDesignRequest, component: str | None = None
) -> TypedSearchAttributes:
    """The parent's, and the component's module for a component session."""
    shared = session_search_attributes(request)
    if component is None or not request.search_attributes:
        return shared
    return TypedSearchAttributes(
        [*shared.search_attributes, SearchAttributePair(DESIGN_COMPONENT, component)]
    )


def session_workflow_id(scope: Scope, context_module: str) -> str:
    """``context-design/<account>/<project>/<Context>``: one context has one running session.

    Characters that would make two scopes share an id (``/`` above all) are percent-encoded.
    """
    parts = (scope.account, scope.project or "", context_module)
    return "/".join(["context-design", *(quote(part, safe="@+ ") for part in parts)])


def component_workflow_id(session_id: str, module: str, attempt: int) -> str:
    """Below the parent's id; a retry is a new child with a new id (``.../a2``)."""
    return _attempt_id(f"{session_id}/{module}", attempt)


def review_workflow_id(session_id: str, attempt: int) -> str:
    """Below the parent's id; a retry is a new child with a new id (``.../a2``)."""
    return _attempt_id(f"{session_id}/review", attempt)


def _attempt_id(base: str, attempt: int) -> str:
    return base if attempt == 1 else f"{base}/a{attempt}"
