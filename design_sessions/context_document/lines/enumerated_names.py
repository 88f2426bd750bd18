"""The names that a sentence enumerates behind a verb: ``the Post, its Tag and Users.list/1``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.components import is_known_type
from design_sessions.context_document.lines.names import MODULE

_NO_ADJECTIVE = (
    r"(?:as|at|by|either|for|from|in|instead|neither|never|no|none|not|nothing|of|on|rather|that|to"
    r"|when|with) |[a-z-]+s "
)
_QUOTE = "[\"'\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019\u201a]?"
_ITEM = re.compile(
    r"(?:(?:to|from|on|upon) )?"
    r"(?:(?:the|an?|its|our|their|this|these|both|either|all|each|every|also|only) )*"
    rf"(?P<adjectives>(?:(?!{_NO_ADJECTIVE})[a-z][a-z-]* ){{0,2}}?)"
    rf"{_QUOTE}(?P<name>{MODULE})(?:\.[a-z_]\w*[?!]?(?:/[0-9]+|\(\))?)?{_QUOTE}(?:s\b)?(?![\w/])"
)
SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:and|or|und|oder)\b|[,&]|(?<=\s)[/+](?=\s)|\b(?:and|or|und|oder|as well as)\b)\s*"
)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_NONE_AT_ALL = re.compile(r"(?:neither|no|none|nothing)\b", re.IGNORECASE)
_OPENS_A_CLAUSE = re.compile(
    r"\s*(?:(?!(?:across|always|as|behaviou?rs|changesets|components|contexts|entries|events"
    r"|functions|genservers|its|liveviews|messages|modules|plus|processes|queries|records"
    r"|repositories|rows|schemas|servers|structs|tables|tasks|this|topics|views)\b)[a-z]+s\b"
    r"|(?:can|could|did|may|might|must|should|will)\b)"
)
ONLY_NAMES = re.compile(rf"(?:[Tt]he )?{MODULE}(?:(?:,| and|, and|,? &) (?:the )?{MODULE})*[ .]*")
_NEXT_CAPITAL = re.compile(r"\s+(?P<word>[A-Z]\w*)")
_QUALIFIED = re.compile(
    r"(?!(?:and|api|app|as|at|before|behaviou?r|by|client|component|context|directly|for|from|if|in"
    r"|instead|library|module|of|on|once|or|over|per|process|queue|registry|repo|repository|schema"
    r"|server|service|so|system|table|task|that|through|to|via|when|where|which|while|with|worker)"
    r"s?\b)[a-z]"
)
"""A word behind a name that makes it part of another noun: ``User roles``."""
_NOUNS = frozenset({"component", "context", "module"})


@dataclass(frozen=True)
class UsedName:
    """A name behind a verb of use. Without a doubt it names something of its own if ``is_direct``,
    which ``appropriate DataProvider`` does not."""

    name: str
    is_direct: bool


def without_parentheses(text: str) -> str:
    """The text with spaces in place of what stands in parentheses."""
    return _IN_PARENTHESES.sub(lambda found: " " * len(found.group()), text)


def is_noun(word: str | None) -> bool:
    """Whether a word behind a name only says what that is: ``Post schema``."""
    return word is None or word.lower() in _NOUNS or is_known_type(word)


def names_behind(rest: str) -> tuple[list[UsedName], int]:
    """The names that are enumerated at the start of a text, and how much of it they take."""
    text = without_parentheses(rest)
    found: list[UsedName] = []
    position = 0
    if _NONE_AT_ALL.match(text):
        return [], 0
    while True:
        item = _ITEM.match(text, position)
        separator = SEPARATOR.search(text, item.end() if item else position)
        end = separator.start() if separator else len(text)
        is_first = position == 0
        opens = text[item.end() if item else position : end]
        if not is_first and (_OPENS_A_CLAUSE.match(opens) or (item and item["adjectives"])):
            return found, position
        name = _name_of(item, text) if item is not None else None
        if item is not None and name is not None:
            word = opens.split(maxsplit=1)[0] if opens.strip() else ""
            found.append(UsedName(name, not item["adjectives"] and not _QUALIFIED.match(word)))
        if separator is None:
            return found, end
        position = separator.end()


def _name_of(item: re.Match[str], text: str) -> str | None:
    """The name, also where its type follows; None for a part of ``Google Ads API``."""
    following = _NEXT_CAPITAL.match(text, item.end())
    if following is None or is_noun(following["word"]):
        return item["name"]
    return None
