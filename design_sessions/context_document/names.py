"""How documents write the names of components: ``Post``, ``Blog.Post (schema): text``, paths."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.modules import camelize, is_module_name

LONGEST_HEAD = 400
"""Characters at the start of a line in which a name is looked for."""

MODULE = r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*"

_NUMBER = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?\s+)?"
_NAMED = re.compile(
    rf"{_NUMBER}(?P<name>[A-Z][A-Za-z0-9_.]*)"
    r"\s*(?:\((?P<kind>(?:[^()]|\([^()]*\))*)\)|\[(?P<bracketed>[^\[\]]*)\])?"
    r"\s*(?:$|[:=|\u2013\u2014\u2192](?P<text>.*)|-+>?\s(?P<dashed>.*)|(?<=[\s)\]])(?P<rest>[A-Za-z].*))"
)
_DECORATION = re.compile(r"(?:\[[ xX]\]\s|[^\w`*\[(./~$@:%-])\s*")
_WRAPPED = re.compile(rf"\[(?P<name>{MODULE})\](?!\()")
_PATH = re.compile(r"(?P<path>(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.(?:spec\.md|md|exs?|heex))(?![\w/])")
_FUNCTION = re.compile(
    rf"(?:(?P<module>{MODULE})\.)?[a-z_][A-Za-z0-9_]*[!?]?(?:(?P<call>/[0-9]|\()|(?=\s|$|[,:]))"
)
_ASIDE = re.compile(r"(?:a|an|and|for|from|in|new|of|on|one|or|per|see|the|uses|via|with)\b", re.I)
_KIND_WORDS = frozenset(
    {"schema", "module", "genserver", "liveview", "behaviour", "behavior", "context"}
)
"""Words that say what a component is when they follow its name; ``repository``, ``registry`` and
``task`` are as often the end of the name itself."""
_PROSE_HEADINGS = frozenset(
    {
        *("architecture", "conclusion", "considerations", "dependencies", "diagram", "examples"),
        *("guidelines", "hierarchy", "introduction", "legend", "notes", "overview", "principles"),
        *("rationale", "references", "relationships", "responsibilities", "structure", "summary"),
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
    ``Post schema`` is the schema ``Post``, or else ``PostSchema``.
    """

    name: str
    kind: str | None = None
    text: str = ""
    joined: bool = False
    other_name: str | None = None


def read_named(text: str) -> NamedText | None:
    """Read one line of plain text that starts with a module name; None when it does not."""
    match = _NAMED.match(" ".join(text.split()))
    return None if match is None or match["rest"] else _named(match)


def read_component_name(text: str) -> NamedText | None:
    """Read a line that is expected to name a component, as people write them.

    Takes off check boxes and symbols in front, takes ``Post schema``, ``Post (schema) stores it``,
    ``Post list (MyApp.Blog.Posts)``, and joins capitalised words: ``Session Manager`` is
    ``SessionManager``. None for prose and functions.
    """
    line = _WRAPPED.sub(lambda found: found["name"], " ".join(text[:LONGEST_HEAD].split()), count=1)
    line = _DECORATION.sub("", line, count=1) if _DECORATION.match(line) else line
    match = _NAMED.match(line)
    if match is not None:
        named = _named(match)
        if named is not None and not match["rest"]:
            return named
        if named is not None and named.kind is not None and is_known_type(named.kind):
            return NamedText(named.name, named.kind, match["rest"])
    return _of_words(line)


def _named(match: re.Match[str]) -> NamedText | None:
    name = match["name"].strip(".")
    if not is_module_name(name):
        return None
    kind = (match["kind"] or match["bracketed"] or "").strip() or None
    text = (match["text"] or match["dashed"] or "").strip()
    if kind is not None and is_module_name(kind) and "." in kind:
        return NamedText(kind, None, text)
    if kind is not None and _is_remark(kind):
        return NamedText(name, None, " ".join(part for part in (f"({kind})", text) if part))
    return NamedText(name, kind, text)


def _is_remark(kind: str) -> bool:
    """Whether what stands in parentheses is a remark and no type."""
    if normal_type(kind) is not ComponentType.OTHER:
        return False
    return len(kind.split()) > 3 or _ASIDE.match(kind) is not None or "`" in kind


def _of_words(line: str) -> NamedText | None:
    """``Session Manager (genserver): text`` and ``Post schema: text``."""
    head, mark, text = _head(line)
    kind: str | None = None
    if head.endswith(")") and "(" in head:
        head, _, inside = head[:-1].partition("(")
        kind = inside.strip() or None
        if kind is not None and "." in kind and is_module_name(kind):
            return NamedText(kind, None, text)
        if kind is not None and _is_remark(kind):
            kind, text = None, f"({kind}) {text}".strip()
    words = re.sub(f"^{_NUMBER}", "", head).split()
    if not words or not is_module_name(words[0]):
        return None
    if len(words) == 2 and words[1].lower() in _KIND_WORDS:
        joined = "".join(words) if words[1][:1].isupper() else None
        return NamedText(words[0], kind or words[1], text, other_name=joined)
    if len(words) == 1 or len(words) > _MOST_JOINED_WORDS or (mark == "" and text):
        return None
    if words[-1].lower() in _PROSE_ENDINGS or not all(word[:1].isupper() for word in words):
        return None
    name = "".join(words)
    return NamedText(name, kind, text, joined=True) if is_module_name(name) else None


def _head(line: str) -> tuple[str, str, str]:
    """A line before and after the first mark that sets a name off from a text."""
    match = re.search(r"\s*(?::(?=\s|$)|[\u2013\u2014\u2192]|\s-+>?\s)\s*", line)
    if match is None:
        return line, "", ""
    return line[: match.start()], match.group().strip(), line[match.end() :]


def speaks_about_components(name: str) -> bool:
    """Whether a heading such as ``Overview`` or ``Notes`` names no component by itself."""
    return name.lower() in _PROSE_HEADINGS


def read_path(text: str) -> tuple[str, str] | None:
    """The path of a document or source file that a line begins with, and the text after it."""
    match = _PATH.match(text.lstrip("`<*_ "))
    if match is None:
        return None
    after = text.lstrip("`<*_ ")[match.end() :]
    return match["path"], after.lstrip(" )>`*_:\u2013\u2014-").strip()


def is_document(path: str) -> bool:
    """Whether a path is that of a Markdown document, not of source code."""
    return path.endswith(".md")


def module_of_source(path: str) -> str | None:
    """The module of an Elixir source file: ``lib/my_app/blog/post.ex`` gives ``MyApp.Blog.Post``.

    None for tests, scripts and what makes no module name.
    """
    stem = posixpath.normpath(path).rpartition(".")[0].removesuffix(".html")
    parts = [part for part in stem.split("/") if part not in ("", ".", "..")]
    if "lib" in parts:
        parts = parts[len(parts) - parts[::-1].index("lib") :]
    if not parts or parts[-1].endswith("_test") or path.endswith((".exs", ".heex")):
        return None
    name = ".".join(camelize(part) for part in parts)
    return name if is_module_name(name) else None


def function_module(text: str) -> str | None:
    """The module before a function: ``Foo.Bar`` for ``Foo.Bar.create/2``; None for other text."""
    match = _FUNCTION.match(text)
    return match["module"] if match else None


def is_function(text: str) -> bool:
    """Whether a line begins with a function, such as ``create/2`` or ``Foo.list()``."""
    match = _FUNCTION.match(text)
    return match is not None and match["call"] is not None
