"""Words that people read in more than one room."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """The number with its noun: ``1 component``, ``3 components``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def dollars(amount: float | None) -> str:
    """``$0.0123`` for small amounts, ``$12.30`` for others, ``no price`` for None."""
    if amount is None:
        return "no price"
    return f"${amount:.4f}" if 0 < amount < 0.1 else f"${amount:,.2f}"
