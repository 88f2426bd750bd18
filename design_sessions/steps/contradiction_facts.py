"""What the checks find in the designs of a commit, as findings of a session."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from design_sessions.contradictions import Contradictions, Finding, find_contradictions
from design_sessions.contradictions.repository_documents import RepositoryDocuments
from design_sessions.layouts import layout_named
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.status import FindingSide, ReviewFinding
from design_sessions.store.records import ParentRecord

_DEPENDENCY_KINDS = frozenset({"unknown_module", "cycle", "undeclared_dependency"})
_INTEGRATION_KINDS = frozenset({"unknown_function", "arity", "missing_callback"})


def contradictions_at(
    parent: ParentRecord, mirror: Mirror, commit: str, *, excused: Collection[str]
) -> list[ReviewFinding]:
    """The contradictions between the designs at a commit, errors first.

    An error is major, and what a session acts on; a warning is minor. Until a reviewer decides, the
    design to change is the one that the context's document does not support; where that tells
    nothing, the one that the check blames first.

    Args:
        parent: the session.
        mirror: of its repository.
        commit: of its branch.
        excused: modules of components that need no design, such as those that a person skipped.
    """
    found = compare_designs(parent, mirror, commit, excused=excused)
    names = {component.name for component in parent.state.context.components}
    return [_as_review_finding(each, names) for each in found.findings] if found else []


def compare_designs(
    parent: ParentRecord, mirror: Mirror, commit: str, *, excused: Collection[str]
) -> Contradictions | None:
    """All that the checks come to at a commit; None where the context's document is not there.

    Args:
        parent: the session.
        mirror: of its repository.
        commit: of its branch.
        excused: modules of components that need no design.
    """
    state = parent.state
    documents = RepositoryDocuments(
        mirror.snapshot(commit), layout_named(parent.environment.layout), state.context.path
    )
    if state.context.path not in documents:
        return None
    return find_contradictions(
        state.context, documents, excused=excused, own_types=state.project_settings.own_types()
    )


def _as_review_finding(found: Finding, names: Collection[str]) -> ReviewFinding:
    components = [name for name in found.components if name in names]
    return ReviewFinding(
        severity="major" if found.severity == "error" else "minor",
        kind=(
            "missing_dependency"
            if found.kind in _DEPENDENCY_KINDS
            else "integration"
            if found.kind in _INTEGRATION_KINDS
            else "consistency"
        ),
        components=components,
        about=found.about,
        explanation=found.explanation,
        suggestion=found.suggestion,
        sides=[FindingSide(path=s.path, line=s.line, says=s.says) for s in found.sides],
        change=_to_change(found, components) if found.severity == "error" else [],
    )


def _to_change(found: Finding, components: Sequence[str]) -> list[str]:
    return [name for name in found.change if name in components] or list(components[:1])
