"""Designs of components that are listed with another type than the one they were designed as.

A design that states its type contradicts the list, and is revised for it. One that does not may be
valid for the new type too, and is kept: what it was designed as is what the context's document
listed when the design got its present text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from design_sessions import program
from design_sessions.committed_designs import DesignReader, DesignState, PresentDesigns
from design_sessions.components import Component, ComponentType
from design_sessions.context_document.finding.own_documents import declared_type
from design_sessions.context_document.model import ContextDesign, Diagnostic, FileReader
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.facts_reading import claimed_type, read_context_facts
from design_sessions.markdown import MarkdownDocument
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.wording import letters

_MOST_VERSIONS = 20
_MOST_BYTES = 300_000
"""How far back, and how much of it, the context's document is read."""


_MAY_STATE_TYPE = re.compile(
    r"^[\s#*_`+-]*(?:(?:component|module) )?(?:type|kind)\b", re.IGNORECASE | re.MULTILINE
)
"""Parsing every design once more would double what the list of components costs."""


def retyped_designs(present: PresentDesigns, states: Mapping[str, DesignState]) -> list[Diagnostic]:
    """A note for each design that will be kept, or revised, although its component is of another
    type now.

    Args:
        present: the designs.
        states: what a session does with each, by module.
    """
    context, designs = present.context, present.designs
    there = [c for c in context.components if states[c.module] in ("kept", "revise")]
    facts = present.facts if there else None
    if facts is None:
        return []
    typed = [c for c in there if c.module in facts.types]
    stated = {c.module: _stated(designs, c, facts) for c in typed}
    kept = [c for c in typed if states[c.module] == "kept" and stated[c.module] is None]
    versions = _Versions(present) if kept else None
    found: list[Diagnostic] = []
    for component in typed:
        now = facts.types[component.module]
        was = stated[component.module]
        if versions is not None and component in kept:
            was = versions.designed_as(component, now)
        if was is not None and was != now:
            message = _message(context.module, component, was, now, states[component.module])
            found.append(Diagnostic(path=context.path, line=component.line or 1, message=message))
    return found


def _stated(designs: DesignReader, component: Component, facts: ContextFacts) -> str | None:
    """The type that a design states."""
    text = designs.read_text(component.design_path) or ""
    if _MAY_STATE_TYPE.search(text) is None:
        return None
    return claimed_type(declared_type(MarkdownDocument(text)), facts.own_types)


def _message(context: str, component: Component, was: str, now: str, state: DesignState) -> str:
    what = f"{component.name} is listed as {now} and was designed as {was}"
    if state == "revise":
        return f"{what}: its design is revised."
    anew = program.client("start", context, "--regenerate", "--only", component.name)
    return f"{what}: its design is kept. `{anew}` designs it as {now}."


class _Versions:
    """The context's document in the past, read as far back as it is asked for."""

    def __init__(self, present: PresentDesigns) -> None:
        self._present = present
        self._past = list(self._read())

    def designed_as(self, component: Component, now: str) -> str | None:
        """The type that was listed before the present one, if the design is as old as that."""
        committed = self._present.committed
        since: FileReader = committed
        for commit, types in self._past:
            was = types.get(component.module, now)
            if was != now:
                is_older = _is_same(since, self._present.designs, component.design_path)
                return was if is_older else None
            since = committed.at(commit)
        return None

    def _read(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Commits with the types listed there; read anew only where lines with types differ."""
        room = _MOST_BYTES
        present = self._present
        path, own_types = present.context.path, present.settings.own_types()
        words = {letters(word) for word in (*ComponentType, *own_types)}
        said: list[str] | None = None
        types: dict[str, str] = {}
        for commit, content in present.committed.versions_of(path, _MOST_VERSIONS):
            lines = content.decode("utf-8-sig", "replace").splitlines()
            saying = [line for line in lines if any(word in letters(line) for word in words)]
            if saying != said:
                room -= len(content)
                if room < 0:
                    return
                facts = read_context_facts(path, content, read=self._context, own_types=own_types)
                said, types = saying, facts.types if facts is not None else {}
            yield commit, types

    def _context(self, reader: FileReader, name: str) -> ContextDesign:
        return read_project_context(
            self._present.settings, reader, name, project_module=self._present.project_module
        )


def _is_same(first: FileReader, second: FileReader, path: str) -> bool:
    """Whether two readers have the same file there, line ends aside."""
    contents = [each.read_bytes(path) for each in (first, second)]
    plain = [each.replace(b"\r\n", b"\n") for each in contents if each is not None]
    return len(plain) == 2 and plain[0] == plain[1]
