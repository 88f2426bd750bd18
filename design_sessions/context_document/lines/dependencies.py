"""Dependencies in all the ways that documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from design_sessions.context_document.lines.fields import says_nothing
from design_sessions.context_document.lines.listed_paths import is_document, read_path
from design_sessions.context_document.lines.lists import ListItem
from design_sessions.context_document.lines.names import (
    LONGEST_HEAD,
    MODULE,
    function_module,
    read_named,
)
from design_sessions.context_document.lines.sentences_of_use import is_about_use, names_used
from design_sessions.markdown import plain_text
from design_sessions.modules import camelize, is_module_name

_SEPARATOR = re.compile(r"[,;&\n]|\s[/+]\s|\b(?:and|or|und)\b")
_LEADING = re.compile(rf"(?P<name>{MODULE})(?:\s+(?P<next>[a-z(].*)|\s+Context\b.*)$")
_SENTENCE_STARTS = frozenset(
    {
        *("A", "All", "An", "Any", "Builds", "Calls", "Depends", "Each", "It", "Needs", "No"),
        *("Only", "Relies", "Requires", "See", "The", "These", "This", "Used", "Uses"),
    }
)
_IN_PROSE = re.compile(
    rf"`(?P<code>{MODULE})`|\*\*(?P<bold>{MODULE})\*\*|(?<![\w./`])(?P<dotted>{MODULE}\.[A-Z]\w*)"
)
_DEPENDS_ON = re.compile(r"\bdepends (?:only )?on:? ", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:(?:the|an?|also|both|on|only|uses?|requires?)\s+)+", re.IGNORECASE)
_NEGATION = re.compile(r"(?:no|none|nothing)\b", re.IGNORECASE)


def read_dependency(markup: str) -> list[str] | None:
    """The module names that one item names, usually one; empty for ``None``.

    Takes ``Foo``, ``**Foo** - text``, ``[Foo](foo.md)``, ``Foo.bar/2``, ``Foo for text``, paths of
    documents and lists with commas. None when there is no module in it.
    """
    plain = plain_text(markup[:LONGEST_HEAD])
    name = _name_of(_without_article(plain))
    if says_nothing(plain) or (name is not None and says_nothing(name)):
        return []
    if name is not None:
        return [name]
    names = names_in_sentences(plain) if is_about_use(plain) else []
    if not names and _SEPARATOR.search(plain):
        names = read_names(plain)
    if names:
        return names
    return [] if _NEGATION.match(plain) else None


def read_names(text: str) -> list[str]:
    """The module names in a line such as ```Post`, MyApp.Users and Tag``; empty for ``None``."""
    plain = plain_text(text) if len(text) <= LONGEST_HEAD else text.replace("`", "")
    if says_nothing(plain):
        return []
    found = []
    for written in _SEPARATOR.split(plain):
        name = _name_of(_without_article(written.strip()))
        if name is not None and not says_nothing(name):
            found.append(name)
    return found


def names_of_items(items: Iterable[ListItem]) -> list[str]:
    """The module names of a list's items, without the lists inside them."""
    return [name for item in items for name in read_dependency(item.first_line) or []]


def names_in_prose(text: str) -> list[str]:
    """The modules that a text marks as code or in bold, or writes with a dot."""
    if says_nothing(text):
        return []
    found = []
    for match in _IN_PROSE.finditer(text):
        name = next(group for group in match.groups() if group)
        if is_module_name(name) and not says_nothing(name):
            found.append(name)
    return found


def names_after_depends_on(text: str) -> list[str]:
    """The modules in a sentence such as ``Depends on Users and Tag.``"""
    match = _DEPENDS_ON.search(text)
    if match is None:
        return []
    rest = text[match.end() : match.end() + LONGEST_HEAD]
    return read_names(re.split(r"[.:](?:\s|$)|\n", rest, maxsplit=1)[0])


def names_in_sentences(text: str) -> list[str]:
    """The modules that sentences name behind a verb: ``It depends on Users, and uses MyApp.Repo.``

    Names that are marked as code or in bold, or have a dot, are taken wherever they stand.
    """
    if says_nothing(text):
        return []
    names = [*names_used(text), *names_in_prose(text)]
    return sorted(dict.fromkeys(name for name in names if not says_nothing(name)), key=text.find)


def _without_article(text: str) -> str:
    found = _ARTICLE.match(text)
    return text if found is None else text[found.end() :]


def _name_of(plain: str) -> str | None:
    named = read_named(plain)
    return named.name if named is not None else _leading_name(plain)


def _leading_name(plain: str) -> str | None:
    path = read_path(plain)
    if path is not None:
        return _name_of_path(path[0])
    module = function_module(plain)
    if module is not None:
        return module
    if is_module_name(plain):
        return plain
    match = _LEADING.match(plain)
    if match is None or match["name"] in _SENTENCE_STARTS or not is_module_name(match["name"]):
        return None
    return match["name"]


def _name_of_path(path: str) -> str | None:
    if not is_document(path):
        return None
    stem = path.removesuffix(".md").removesuffix(".spec")
    parts = [part for part in stem.split("/") if part not in ("", ".", "..")]
    name = ".".join(camelize(part) for part in parts)
    return name if is_module_name(name) else None
