"""Contexts with their designs, as texts by path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from design_sessions.context_document.model import ContextDesign
from design_sessions.context_document.reading import read_context
from design_sessions.contradictions import Contradictions, find_contradictions

BUNDLED = Path(__file__).parent / "documents"
BUNDLED_CONTEXTS = (
    "docs/design/harbour/berths.md",
    "docs/spec/harbour/mooring.spec.md",
    "docs/spec/harbour/pilots.spec.md",
)
_CALL = re.compile(
    r"(?<![\w.])(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)\.(?P<function>[a-z_]\w*[?!]?)/(?P<arity>\d+)"
)


class _Texts:
    """Documents in memory as the files of a repository."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._documents = documents

    def read_bytes(self, path: str) -> bytes | None:
        """The content of a document; None without such a one."""
        text = self._documents.get(path)
        return None if text is None else text.encode()

    def list_files(self, prefix: str = "") -> list[str]:
        """The paths that begin so."""
        return sorted(path for path in self._documents if path.startswith(prefix))


@dataclass(frozen=True)
class CallSite:
    """A call in a document, and the document that has its function."""

    caller: str
    start: int
    """Where the call begins in the caller's text."""
    text: str
    function: str
    arity: int
    target: str


@dataclass(frozen=True)
class Corpus:
    """One context with the documents around it."""

    context_path: str
    documents: Mapping[str, str]
    known_context: ContextDesign | None = None

    @cached_property
    def context(self) -> ContextDesign:
        """The context as the product reads it."""
        return self.known_context or read_context(_Texts(self.documents), self.context_path)

    @cached_property
    def modules(self) -> dict[str, str]:
        """Modules by path: of the context's document, and of the designs that exist."""
        listed = {each.design_path: each.module for each in self.context.components}
        there = {path: module for path, module in listed.items() if path in self.documents}
        return {self.context_path: self.context.module} | there

    def check(self) -> Contradictions:
        """What the checks say."""
        return find_contradictions(self.context, self.documents)

    def with_text(self, path: str, text: str | None) -> Corpus:
        """The same with another text of one document, or without it."""
        kept = {each: value for each, value in self.documents.items() if each != path}
        is_same = text is not None and path in self.documents and path != self.context_path
        return replace(
            self,
            documents=kept if text is None else kept | {path: text},
            known_context=self.context if is_same else None,
        )

    @cached_property
    def call_sites(self) -> list[CallSite]:
        """The calls of functions that one other design of the context has."""
        return [
            CallSite(path, found.start(), found.group(), found["function"], int(found["arity"]), to)
            for path in sorted(self.modules)
            for found in _CALL.finditer(self.documents[path])
            if (to := self._only_path(found["module"])) not in (None, path)
            and to is not None
            and defines(self.documents[to], found["function"], int(found["arity"]))
        ]

    def _only_path(self, name: str) -> str | None:
        fitting = [
            path
            for path, module in self.modules.items()
            if module == name or module.endswith(f".{name}")
        ]
        return fitting[0] if len(fitting) == 1 else None


def defines(text: str, function: str, arity: int) -> bool:
    """Whether a document has a heading or a spec of a function."""
    name = re.escape(function)
    has_spec = re.search(rf"@(?:spec|callback)\s+{name}\(", text) is not None
    heading = re.search(rf"^#+ `?{name}/{arity}\b", text, re.MULTILINE)
    return heading is not None or (has_spec and f"### {function}/" not in text)


def bundled() -> list[Corpus]:
    """The contexts that lie beside this module."""
    documents = {
        path.relative_to(BUNDLED).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(BUNDLED.rglob("*.md"))
    }
    return [Corpus(path, documents) for path in BUNDLED_CONTEXTS]


def real(directory: Path) -> Iterator[Corpus]:
    """The contexts with manifests in a directory, each with its reference designs."""
    for manifest in sorted(directory.glob("*/manifest.json")):
        source = manifest.parent
        context = json.loads(manifest.read_text(encoding="utf-8"))["context_doc_path"]
        designs = source / "reference"
        documents = {
            path.relative_to(designs).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(designs.rglob("*.md"))
        }
        documents[context] = (source / context).read_text(encoding="utf-8")
        yield Corpus(context, documents)
