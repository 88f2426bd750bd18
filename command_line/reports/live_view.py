"""Shows a session as it changes: a table on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from command_line.reports.failure_texts import short_attention
from command_line.reports.status_report import (
    components_table,
    header,
    limit_wait,
    print_report,
    review_line,
    usage_line,
)
from design_sessions.status import Attention, ComponentStatus, SessionStatusView
from design_sessions.step_words import spoken_step

_RESERVED_LINES = 16
"""Lines of a terminal reserved for everything but the components' rows."""
RELIEF = "Server and worker are back."
"""Shown when the trouble that kept the session from continuing is over."""


class TerminalView:
    """Draws a session in place; while it waits for a person, prints its whole report instead.

    A view drawn in place is cut at the terminal's last line, and a report may be longer.
    """

    def __init__(self, console: Console, page: str | None, hint: str, text_command: str) -> None:
        self._console = console
        self._page = page
        self._hint = hint
        self._text_command = text_command
        self._live: Live | None = None
        self._reported: Attention | None = None
        self._said: str | None = None

    def __enter__(self) -> TerminalView:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def show(self, view: SessionStatusView, trouble: str | None) -> None:
        """Show this state, and what keeps the session from continuing."""
        if view.attention is None:
            self._reported = None
            self._draw(live_report(view, self._page, self._hint, trouble, self._console.height))
            return
        self._clear()
        if view.attention != self._reported:
            self._reported = view.attention
            self._said = None
            print_report(self._console, view, self._page, self._text_command)
            self._console.print(f"Waiting for your decision. {self._hint}", style="dim")
        if trouble != self._said:
            self._said = trouble
            self._console.print(Text(trouble or RELIEF, "yellow"))

    def _draw(self, report: RenderableType) -> None:
        if self._live is None:
            self._live = Live(
                console=self._console,
                refresh_per_second=4,
                transient=True,
                vertical_overflow="ellipsis",
            )
            self._live.start()
        self._live.update(report)

    def _clear(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None


def live_report(
    view: SessionStatusView, page: str | None, hint: str, trouble: str | None, height: int
) -> RenderableType:
    """What fits a terminal; components that run or need someone are shown first."""
    room = max(3, height - _RESERVED_LINES)
    parts: list[RenderableType] = [header(view, page), *components_table(view, room)]
    if view.review is not None:
        parts.append(review_line(view.review))
    parts.extend(limit_wait(view))
    parts.append(usage_line(view))
    if trouble is not None:
        parts.append(Text(trouble, "yellow"))
    parts.append(Text(hint, "dim"))
    return Group(*parts)


class ChangeLines:
    """Reports changes, one line each, for logs and pipes."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def since_last(self, view: SessionStatusView, trouble: str | None = None) -> Iterator[str]:
        """The lines that are new since the last call."""
        facts = {
            "session": f"{view.context}: {view.status}, {spoken_step(view.step)}",
            **{
                component.module: _component_line(component)
                for component in view.components
                if component.state != "pending"
            },
        }
        if view.review is not None and view.review.state != "pending":
            facts["review"] = f"review: {view.review.state}"
        if view.waits_for is not None:
            facts["waits"] = f"waiting: {view.waits_for}"
        if view.attention is not None:
            facts["attention"] = f"needs a person: {short_attention(view.attention)}"
        if trouble is not None or "trouble" in self._seen:
            facts["trouble"] = trouble or RELIEF
        for key, line in facts.items():
            if self._seen.get(key) != line:
                self._seen[key] = line
                yield line


def _component_line(component: ComponentStatus) -> str:
    line = f"{component.name}: {component.state}"
    if component.attempt > 1:
        line += f", attempt {component.attempt}"
    if component.revisions:
        line += f", revision {component.revisions}"
    return f"{line}: {component.error}" if component.error else line
