"""Checks a context that is given as texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from design_sessions.context_document.reading import read_context
from design_sessions.contradictions import Contradictions, find_contradictions
from design_sessions.layouts import design_path, layout_named
from tests.support.memory_snapshot import MemorySnapshot

CONTEXT = "MyApp.Blog"
LAYOUT = layout_named("docs/spec")

Check = Callable[..., Contradictions]


def path_of(name: str) -> str:
    """The path of a component's design, or of another context's document."""
    return design_path(LAYOUT, name if name.startswith("MyApp.") else f"{CONTEXT}.{name}")


def context_text(names: list[str], more: str = "", entries: Mapping[str, str] | None = None) -> str:
    said = entries or {}
    listed = "\n\n".join(f"### {name}\n\n{said.get(name, 'A part.')}" for name in names)
    return f"# {CONTEXT}\n\n{more}\n\n## Components\n\n{listed}\n"


@pytest.fixture
def check() -> Check:
    """Checks designs, by the names of their components; a title is added to each.

    ``more`` is what the context's document says before its list, ``entries`` what it says of
    components, ``listed`` the components in the list if these are not those with designs, and
    ``others`` further documents by module.
    """

    def run(
        designs: Mapping[str, str],
        *,
        more: str = "",
        entries: Mapping[str, str] | None = None,
        listed: list[str] | None = None,
        others: Mapping[str, str] | None = None,
        excused: tuple[str, ...] = (),
    ) -> Contradictions:
        documents = {
            path_of(name): f"# {CONTEXT}.{name}\n\n{text}\n" for name, text in designs.items()
        }
        documents |= {path_of(name): text for name, text in (others or {}).items()}
        names = list(designs) if listed is None else listed
        documents[path_of(CONTEXT)] = context_text(names, more, entries)
        context = read_context(MemorySnapshot(documents), path_of(CONTEXT))
        return find_contradictions(context, documents, excused=excused)

    return run


def said(found: Contradictions) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, severity and components of each finding."""
    return [(each.kind, each.severity, each.components) for each in found.findings]
