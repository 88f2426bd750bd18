"""All checks of one context. Pure: documents in, findings and graph out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from design_sessions.components import ComponentType
from design_sessions.context_document.model import ContextDesign
from design_sessions.contradictions.checks.callbacks import callback_findings
from design_sessions.contradictions.checks.calls import wrong_calls
from design_sessions.contradictions.checks.dependencies import (
    dependency_cycles,
    undeclared_dependencies,
)
from design_sessions.contradictions.checks.entries import promised_fields, promised_functions
from design_sessions.contradictions.checks.headings import inconsistent_headings
from design_sessions.contradictions.checks.modules import unknown_modules
from design_sessions.contradictions.checks.presence import missing_designs, unlisted_designs
from design_sessions.contradictions.checks.returns import return_shapes
from design_sessions.contradictions.checks.types import field_mismatches, type_mismatches
from design_sessions.contradictions.coverage import CoveredFunction, function_coverage
from design_sessions.contradictions.findings import KINDS, Finding
from design_sessions.contradictions.graph import DependencyGraph, dependency_graph
from design_sessions.contradictions.model import ContextModel
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.facts_reading import read_context_facts

_ORDER = {kind: number for number, kind in enumerate(KINDS)}


@lru_cache(maxsize=16)
def _facts(
    path: str, text: str, own_types: tuple[tuple[str, ComponentType], ...]
) -> ContextFacts | None:
    return read_context_facts(path, text.encode(), own_types=dict(own_types))


@dataclass(frozen=True)
class Contradictions:
    """What the checks of one context come to."""

    context: str
    findings: tuple[Finding, ...]
    """Errors first, then by kind, path and line."""
    graph: DependencyGraph
    designs: int
    """How many of the listed components have one."""
    unread: tuple[str, ...]
    """Documents that are too long for a design, in which nothing was looked for."""
    model: ContextModel
    """What was read."""

    @cached_property
    def coverage(self) -> tuple[CoveredFunction, ...]:
        """The public functions that the context's document states, with who covers them."""
        return function_coverage(self.model)

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return any(each.severity == "error" for each in self.findings)


def find_contradictions(
    context: ContextDesign,
    documents: Mapping[str, str],
    *,
    excused: Collection[str] = (),
    own_types: Mapping[str, ComponentType] | None = None,
) -> Contradictions:
    """Check all designs of a context against each other and against its document.

    Args:
        context: the context with its components, in which findings name them.
        documents: texts by path from the repository's root: the context's document, the designs,
            and those of other contexts. Only those that something refers to are read.
        excused: modules of components that need no design, such as those that a person skipped.
        own_types: known types by the project's own words for them.

    Returns:
        The findings, each once, and the graph of dependencies and calls.
    """
    model = ContextModel(context, documents)
    graph = dependency_graph(model)
    facts = _facts(context.path, documents[context.path], tuple((own_types or {}).items()))
    found = [
        *missing_designs(model, excused),
        *unlisted_designs(model),
        *unknown_modules(model),
        *wrong_calls(model),
        *inconsistent_headings(model),
        *promised_functions(model),
        *promised_fields(model),
        *callback_findings(model),
        *return_shapes(model),
        *dependency_cycles(model, graph),
        *type_mismatches(model, facts),
        *field_mismatches(model),
        *undeclared_dependencies(model),
    ]
    found.sort(
        key=lambda each: (
            each.severity,
            _ORDER[each.kind],
            each.sides[0].path,
            each.sides[0].line,
            each.explanation,
        )
    )
    return Contradictions(
        context=context.module,
        findings=tuple(dict.fromkeys(found)),
        graph=graph,
        designs=sum(module in model.components for module in model.designs),
        unread=tuple(each.path for each in model.all_designs if not each.is_read),
        model=model,
    )
