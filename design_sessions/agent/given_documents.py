"""Documents of the repository in a message, so that nothing in their text can pass for the message.

Each stands between two tags whose name contains a mark that no document contains: a text can
neither end its own tag nor open another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from design_sessions.agent.tools import READ_FILE
from design_sessions.wording import one_line


@dataclass(frozen=True)
class GivenDocument:
    """A document as far as a message gives it."""

    path: str
    text: str
    """Whole lines, each with its end."""
    lines: int
    """Of the whole document."""
    lines_given: int
    about: Mapping[str, str]
    """What else its tag says."""

    @property
    def note(self) -> str | None:
        """What is left out, and how to read it; None if nothing is."""
        if self.lines_given == self.lines:
            return None
        return (
            f"{one_line(self.path)} is too long to be given in full: {self.lines_given:,} of its "
            f"{self.lines:,} lines are below. Read the rest with {READ_FILE}, "
            f"start_line={self.lines_given + 1}."
        )


def given_document(path: str, text: str, room: int, **about: str) -> GivenDocument:
    """The document, cut after the last line that fits into ``room`` bytes.

    Lines count as ``read_file`` counts them.
    """
    lines = text.replace("\0", "\ufffd").replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    given: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        given.append(f"{line}\n")
    return GivenDocument(path, "".join(given), len(lines), len(given), about)


def tag_for(documents: Sequence[GivenDocument]) -> str:
    """The name of the tags around these documents; the same for the same documents."""
    digest = hashlib.sha256("\0".join(each.text for each in documents).encode()).hexdigest()
    lengths = range(12, len(digest) + 1)
    mark = next(
        digest[:length]
        for length in lengths
        if not any(digest[:length] in document.text for document in documents)
    )
    return f"document-{mark}"


def in_tags(documents: Sequence[GivenDocument], tag: str) -> str:
    """The documents one after the other, each in its tags."""
    return "\n\n".join(_in_tags(document, tag) for document in documents)


def _in_tags(document: GivenDocument, tag: str) -> str:
    named = {"path": document.path, **document.about}
    attributes = " ".join(f"{name}={quoteattr(one_line(value))}" for name, value in named.items())
    return f"<{tag} {attributes}>\n{document.text}</{tag}>"
