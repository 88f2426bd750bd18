"""A session for people: what ``status`` prints and the live view shows."""

from __future__ import annotations

from collections import Counter

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from command_line.reports.attention_report import AttentionReport
from command_line.reports.failure_texts import components_of, grouped, short_error
from command_line.reports.formatting import elapsed, local_time, thousands, tokens
from command_line.reports.ready_commands import SessionCommands
from design_sessions.status import (
    ComponentReason,
    ComponentStatus,
    ReviewFinding,
    ReviewStatus,
    SessionStatusView,
)
from design_sessions.step_words import spoken_step
from design_sessions.wording import CONTINUE, NOTHING_TO_OPEN, dollars, shortened

MOST_ROWS = 100
"""Components that a printed report has rows for; ``--json`` has all of them."""
_QUIET = ("complete", "kept", "pending", "skipped", "accepted")
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


def status_report(
    view: SessionStatusView, page: str | None, commands: SessionCommands | None = None
) -> RenderableType:
    """The whole session: header, attention, components, review, pull request, usage, links.

    A failure's text appears once: in the attention, if there is one.
    """
    commands = commands or SessionCommands(view.id, view.id)
    attention = view.attention if view.status == "active" else None
    in_attention = components_of(attention) if attention else frozenset()
    parts: list[RenderableType] = [
        *([title(view), AttentionReport(view, commands)] if attention else [header(view, page)]),
        *components_table(view, MOST_ROWS),
        *component_errors([c for c in view.components if c.name not in in_attention]),
    ]
    if view.review is not None:
        shown = attention.reason if attention else ""
        parts.append(review_line(view.review, shown=shown))
    parts.extend(findings(view))
    parts.extend(limit_wait(view))
    if view.error:
        parts.append(Text(f"\n{short_error(view)}", style="bold red"))
    parts.extend(pull_request(view, commands))
    parts.extend(Text(f"note {local_time(n.at)}: {n.message}", "dim") for n in view.notices)
    parts.append(usage_line(view))
    if attention is not None:
        parts.append(header(view, page))
    return Group(*parts)


def print_report(
    console: Console,
    view: SessionStatusView,
    page: str | None,
    commands: SessionCommands | None = None,
) -> None:
    """Print the whole session, each command on one line that can be copied."""
    commands = commands or SessionCommands(view.id, view.id)
    report = status_report(view, page, commands)
    console.print(report, crop=False)
    if view.attention is None or view.status != "active" or not console.is_terminal:
        return
    if len(console.render_lines(report, pad=False)) >= console.height:
        last = AttentionReport(view, commands).last_line()
        console.print(last, crop=False, no_wrap=True, overflow="ignore")


def title(view: SessionStatusView) -> Text:
    """The session and its state in one line."""
    return Text.assemble((view.context, "bold"), "  ", _state(view))


def _state(view: SessionStatusView) -> Text:
    state = Text(view.status, STYLES.get(view.status, ""))
    if view.status == "active":
        state.append(f", {spoken_step(view.step, with_review=view.review is not None)}")
        if view.attention is not None:
            state.append(", waits for a person", "bold yellow")
    state.append(f"  {elapsed(view.created_at, view.ended_at)}", "dim")
    return state


def header(view: SessionStatusView, page: str | None) -> RenderableType:
    """What the session is, its state, and where it writes."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    rows: list[tuple[str, str | Text]] = [
        ("context", Text(view.context, "bold")),
        ("id", view.id),
        ("status", _state(view)),
        ("branch", f"{view.branch} from {view.base_commit[:10]}"),
        ("repository", view.environment.repository),
        ("models", _models(view)),
    ]
    if page:
        # A folded address is still one link if the terminal supports links.
        rows.append(("web ui", Text(page, f"link {page}")))
    for name, value in rows:
        grid.add_row(name, value if isinstance(value, Text) else Text(value))
    return grid


def _models(view: SessionStatusView) -> str:
    review = f", review {view.agent.review_model}" if view.review is not None else ", no review"
    return f"{view.agent.model}{review} at {view.agent.endpoint}"


_COLUMNS = ("component", "type", "state", "attempt", "revisions", "turns", "tokens", "cost", "time")
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
            yield Text("Revisions, turns, tokens and cost are of all attempts together.", "dim")


def components_table(view: SessionStatusView, most_rows: int) -> list[RenderableType]:
    """One row for each component, and the number of those that there is no room for.

    Args:
        view: the session.
        most_rows: how many rows there may be; what runs or needs someone comes first.
    """
    by_interest = sorted(view.components, key=lambda component: component.state in _QUIET)
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


def component_errors(components: list[ComponentStatus]) -> list[Text]:
    """Why components failed, were cancelled or skipped."""
    failures = [ComponentReason(component=c.name, reason=c.error) for c in components if c.error]
    return [
        Text.assemble((f"{', '.join(names)}: ", "bold"), reason)
        for names, reason in grouped(failures)
    ]


def review_line(review: ReviewStatus, *, shown: str = "") -> Text:
    """The review's state; its error is left out if the text ``shown`` beside it contains it."""
    line = Text.assemble(
        "Review: ", (review.state, STYLES.get(review.state, "")), f"  {review.path}"
    )
    if review.error and review.error not in shown:
        line.append(f"  {review.error}", "red")
    return line


def findings(view: SessionStatusView) -> list[Text]:
    """One line for each finding; above them who found them, where that is not the review."""
    if not view.findings:
        return []
    by_checks = [] if view.is_reviewed else [Text("Found by comparing the designs:")]
    return by_checks + [
        Text.assemble(
            f"  {finding.id} {finding.severity} ",
            (finding.kind.replace("_", " "), "bold"),
            f" [{', '.join(finding.components)}] {shortened(finding.explanation, 300)}",
            (f"  Suggestion: {shortened(finding.suggestion, 300)}", "dim"),
            *((f"\n    {s.path}:{s.line}: {shortened(s.says, 120)}", "dim") for s in finding.sides),
            *_waived(finding),
        )
        for finding in view.findings
    ]


def _waived(finding: ReviewFinding) -> list[tuple[str, str]]:
    if finding.waived is None:
        return []
    said = f"waived by {finding.waived.by}: {shortened(finding.waived.reason, 300)}"
    return [(f"\n    {said}", "yellow")]


def limit_wait(view: SessionStatusView) -> list[Text]:
    """What the session's model calls wait for, where the endpoint's rate limit holds them."""
    return [Text(f"Waiting: {view.waits_for}.", "yellow")] if view.waits_for else []


def pull_request(view: SessionStatusView, commands: SessionCommands) -> list[Text]:
    """Where the pull request is, or its text and how to open it by hand."""
    if view.pull_request is not None:
        return [Text(f"Pull request: {view.pull_request.url}", "bold green")]
    if view.pull_request_text is None:
        return []
    if view.pull_request_text == NOTHING_TO_OPEN:
        return [Text(NOTHING_TO_OPEN)]
    title = view.pull_request_text.partition("\n")[0]
    _, heading, by_hand = view.pull_request_text.rpartition(f"\n{CONTINUE}")
    shown = f"{heading.strip()}{by_hand}" if heading else ""
    return [
        Text("\nNo code host is set up. Open this pull request by hand:", "bold"),
        Text(f"{title} (its text: {commands.about('status', '--pull-request')})"),
        # Not wrapped, so that the commands can be copied.
        *([Text(shown, no_wrap=True, overflow="ignore")] if shown else []),
    ]


def usage_line(view: SessionStatusView) -> Text:
    """Tokens and estimated cost of everything, including failed attempts."""
    cached = view.usage.cache_read_tokens
    return Text(
        f"Tokens: {tokens(view.usage)} ({thousands(cached)} from the cache); "
        f"estimated cost {dollars(view.usage.cost_usd)}",
        "dim",
    )
