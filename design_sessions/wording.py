"""Words: how they are compared, and how people read them in more than one room."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

EVERYTHING_ON_BASE = "everything is on the base already"
"""Why a session has nothing to review, and nothing to open a pull request for."""
NOT_CHOSEN = "others were chosen."
LEFT_AS_THEY_ARE = "Left as they are, since others were chosen"
"""What introduces the names of components that a session does not design."""
CONTINUE = "To continue"
"""What introduces the commands below a pull request's text, where no code host is set up."""
NOTHING_TO_OPEN = f"{EVERYTHING_ON_BASE.capitalize()}: there is no pull request to open."
"""Instead of a pull request's text."""


def letters(words: str) -> str:
    """The ASCII letters and digits in lower case, by which spellings of a word are compared.

    ``MCP Tool``, ``mcp_tool`` and ``McpTool`` are all ``mcptool``.
    """
    return re.sub(r"[^a-z0-9]", "", words.lower())


def nearest(word: str, known: Collection[str], *, likeness: float = 0.6) -> str | None:
    """The known word that a misspelt one most likely means; None if none is like it.

    Args:
        word: what was written; case counts.
        known: the words that it may mean.
        likeness: from 0 to 1, the least that counts, as :mod:`difflib` measures it.
    """
    return next(iter(difflib.get_close_matches(word, sorted(known), 1, likeness)), None)


def did_you_mean(words: str | Sequence[str], known: Collection[str]) -> str:
    """The end of a sentence about unknown words: ``; did you mean task?``, else a full stop.

    Capitals do not count.
    """
    by_letters = {word.lower(): word for word in sorted(known)}
    asked = [words] if isinstance(words, str) else words
    meant = [nearest(word.lower(), by_letters) for word in asked]
    found = list(dict.fromkeys(by_letters[word] for word in meant if word is not None))
    return f"; did you mean {' and '.join(found)}?" if found else "."


def one_line(text: str) -> str:
    """The text with single spaces for all its white space."""
    return " ".join(text.split())


def shortened(text: str, length: int) -> str:
    """One line of at most ``length`` characters."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1] + "…"


def fitting(texts: Sequence[str], room: int) -> list[str]:
    """The first of the texts that together, each with a separator, fit into ``room`` bytes."""
    kept: list[str] = []
    for text in texts:
        room -= len(text.encode()) + 2
        if room < 0:
            break
        kept.append(text)
    return kept


def listed(names: Sequence[str], most: int) -> str:
    """The first so many names, and how many more there are: ``A, B and 3 more``."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def first_sentence(text: str) -> str:
    """The first paragraph up to its first full stop before a space, in one line."""
    line = one_line(text.strip().split("\n\n", 1)[0])
    return line[: end + 1] if (end := line.find(". ")) >= 0 else line


def counted(number: int, noun: str) -> str:
    """The number with its noun: ``1 component``, ``3 components``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def dollars(amount: float | None) -> str:
    """USD with cents, or with four decimals below ten cents; ``no price`` for None.

    ``$1,012.30``, ``$0.0123``. A single call or a low limit costs less than a cent, so cents alone
    would round it to nothing.
    """
    if amount is None:
        return "no price"
    return f"${amount:.4f}" if 0 < amount < 0.1 else f"${amount:,.2f}"
