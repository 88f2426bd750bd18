"""How documents write the names of components: ``Post``, ``Blog.Post (schema): text``, paths."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from design_sessions.components import is_known_type
from design_sessions.context_document.lines.parentheses import Parentheses, read_parentheses
from design_sessions.context_document.lines.type_words import type_and_text
from design_sessions.modules import is_module_name

LONGEST_HEAD = 400
"""Characters at the start of a line in which a name is looked for."""

POINTS_TO = "\u2192 "
"""What goes before a text of names that stood behind an arrow."""

MODULE = r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*"

_NUMBER = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?\s+)?"
_NAMED = re.compile(
    rf"{_NUMBER}(?P<name>[A-Z][A-Za-z0-9_.]*)"
    r"\s*(?:\((?P<kind>(?:[^()]|\([^()]*\))*)\)|[\[{{](?P<bracketed>[^\[\]{{}}#]*)[\]}}])?"
    r"\s*(?:$|(?:[-=]+>|[\u2192\u21d2\u27f6])(?P<pointed>.*)|[:=|\u2013\u2014](?P<text>.*)"
    r"|-+\s(?P<dashed>.*)"
    r"|(?<=[\s)\]])(?P<rest>[A-Za-z].*)|(?P<more>[^\w\s].*))"
)
_ARROW = re.compile(r"^(?:[-=]+>|[\u2192\u21d2\u27f6])\s*(?=[`*_]*[A-Z])")
_POINTED = re.compile(r"[`*_]*[A-Z]")
_ANCHOR = re.compile(r"\s*\{#[^{}]*\}$")
_DECORATION = re.compile(r"(?:\[[ xX]\]\s|[^\w\s`*\[(./~$@:%-][\u200d\ufe0e\ufe0f]?)\s*")
_WRAPPED = re.compile(rf"\[(?P<name>{MODULE})\](?!\()")
_QUOTED = re.compile(
    rf"^[\"\u00ab\u00bb\u201c-\u201e](?P<name>{MODULE})[\"\u00ab\u00bb\u201c-\u201e](?=[\s:,]|$)"
)
_FUNCTION = re.compile(
    rf"(?:(?P<module>{MODULE})\.)?[a-z_][A-Za-z0-9_]*[!?]?(?:(?P<call>/[0-9]|\()|(?=\s|$|[,:]))"
)
_KIND_WORDS = frozenset(
    {"schema", "module", "genserver", "liveview", "behaviour", "behavior", "context"}
)
"""Words that say what a component is when they follow its name; ``repository``, ``registry`` and
``task`` are as often the end of the name itself."""
_PROSE_HEADINGS = frozenset(
    {
        *("architecture", "conclusion", "considerations", "dependencies", "diagram", "examples"),
        *("future", "guidelines", "hierarchy", "introduction", "legend", "notes", "overview"),
        *("principles", "rationale", "references", "relationships", "responsibilities"),
        *("roadmap", "structure", "summary", "testing"),
    }
)
"""Headings that speak about components and, by themselves, name none."""
_PROSE_ENDINGS = _PROSE_HEADINGS | {
    *("description", "design", "details", "flow", "flows", "handling", "integrations"),
    *("interactions", "layout", "lifecycle", "patterns", "relations", "strategy", "tree", "usage"),
}
"""Last words by which a heading of several words names none."""
_MOST_JOINED_WORDS = 4


@dataclass(frozen=True)
class NamedText:
    """``Name (kind): text``, of which all but the name may be missing.

    ``joined`` names were written as several words. ``other_name`` is what the name may also be:
    ``Post schema`` is the schema ``Post``, or else ``PostSchema``. ``title`` is what stood before
    the name, when that is a module in parentheses. ``route`` and ``document`` are those that stood
    in parentheses in place of the kind. A name that ``shares_type`` has none of its own: its line
    says one for all names in it, or none. Names behind an arrow are a text that begins with
    :data:`POINTS_TO`.
    """

    name: str
    kind: str | None = None
    text: str = ""
    joined: bool = False
    other_name: str | None = None
    title: str | None = None
    route: str | None = None
    document: str | None = None
    shares_type: bool = False
    priority: int = 0


def read_named(text: str) -> NamedText | None:
    """Read one line of plain text that starts with a module name; None when it does not."""
    match = _NAMED.match(" ".join(text.split()))
    return None if match is None or match["rest"] or match["more"] else _named(match, "")


def read_component_name(text: str) -> NamedText | None:
    """Read a line that is expected to name a component, as people write them.

    Takes off check boxes and symbols around, takes ``Post schema``, ``Post (schema) stores it``,
    ``Post (schema), one for each``, ``Post, a schema``, ``Post list (MyApp.Blog.Posts)``, and joins
    capitalised words: ``Session Manager`` is ``SessionManager``. None for prose and functions.
    """
    line = undecorated(text)
    match = _NAMED.match(line)
    if match is not None:
        is_typed = match["kind"] or match["bracketed"] or _is_apposition(match["more"])
        more = match["more"] if is_typed else None
        named = _named(match, (more or "").strip(" .,;!"))
        if named is not None and not match["rest"] and (more or not match["more"]):
            return named
        if named is not None and named.kind is not None and is_known_type(named.kind):
            return replace(named, text=match["rest"] or "")
    return _of_words(line)


def with_stated_type(named: NamedText) -> NamedText:
    """The same with the type that its text begins with, unless it has a type in parentheses."""
    if named.kind is not None:
        return named
    kind, text = type_and_text(named.text)
    return replace(named, kind=kind, text=_ARROW.sub(POINTS_TO, text, count=1))


def _is_apposition(more: str | None) -> bool:
    """Whether a type stands behind a comma: ``Post, a schema``."""
    return (more or "").startswith(",") and type_and_text((more or "")[1:])[0] is not None


def undecorated(text: str, longest: int = LONGEST_HEAD) -> str:
    """The start of a line without check boxes and symbols in front, anchors and symbols behind.

    Args:
        text: one line.
        longest: the characters that are looked at.
    """
    line = _WRAPPED.sub(lambda found: found["name"], " ".join(text[:longest].split()), count=1)
    line = _QUOTED.sub(lambda found: found["name"], line, count=1)
    line = _DECORATION.sub("", line, count=1) if _DECORATION.match(line) else line
    end = len(line)
    while end and not (
        line[end - 1].isascii()
        or line[end - 1].isalnum()
        or line[end - 1] in "\u201c\u201d\u00ab\u00bb"
    ):
        end -= 1
    return _ANCHOR.sub("", line[:end].rstrip())


def _named(match: re.Match[str], more: str) -> NamedText | None:
    name = match["name"].strip(".")
    if not is_module_name(name):
        return None
    inside = read_parentheses(match["kind"] or match["bracketed"] or "")
    text = (match["pointed"] or match["text"] or match["dashed"] or more).strip()
    points_at_names = match["pointed"] and _POINTED.match(text)
    return _completed(name, inside, f"{POINTS_TO}{text}" if points_at_names else text)


def _completed(name: str, inside: Parentheses, text: str) -> NamedText:
    if inside.module is not None:
        return NamedText(inside.module, None, text, title=name)
    if inside.remark is not None:
        text = " ".join(part for part in (f"({inside.remark})", text) if part)
    return NamedText(
        name,
        inside.kind,
        text,
        route=inside.route,
        document=inside.document,
        priority=inside.priority,
    )


def _of_words(line: str) -> NamedText | None:
    """``Session Manager (genserver): text`` and ``Post schema: text``."""
    head, mark, text = _head(line)
    inside = Parentheses()
    if head.endswith(")") and "(" in head:
        head, _, rest = head[:-1].partition("(")
        inside = read_parentheses(rest)
        if inside.module is not None:
            return NamedText(inside.module, None, text)
        if inside.remark is not None:
            text = f"({inside.remark}) {text}".strip()
    kind = inside.kind
    words = re.sub(f"^{_NUMBER}", "", head).split()
    if not words or not is_module_name(words[0]):
        return None
    if len(words) == 2 and words[1].lower() in _KIND_WORDS:
        joined = "".join(words) if words[1][:1].isupper() else None
        kind = kind or words[1]
        return NamedText(words[0], kind, text, other_name=joined, priority=inside.priority)
    if len(words) == 1 or len(words) > _MOST_JOINED_WORDS or (mark == "" and text):
        return None
    if words[-1].lower() in _PROSE_ENDINGS or not all(word[:1].isupper() for word in words):
        return None
    name = "".join(words)
    if not is_module_name(name):
        return None
    return NamedText(
        name,
        kind,
        text,
        joined=True,
        route=inside.route,
        document=inside.document,
        priority=inside.priority,
    )


def _head(line: str) -> tuple[str, str, str]:
    """A line before and after the first mark that sets a name off from a text."""
    match = re.search(r"\s*(?::(?=\s|$)|[\u2013\u2014\u2192]|\s-+>?\s)\s*", line)
    if match is None:
        return line, "", ""
    return line[: match.start()], match.group().strip(), line[match.end() :]


def speaks_about_components(name: str) -> bool:
    """Whether a heading such as ``Overview`` or ``Notes`` names no component by itself."""
    return name.lower() in _PROSE_HEADINGS


def function_module(text: str) -> str | None:
    """The module before a function: ``Foo.Bar`` for ``Foo.Bar.create/2``; None for other text."""
    match = _FUNCTION.match(text)
    return match["module"] if match else None


def is_function(text: str) -> bool:
    """Whether a line begins with a function, such as ``create/2`` or ``Foo.list()``."""
    match = _FUNCTION.match(text)
    return match is not None and match["call"] is not None
