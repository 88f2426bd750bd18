"""Words that tell headings without a component from those that name one."""

from __future__ import annotations

from design_sessions.context_document.lines.fields import says_nothing
from design_sessions.context_document.lines.type_words import stated_type

_GROUPS = frozenset(
    {
        *("behaviors", "behaviours", "components", "contexts", "controllers", "core"),
        *("domain", "entities", "genservers", "helpers", "infrastructure", "internal"),
        *("jobs", "layer", "liveviews", "logic", "modules", "persistence", "processes"),
        *("public", "queries", "records", "registries", "repositories", "schemas", "servers"),
        *("services", "structs", "supervisors", "support", "supporting", "tasks", "types"),
        *("utilities", "utils", "validators", "views", "workers"),
    }
)
"""The last word of a heading such as ``Core Schemas``, which gathers components."""

_PARTS = frozenset(
    {
        *("access patterns", "api", "assigns", "associations", "attributes", "attrs"),
        *("callbacks", "changeset", "changesets", "config", "configuration"),
        *("constraints", "data", "database constraints", "delegates", "dependencies"),
        *("depends on", "deps", "used by", "uses"),
        *("description", "design", "details", "error handling", "errors", "events", "example"),
        *("examples", "execution flow", "field documentation", "fields", "flow", "function"),
        *("function descriptions", "functions", "implementation", "indexes", "interface"),
        *("interactions", "key functions", "lifecycle", "messages", "methods", "notes", "options"),
        *("overview", "parameters", "params", "props", "public api", "public functions"),
        *("public interface", "purpose", "relationships", "responsibilities", "responsibility"),
        *("returns", "route", "routes", "slots", "state", "state management", "structure"),
        *("summary", "supervision", "test assertions", "test strategies", "tests", "type", "types"),
        *("usage", "user interactions", "validation", "validation rules", "validations"),
    }
)


def is_group_name(text: str) -> bool:
    """Whether a heading or label such as ``Schemas`` or ``Supporting modules:`` may be a group."""
    words = text.lower().rstrip(": ").split()
    return bool(words) and words[-1] in _GROUPS


def type_of_group(text: str) -> str | None:
    """The type of what a heading or label such as ``Core Schemas`` gathers, in the singular."""
    return stated_type(text.rstrip(": ").split()[-1]) if is_group_name(text) else None


def is_part_of_a_component(text: str) -> bool:
    """Whether a heading or label inside an entry says something about that component."""
    return " ".join(text.lower().rstrip(": ").split()) in _PARTS or says_nothing(text)


def is_outside_group(text: str) -> bool:
    """Whether a branch such as ``External Dependencies`` lists things outside the context."""
    words = text.lower().rstrip(":/ ").split()
    return bool(words) and (words[0] == "external" or words[-1] == "dependencies")
