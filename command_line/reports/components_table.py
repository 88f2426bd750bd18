"""The table of a session's components, as wide as the screen allows."""

from __future__ import annotations

from collections import Counter

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from command_line.reports.formatting import elapsed, thousands
from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.wording import dollars

STYLES = {
    "pending": "dim",
    "running": "cyan",
    "complete": "green",
    "kept": "green",
    "accepted": "yellow",
    "skipped": "yellow",
    "failed": "bold red",
    "cancelled": "red",
    "active": "cyan",
}
_INTEREST = {"running": 0, "failed": 0, "cancelled": 0, "pending": 1}
"""Which components are shown where there is no room for all: those with the least number first."""
_DONE = 2
_COLUMNS = ("component", "type", "state", "attempt", "revisions", "turns", "tokens", "cost", "time")
_OF_ALL_ATTEMPTS = (
    "Revisions, turns, tokens and cost are of all attempts together, the time is of the last."
)
_GIVEN_UP = ("attempt", "revisions", "turns", "time", "tokens", "type")
"""Columns that a narrow screen does without, the first first: a cut number says something else."""
_BETWEEN = 3
"""The padding of a column and the space that divides it from the next."""


class ComponentsTable:
    """One row for each component, with as many columns as the screen has room for."""

    def __init__(self, rows: list[list[Text]]) -> None:
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wanted = {
            name: max(len(name), *(row[number].cell_len for row in self._rows)) + _BETWEEN
            for number, name in enumerate(_COLUMNS)
        }
        for name in _GIVEN_UP:
            if sum(wanted.values()) > options.max_width:
                del wanted[name]
        table = Table(box=box.SIMPLE, pad_edge=False)
        for name in wanted:
            is_text = name in ("component", "type", "state")
            table.add_column(
                name,
                justify="left" if is_text else "right",
                no_wrap=name != "component",
                overflow="fold",
            )
        for row in self._rows:
            table.add_row(*(row[_COLUMNS.index(name)] for name in wanted))
        yield table
        if any(row[_COLUMNS.index("attempt")].plain not in ("", "1") for row in self._rows):
            yield Text(_OF_ALL_ATTEMPTS, "dim")


def components_table(view: SessionStatusView, most_rows: int) -> list[RenderableType]:
    """One row for each component, and the number of those that there is no room for.

    Args:
        view: the session.
        most_rows: how many rows there may be; what runs or needs someone comes first.
    """
    by_interest = sorted(view.components, key=lambda each: _INTEREST.get(each.state, _DONE))
    shown = {component.module for component in by_interest[:most_rows]}
    rows = [_cells(each, view) for each in view.components if each.module in shown]
    hidden = Counter(c.state for c in view.components if c.module not in shown)
    counts = ", ".join(f"{number} {state}" for state, number in hidden.items())
    table: list[RenderableType] = [ComponentsTable(rows)] if rows else []
    return [*table, Text(f"and {counts}", "dim")] if counts else table


def _cells(component: ComponentStatus, view: SessionStatusView) -> list[Text]:
    numbers = (
        str(component.attempt or ""),
        str(component.revisions or ""),
        str(component.turns or ""),
        _tokens_cell(component),
        dollars(component.usage.cost_usd) if component.turns else "",
        _component_time(component, view),
    )
    state = Text(_shown_state(component), STYLES.get(component.state, ""))
    return [Text(component.name), Text(component.type), state, *map(Text, numbers)]


def _shown_state(component: ComponentStatus) -> str:
    return f"{component.state}, paused" if component.paused else component.state


def _component_time(component: ComponentStatus, view: SessionStatusView) -> str:
    """A component without its own end ended with the session at the latest."""
    ended = component.ended_at or view.ended_at
    return elapsed(component.started_at, ended, not_before=view.created_at)


def _tokens_cell(component: ComponentStatus) -> str:
    total = component.usage.total_tokens
    return thousands(total) if total else ""
