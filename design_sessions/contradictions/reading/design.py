"""One document as the checks see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from design_sessions.context_document.finding.identity import title_module
from design_sessions.context_document.finding.own_documents import declared_type
from design_sessions.contradictions.reading.calls import Call, calls_in_code, calls_in_text
from design_sessions.contradictions.reading.declarations import Declaration, declarations
from design_sessions.contradictions.reading.delegates import (
    declared_delegates,
    listed_delegates,
    with_delegating_functions,
)
from design_sessions.contradictions.reading.dependencies import (
    Named,
    declared_dependencies,
    implementations_in,
    implemented_behaviours,
    mentioned_modules,
)
from design_sessions.contradictions.reading.elixir_source import top_position
from design_sessions.contradictions.reading.fences import Fence, fences
from design_sessions.contradictions.reading.fields import (
    SchemaField,
    contained_fields,
    schema_fields,
)
from design_sessions.contradictions.reading.functions import (
    Function,
    declared_functions,
    described_functions,
    provided_functions,
)
from design_sessions.contradictions.reading.signatures import Signature
from design_sessions.design_document.readable import is_too_long
from design_sessions.design_document.sections import compared
from design_sessions.html_comments import COMMENT
from design_sessions.markdown import MarkdownDocument

_OPTIONAL = re.compile(r"([a-z_]\w*[?!]?):\s*([0-9]{1,2})")
_GENERATES = re.compile(r"__using__|\bdefoverridable\b|\bdefault implementation", re.IGNORECASE)
_NOT_THERE = re.compile(
    r"(?:out of|not in) scope|non[- ]goals?|future(?: \w+)*|open (?:questions|issues)"
    r"|(?:possible )?(?:enhancements|extensions|improvements)|alternatives(?: considered)?"
    r"|(?:considered|rejected) (?:alternatives|options|ideas)|change ?log|deprecat\w+|todos?"
)
"""Headings, in lower case, over what a design does not have, or does not have any more."""
_LINE = re.compile(r"[^\n]+")
_SECTIONS = frozenset(
    {
        *("associations", "callbacks", "delegates", "dependencies", "execution flow", "fields"),
        *("functions", "process", "public api", "purpose", "validation rules"),
    }
)
"""Sections of designs, in lower case; notes that lie beside designs have none of them."""


@dataclass(frozen=True)
class Entry:
    """What the context's document says about one component."""

    functions: tuple[Function, ...]
    implements: tuple[Named, ...]
    provides: tuple[Function, ...]
    """What its sentences say that the component has."""
    contains: tuple[Named, ...]
    """The fields that its sentences say a schema has."""


@dataclass(frozen=True, eq=False)
class Design:
    """A document: of a component, or of a context."""

    path: str
    module: str
    functions: tuple[Function, ...] = ()
    calls: tuple[Call, ...] = ()
    dependencies: tuple[Named, ...] | None = None
    """None without a section of dependencies."""
    behaviours: tuple[Named, ...] = ()
    mentions: tuple[Named, ...] = ()
    fields: tuple[SchemaField, ...] = ()
    stated_type: str | None = None
    is_titled: bool = False
    """Its title is a module with its namespace."""
    has_sections: bool = False
    """It has a section that some definition of a design names."""
    optional_callbacks: frozenset[tuple[str, int]] = frozenset()
    generates_functions: bool = False
    """Modules that use this one may get functions that no design states."""
    is_read: bool = True
    """False for a document that is too long for a design."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By module; of a context's document."""

    def named(self, name: str) -> list[Function]:
        """The places that state a function of this name."""
        return [each for each in self.functions if each.name == name]

    @property
    def states_functions(self) -> bool:
        """Whether the document says which functions there are."""
        return any(each.source != "mention" for each in self.functions)

    @property
    def callbacks(self) -> list[Function]:
        """The callbacks of a behaviour, without those that may be left out."""
        return [
            each
            for each in self.functions
            if each.source == "callback"
            and not any((each.name, a) in self.optional_callbacks for a in each.signature.arities)
        ]


def read_design(
    path: str, module: str, text: str, entries: Mapping[str, range] | None = None
) -> Design:
    """Read one document; never raises, whatever the text is.

    Args:
        path: from the repository's root.
        module: whole name of the module that it is about.
        text: the document; of one that is too long for a design nothing is read.
        entries: of a context's document, the lines that are about a component, by module.
    """
    return _read(path, module, text, tuple((entries or {}).items()))


# A session checks again after each revision, of which most change one document.
@lru_cache(maxsize=1_024)
def _read(path: str, module: str, text: str, entries: tuple[tuple[str, range], ...]) -> Design:
    if is_too_long(text):
        return Design(path, module, is_read=False)
    document = MarkdownDocument(COMMENT.sub(_blanked, text))
    code = [fence for fence in fences(document) if fence.is_elixir]
    declared = [each for fence in code for each in declarations(fence)]
    code_lines = frozenset(
        number for fence in fences(document) for number in range(fence.line - 1, fence.end + 1)
    )
    aliases = _aliases(declared)
    functions = [
        *declared_functions(declared, aliases),
        *described_functions(document, code_lines, aliases),
    ]
    functions.sort(key=lambda each: each.line)
    spans = dict(entries)
    own = [each for each in functions if not any(each.line in span for span in spans.values())]
    return Design(
        path=path,
        module=module,
        functions=tuple(own),
        calls=tuple(_calls(document, code, declared, code_lines, own)),
        dependencies=_dependencies(document),
        behaviours=tuple(
            each
            for each in implemented_behaviours(document, code_lines, declared)
            if not any(each.line in span for span in spans.values())
        ),
        mentions=tuple(mentioned_modules(document)),
        fields=tuple(schema_fields(document)),
        stated_type=declared_type(document),
        is_titled=document.title is not None and "." in (title_module(document.title.text) or ""),
        has_sections=any(compared(h) in _SECTIONS for h in document.headings if h.level == 2),
        optional_callbacks=frozenset(_optional(declared, functions)),
        generates_functions=_GENERATES.search(text) is not None,
        entries={name: _entry(document, functions, span) for name, span in spans.items()},
    )


def _blanked(comment: re.Match[str]) -> str:
    """A comment without its text, of as many lines."""
    return _LINE.sub("", comment.group())


def _aliases(declared: Iterable[Declaration]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in declared:
        colons = top_position(each.source, "::") if each.kind == "type" else -1
        if colons > 0:
            name = each.source[:colons].partition("(")[0].strip()
            found[name] = each.source[colons + 2 :].strip()
    return found


def _calls(
    document: MarkdownDocument,
    code: list[Fence],
    declared: list[Declaration],
    code_lines: frozenset[int],
    functions: list[Function],
) -> list[Call]:
    of_lists = list(listed_delegates(document, code_lines))
    declaring = {number for each in declared for number in range(each.line, each.end)}
    headings = {heading.line for heading in document.headings}
    passed_over = code_lines | headings | {each.line for each in of_lists}
    found = [
        *of_lists,
        *declared_delegates(declared),
        *calls_in_text(document, frozenset(passed_over)),
        *(call for fence in code for call in calls_in_code(fence, declaring)),
    ]
    not_there = _lines_about_what_is_not_there(document)
    found = [call for call in found if call.line not in not_there]
    found.sort(key=lambda call: call.line)
    return list(with_delegating_functions(found, functions, document))


def _lines_about_what_is_not_there(document: MarkdownDocument) -> set[int]:
    return {
        number
        for heading in document.headings
        if _NOT_THERE.fullmatch(compared(heading)) is not None
        for number in range(heading.line, document.end_of(heading))
    }


def _dependencies(document: MarkdownDocument) -> tuple[Named, ...] | None:
    found = declared_dependencies(document)
    return None if found is None else tuple(found)


def _optional(
    declared: Iterable[Declaration], functions: Iterable[Function]
) -> Iterable[tuple[str, int]]:
    for each in declared:
        if each.kind == "optional_callbacks":
            for name, arity in _OPTIONAL.findall(each.source):
                yield name, int(arity)
    for function in functions:
        if "optional" in function.says.lower():
            signature: Signature = function.signature
            yield from ((signature.name, arity) for arity in signature.arities)


def _entry(document: MarkdownDocument, functions: list[Function], span: range) -> Entry:
    implements = [
        each for number in span for each in implementations_in(document.lines[number - 1], number)
    ]
    provides = [
        each for number in span for each in provided_functions(document.lines[number - 1], number)
    ]
    contains = [
        Named(name, number, " ".join(document.lines[number - 1].split()))
        for number in span
        for name in contained_fields(document.lines[number - 1])
    ]
    stated = (each for each in functions if each.line in span)
    return Entry(tuple(stated), tuple(implements), tuple(provides), tuple(contains))
