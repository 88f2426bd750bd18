"""Our search attributes: filters for the lists in the Web UI and the API."""

from __future__ import annotations

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from workflows.messages import ContextDesignRequest

DESIGN_ACCOUNT = SearchAttributeKey.for_keyword("DesignAccount")
DESIGN_PROJECT = SearchAttributeKey.for_keyword("DesignProject")
DESIGN_CONTEXT = SearchAttributeKey.for_keyword("DesignContext")
DESIGN_COMPONENT = SearchAttributeKey.for_keyword("DesignComponent")
DESIGN_STATUS = SearchAttributeKey.for_keyword("DesignStatus")
DESIGN_NEEDS_PERSON = SearchAttributeKey.for_bool("DesignNeedsPerson")

SEARCH_ATTRIBUTES = (
    DESIGN_ACCOUNT,
    DESIGN_PROJECT,
    DESIGN_CONTEXT,
    DESIGN_COMPONENT,
    DESIGN_STATUS,
    DESIGN_NEEDS_PERSON,
)
"""All that a namespace needs."""


def session_search_attributes(request: ContextDesignRequest) -> TypedSearchAttributes:
    """Of a session at its start; empty if the namespace does not know them."""
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
