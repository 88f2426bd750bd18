"""Components that need a person, each with what is wrong: the first in full, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from command_line.reports.failure_texts import grouped
from command_line.reports.short_reasons import cut_to, short_reason
from command_line.reports.wrapped_text import hanging
from design_sessions.status import Attention, ComponentStatus
from design_sessions.wording import counted, dollars, listed

_NAMES = 4
"""Components named on one line."""
_MOST_LINES = 40
_SHORTEST = 24
"""Columns of a reason that still say something."""


class Trouble:
    """Components that need a person for the same reason.

    Args:
        names: of the components.
        reason: of all of them; empty if it is shown elsewhere.
    """

    def __init__(self, names: Sequence[str], reason: str) -> None:
        self.names = list(names)
        self.reason = reason

    @property
    def short(self) -> str:
        """The reason as one line has it."""
        return short_reason(self.reason)

    def in_full(
        self, console: Console, component: ComponentStatus | None, width: int
    ) -> Iterator[Text]:
        """The names with what was done so far, and below them the whole reason."""
        done = _what_was_done(component) if component and len(self.names) == 1 else ""
        names = Text.assemble((listed(self.names, _NAMES), "bold"), (done, "dim"))
        yield from hanging(console, names, width, first=2)
        if self.reason:
            yield from hanging(console, Text(self.reason), width, first=2)

    def line(self, width: int) -> Iterator[Text]:
        """Names and reason in one line; in two where a name leaves no room."""
        names = self._names_in(width // 2)
        if not self.reason:
            yield Text.assemble("  ", (names, "bold"), no_wrap=True, overflow="ignore")
            return
        room = width - cell_len(names) - 4
        below = room < min(_SHORTEST, len(self.short))
        between = "\n    " if below else ""
        reason = cut_to(self.short, width - 4 if below else room)
        yield Text.assemble(
            *("  ", (names, "bold"), ":", between or " ", reason), no_wrap=True, overflow="ignore"
        )

    def _names_in(self, room: int) -> str:
        """As many names as there is room for; the first in any case."""
        for most in range(min(_NAMES, len(self.names)), 1, -1):
            names = listed(self.names, most)
            if cell_len(names) <= room:
                return names
        return listed(self.names, 1)


def troubles_of(attention: Attention, *, said: str) -> list[Trouble]:
    """What is wrong with components; those with the same reason are one.

    Args:
        attention: of the session.
        said: text that is shown beside them, whose reasons are not repeated.
    """
    found = [
        Trouble(names, reason or word)
        for word, entries in (("", attention.failed), ("cancelled", attention.cancelled))
        for names, reason in grouped(entries, said=said)
    ]
    found += [
        Trouble([missing.component], f"not on the branch: {missing.path}")
        for missing in attention.missing
    ]
    return found


def lines_of(troubles: Sequence[Trouble], width: int) -> Iterator[Text]:
    """One line for each short reason."""
    joined: dict[str, list[Trouble]] = {}
    for each in troubles:
        joined.setdefault(each.short, []).append(each)
    same = [
        Trouble([name for each in members for name in each.names], members[0].reason)
        for members in joined.values()
    ]
    for trouble in same[:_MOST_LINES]:
        yield from trouble.line(width)
    if len(same) > _MOST_LINES:
        left = sum(len(trouble.names) for trouble in same[_MOST_LINES:])
        yield Text(f"  and {counted(left, 'more component')}, see below", "dim")


def _what_was_done(component: ComponentStatus) -> str:
    if not component.turns:
        return ""
    spent = f"{counted(component.turns, 'turn')}, {dollars(component.usage.cost_usd)}"
    if component.revisions:
        spent = f"{counted(component.revisions, 'revision')}, {spent}"
    if component.attempt > 1:
        return f" (attempt {component.attempt}; in all attempts {spent})"
    return f" ({spent})"
