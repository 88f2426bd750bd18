"""Reading from the document of a context what the designs of its components must agree with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from design_sessions.components import ComponentType, normal_type, type_wordings
from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context
from design_sessions.design_document.context_facts import ContextCall, ContextFacts
from design_sessions.errors import InputError
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import is_inside
from design_sessions.wording import letters

PUBLIC_SECTIONS = frozenset({"public api", "functions", "delegates"})
"""Where documents of both standards name their functions, in lower case."""

_CALL = re.compile(
    r"(?<![\w.])(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)\.(?P<function>[a-z_]\w*[?!]?)/[0-9]"
)
_MENTION = re.compile(
    r"(?<![\w.])(?P<name>[A-Z]\w*(?:\.[A-Z]\w*)*)(?P<function>\.[a-z_]\w*[?!]?[/(])?", re.ASCII
)
_DELEGATION = re.compile(
    r"\bdefdelegate\s+(?P<function>[a-z_]\w*[?!]?)[^\n]{0,200}?"
    r"\bto:\s*(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)(?:,\s*as:\s*:(?P<as>[a-z_]\w*[?!]?))?"
)


class OneFile:
    """A reader for which only one file exists: what other documents say is not read."""

    def __init__(self, path: str, content: bytes) -> None:
        self._path = path
        self._content = content

    def read_bytes(self, path: str) -> bytes | None:
        """The content, for the path of the file."""
        return self._content if path == self._path else None

    def list_files(self, prefix: str = "") -> list[str]:
        """The path of the file."""
        return [self._path] if self._path.startswith(prefix) else []


ReadContext = Callable[[FileReader, str], ContextDesign]


def read_context_facts(
    path: str,
    content: bytes,
    *,
    read: ReadContext = read_context,
    own_types: Mapping[str, ComponentType] | None = None,
) -> ContextFacts | None:
    """The facts in one document; None when it lists no component.

    Args:
        path: the document, relative to the repository's root.
        content: its bytes.
        read: reads a context, as the project's settings have it.
        own_types: known types by the project's own words for them.
    """
    try:
        design = read(OneFile(path, content), path)
    except InputError:
        return None
    document = MarkdownDocument(content.decode("utf-8-sig", "replace"))
    return facts_of(design, document, own_types=own_types)


def facts_of(
    design: ContextDesign,
    document: MarkdownDocument,
    *,
    own_types: Mapping[str, ComponentType] | None = None,
) -> ContextFacts:
    """The facts of a context that was read from nothing but its own document.

    ``design`` must not have the types from the components' own documents: a type would be compared
    with itself.
    """
    own = dict(own_types or {})
    modules = [component.module for component in design.components]
    by_ends = _by_ends(modules)
    theirs = (name for component in design.components for name in component.dependencies)
    outside = (name for name in theirs if not is_inside(name, design.module))
    claimed = {c.module: claimed_type(c.declared_type, own) for c in design.components}
    return ContextFacts(
        module=design.module,
        path=design.path,
        components=modules,
        dependencies=list(dict.fromkeys([*design.dependencies, *outside])),
        project_module=design.project_module,
        mentioned=list(dict.fromkeys(_mentioned(document, design, by_ends))),
        types={module: name for module, name in claimed.items() if name is not None},
        calls=list(dict.fromkeys(_calls(document, by_ends))),
        own_types=own,
    )


def _by_ends(modules: Iterable[str]) -> dict[str, list[str]]:
    """Modules by their whole name and by each end of it: ``Blog.Post`` and ``Post``."""
    found: dict[str, list[str]] = {}
    for module in modules:
        segments = module.split(".")
        for start in range(len(segments)):
            found.setdefault(".".join(segments[start:]), []).append(module)
    return found


def _mentioned(
    document: MarkdownDocument, design: ContextDesign, by_ends: Mapping[str, list[str]]
) -> Iterator[str]:
    """Names of the project by their form, and those that functions are called by."""
    for line in document.lines:
        for found in _MENTION.finditer(line):
            name, is_call = found["name"], found["function"] is not None
            if not is_inside(name, design.project_module):
                if not is_call or name in by_ends:
                    continue
                name = f"{design.project_module}.{name}"
            if "." in name and not is_inside(name, design.module):
                yield name


def claimed_type(words: str | None, own_types: Mapping[str, ComponentType]) -> str | None:
    """The type that a wording claims; None for one that says nothing, as ``module`` or ``logic``.

    A type of the project's own, which means ``other`` to us, is itself.
    """
    if words is None:
        return None
    candidates = set(map(letters, type_wordings(words)))
    for own, known in own_types.items():
        if letters(own) in candidates:
            return own if known is ComponentType.OTHER else known.value
    known = normal_type(words)
    if known is ComponentType.OTHER and ComponentType.OTHER.value not in candidates:
        return None
    return known.value


def _calls(document: MarkdownDocument, by_ends: Mapping[str, list[str]]) -> Iterator[ContextCall]:
    """Calls by the whole or shortened name of one component; of several it could be any."""
    for heading in document.headings:
        if heading.level != 2 or heading.text.lower().rstrip(": ") not in PUBLIC_SECTIONS:
            continue
        end = document.end_of(heading)
        for number in range(heading.content_line, end):
            line = document.lines[number - 1]
            for found in (*_CALL.finditer(line), *_DELEGATION.finditer(line)):
                named = found.groupdict()
                meant = by_ends.get(named["module"], [])
                if len(meant) == 1:
                    function = named.get("as") or named["function"]
                    yield ContextCall(module=meant[0], function=function, line=number)
