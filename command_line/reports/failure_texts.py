"""Failures for people: each text once, even where a session's status repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from design_sessions.status import Attention, ComponentReason, SessionStatusView

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"\$(?P<number>{_NUMBER})"
    rf"|(?<![\w.$-])(?P<count>{_NUMBER}) ?"
    r"(?P<unit>seconds?|minutes?|hours?|days?|ms|s|tokens?|tries|try|characters?|bytes?|kB|MB)\b"
)
"""Of money, time or size: what differs between calls that fail for one reason."""


def components_of(attention: Attention) -> frozenset[str]:
    """Names of the components that an attention lists."""
    troubled = [entry.component for entry in [*attention.failed, *attention.cancelled]]
    return frozenset([*troubled, *(entry.component for entry in attention.missing)])


def short_attention(attention: Attention) -> str:
    """An attention's reason without the reasons and paths that its lists repeat."""
    return _without(
        attention.reason,
        [
            *((entry.component, entry.reason) for entry in attention.failed),
            *((entry.component, entry.path) for entry in attention.missing),
        ],
    )


def short_error(view: SessionStatusView) -> str:
    """A session's error without the errors that its components show; empty if it has none."""
    named = [(c.name, text) for c in view.components for text in (c.error, c.design_path) if text]
    return _without(view.error or "", named)


def grouped(entries: Iterable[ComponentReason], *, said: str = "") -> list[tuple[list[str], str]]:
    """Names and reason: components with the same reason together, in order of appearance.

    Reasons that differ only in amounts are one, which says from where to where these go.

    Args:
        entries: components with their reasons.
        said: text that is shown beside them; reasons that it already contains are left empty.
    """
    groups: dict[str, list[ComponentReason]] = {}
    for entry in entries:
        groups.setdefault(_AMOUNT.sub(_unit, entry.reason), []).append(entry)
    return [
        (
            [member.component for member in members],
            ""
            if all(member.reason in said for member in members)
            else _joined([member.reason for member in members]),
        )
        for members in groups.values()
    ]


def _unit(amount: re.Match[str]) -> str:
    """What an amount is of, in the singular, to compare reasons by."""
    unit = amount["unit"] or "$"
    return "\0" + ("try" if unit == "tries" else unit.rstrip("s") or unit)


def _joined(reasons: Sequence[str]) -> str:
    """One reason for several that differ only in amounts: ``$1.20 to $3.00``."""
    columns = zip(*(_AMOUNT.finditer(reason) for reason in reasons), strict=True)
    text, position = "", 0
    for column in columns:
        ordered = sorted(column, key=_value)
        low, high = ordered[0][0], ordered[-1][0]
        first = column[0]
        text += first.string[position : first.start()]
        text += low if _value(ordered[0]) == _value(ordered[-1]) else f"{low} to {high}"
        position = first.end()
    return text + reasons[0][position:]


def _value(amount: re.Match[str]) -> float:
    return float((amount["number"] or amount["count"]).replace(",", ""))


def _without(text: str, named: Iterable[tuple[str, str]]) -> str:
    for name, detail in named:
        whole = f"{name} ({detail})"
        text = text.replace(whole, name)
        # A long text was cut when it was made; the lists have the rest.
        start = text.rfind(f"{name} (")
        if start >= 0 and whole.startswith(text[start:]):
            text = f"{text[:start]}{name} …"
    return text
