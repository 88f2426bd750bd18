"""Words that people read in more than one room."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """The number with its noun: ``1 component``, ``3 components``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
