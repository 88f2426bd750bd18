"""Names that a text seems to mention but no format could read: for diagnostics only."""

from __future__ import annotations

import re
from collections.abc import Collection

from design_sessions.components import is_known_type
from design_sessions.context_document.lines.names import LONGEST_HEAD
from design_sessions.elixir_modules import LIBRARIES
from design_sessions.markdown import plain_text

_WORD = re.compile(
    r"(?<![\w./@#:'\u2019-])[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*(?![\w/(-]|\.\w)"
)
_SENTENCE_END = re.compile(r"(?:^|[.!?:]\s|^\W+)$")
_SAYS_WHAT_IT_IS = re.compile(r"\s+(?:is|are|was|has)\b|\s*\(")
PRONOUNS = frozenset(
    {
        *("A", "All", "An", "Another", "Any", "Both", "Each", "Every", "Everything", "He", "Here"),
        *("I", "It", "None", "Nothing", "One", "Other", "Others", "She", "Some", "That", "The"),
        *("There", "These", "They", "This", "Those", "We", "What", "Which", "Who", "You"),
    }
)
_OF_THE_PLATFORM = LIBRARIES.union(
    ("Elixir", "Erlang", "GitHub", "JavaScript", "Markdown", "PostgreSQL", "PubSub")
)
_MOST_SHOWN = 3


def unread_names(line: str, known: Collection[str]) -> list[str]:
    """Capitalised names in a line of markup that may be components; at most three.

    Takes names of several words (``TestRun``) or segments, and single words inside a sentence;
    one that begins a sentence only where that says what it is. Types, acronyms, what every project
    is built with and ``known`` words are none.
    """
    text = plain_text(line[:LONGEST_HEAD])
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        is_of_others = word in PRONOUNS or word.split(".", 1)[0] in _OF_THE_PLATFORM
        if word in known or is_of_others or word.isupper():
            continue
        if is_known_type(word):
            continue
        is_compound = "." in word or re.search(r"[a-z0-9][A-Z]", word) is not None
        begins = _SENTENCE_END.search(text[max(0, match.start() - 3) : match.start()]) is not None
        begins = begins or match.start() == 0
        if is_compound or not begins or _SAYS_WHAT_IT_IS.match(text, match.end()) is not None:
            found.append(word)
    return list(dict.fromkeys(found))[:_MOST_SHOWN]
