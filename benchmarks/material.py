"""What every system works on: names of components, and notes that the agent reads."""

from __future__ import annotations

READS = 5
"""Turns with one read each; the next one submits the design."""
TURNS = READS + 1
CONTEXT = "Shop.Catalog"
CONTEXT_PATH = "docs/design/shop/catalog.md"
_TYPES = ("schema", "repository", "genserver", "other")
_SENTENCE = (
    "Readers find the newest entries first, and nothing is shown to an account that it does not "
    "belong to; a missing entry is told apart from one that may not be seen."
)


def component(number: int) -> tuple[str, str]:
    """Name and type of a component, from 1."""
    return f"Part{number:04}", _TYPES[number % len(_TYPES)]


def note_path(number: int) -> str:
    """Path of a note in the repository, from 1."""
    return f"notes/part{number}.md"


def note(number: int) -> str:
    """A note of about two kilobytes."""
    lines = [f"{line}. {_SENTENCE}" for line in range(1, 13)]
    return f"# Note {number}\n\n" + "\n".join(lines) + "\n"


def context_document(components: int) -> str:
    """The design of a context with so many components, about 120 characters each."""
    entries = []
    for number in range(1, components + 1):
        name, kind = component(number)
        entries.append(
            f"### {name}\n\n| field | value |\n| --- | --- |\n| type | {kind} |\n\n"
            f"Keeps part {number} of the catalog.\n"
        )
    opening = f"# {CONTEXT}\n\n## Purpose\n\nThe catalog of a shop.\n\n## Components\n\n"
    return opening + "\n".join(entries)
