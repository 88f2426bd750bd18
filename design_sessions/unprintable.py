"""Characters that a screen obeys instead of showing, in texts of models, documents and file names.

Control characters (C0 and C1) can write a terminal's clipboard and title and hide what was printed.
Marks of bidirectional text reorder a line, so that it reads otherwise than it is (CVE-2021-42574).
"""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BIDIRECTIONAL = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

UNPRINTABLE = re.compile(f"[{_CONTROLS}{_BIDIRECTIONAL}{_SURROGATES}]")
"""What no document may have; a tab and the ends of lines are none of it."""
_IN_A_TEXT = re.compile(rf"{UNPRINTABLE.pattern}|\r(?!\n)")
_IN_A_LINE = re.compile(f"[{_CONTROLS}{_BIDIRECTIONAL}{_SURROGATES}\\r\\n\\u2028\\u2029]")
_COMMAND = re.compile(r"^(\s*)(?:(?=::)|(?=##\[)).", re.MULTILINE)
"""How a line begins that a CI job's log takes for a command."""


def kind_of(character: str) -> str:
    """What one of :data:`UNPRINTABLE` is called."""
    is_mark = re.match(f"[{_BIDIRECTIONAL}]", character)
    return "mark of bidirectional text" if is_mark else "control character"


def is_printable(line: str) -> bool:
    """Whether a line, such as a file's name, can be shown as it is."""
    return not _IN_A_LINE.search(line)


def printable_text(text: str) -> str:
    """Several lines as a screen may get them: what it would obey is U+FFFD."""
    return _IN_A_TEXT.sub(_REPLACEMENT, text)


def printable_line(line: str) -> str:
    """One line as a screen may get it: it stays one, and is no command of a CI job's log."""
    return without_commands(_IN_A_LINE.sub(_REPLACEMENT, line))


def without_commands(text: str) -> str:
    """A text of which no line is a command of a CI job's log."""
    return _COMMAND.sub(rf"\1{_REPLACEMENT}", text)


def printable_value(value: object) -> object:
    """A value of JSON of which every text is as a screen may get it."""
    match value:
        case str():
            return printable_text(value)
        case list():
            return [printable_value(each) for each in value]
        case dict():
            return {printable_text(str(key)): printable_value(each) for key, each in value.items()}
        case _:
            return value


def printable_json(text: str) -> str:
    """JSON that means the same, with escapes for what a screen would obey."""
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
