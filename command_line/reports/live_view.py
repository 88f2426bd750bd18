"""Shows a session as it changes: a table on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType
from rich.text import Text

from command_line.reports.attention_report import what_is_wrong
from command_line.reports.components_table import components_table
from command_line.reports.ready_commands import SessionCommands
from command_line.reports.status_report import (
    header,
    limit_wait,
    print_report,
    review_line,
    title,
    usage_line,
)
from command_line.reports.wrapped_text import rows_of
from design_sessions.status import Attention, ComponentStatus, SessionStatusView
from design_sessions.step_words import spoken_step
from design_sessions.wording import counted

_ENOUGH_ROWS = 20
"""Components in sight, with which facts about the session may stand above them."""
RELIEF = "Server and worker are back."
"""Shown when the trouble that kept the session from continuing is over."""


class TerminalView:
    """Draws a session in place; while it waits for a person, prints its whole report instead.

    A view drawn in place is cut at the terminal's last line, and a report may be longer. Once the
    session continues, the report is erased as far as it is on the screen.

    Args:
        console: a terminal.
        page: the session's address in the Web UI.
        hint: shown below it.
        commands: about the session.
        keeps_reports: whether they stay above what comes next, as where others print as well.
    """

    def __init__(
        self,
        console: Console,
        page: str | None,
        hint: str,
        commands: SessionCommands | None = None,
        *,
        keeps_reports: bool = False,
    ) -> None:
        self._console = console
        self._commands = commands
        self._page = page
        self._hint = hint
        self._live: Live | None = None
        self._keeps_reports = keeps_reports
        self._reported: Attention | None = None
        self._rows = 0
        self._said: str | None = None

    def __enter__(self) -> TerminalView:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._clear()
        if error is None:
            self._erase_report()

    def show(self, view: SessionStatusView, trouble: str | None) -> None:
        """Show this state, and what keeps the session from continuing."""
        if view.attention is None:
            self._erase_report()
            self._draw(LiveReport(view, self._page, self._hint, trouble, self._console.height))
            return
        self._clear()
        if view.attention != self._reported:
            self._erase_report()
            self._reported = view.attention
            self._said = None
            self._rows = print_report(self._console, view, self._page, self._commands)
            self._say(Text(f"Waiting for your decision. {self._hint}", "dim"))
        if trouble != self._said:
            self._said = trouble
            self._say(Text(trouble or RELIEF, "yellow"))

    def _say(self, line: Text) -> None:
        self._console.print(line)
        self._rows += rows_of(self._console, line)

    def _erase_report(self) -> None:
        if self._reported is not None and not self._keeps_reports:
            # What has scrolled off the screen is out of reach.
            rows = min(self._rows, self._console.height - 1)
            up = ((ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2))
            self._console.control(Control(ControlType.CARRIAGE_RETURN, *up * rows))
        self._reported, self._rows = None, 0

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


class LiveReport:
    """What fits a terminal; components that run or need someone are shown first.

    A line too many would stay behind when the next report is drawn over this one.

    Args:
        view: the session.
        page: its address in the Web UI.
        hint: the last line.
        trouble: what keeps the session from continuing.
        height: of the terminal, in lines.
    """

    def __init__(
        self, view: SessionStatusView, page: str | None, hint: str, trouble: str | None, height: int
    ) -> None:
        self._view = view
        self._page = page
        self._height = height
        self._below: list[RenderableType] = [
            *([review_line(view.review)] if view.review is not None else []),
            *limit_wait(view),
            usage_line(view),
            *([Text(trouble, "yellow")] if trouble is not None else []),
            Text(hint, "dim"),
        ]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = header(self._view, self._page)
        rows = self._rows(console, options, whole)
        if rows < min(_ENOUGH_ROWS, len(self._view.components)):
            whole = title(self._view)
            rows = self._rows(console, options, whole)
        yield self._with(whole, rows)

    def _rows(self, console: Console, options: ConsoleOptions, above: RenderableType) -> int:
        """How many components there is room for."""
        rows = min(self._height, len(self._view.components))
        unbounded = options.update(height=None)
        while rows > 0:
            lines = console.render_lines(self._with(above, rows), unbounded, pad=False)
            excess = len(lines) - (self._height - 1)
            if excess <= 0:
                break
            rows = max(0, rows - excess)
        return rows

    def _with(self, above: RenderableType, rows: int) -> RenderableType:
        return Group(above, *components_table(self._view, rows), *self._below)


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
            facts["attention"] = f"needs a person: {what_is_wrong(view)}"
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
        all_attempts = " in all" if component.attempt > 1 else ""
        line += f", {counted(component.revisions, 'revision')}{all_attempts}"
    return f"{line}: {component.error}" if component.error else line
