"""A session for people: what ``status`` prints and the live view shows."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from command_line.reports.attention_report import AttentionReport
from command_line.reports.components_table import STYLES, components_table
from command_line.reports.failure_texts import components_of, grouped, short_error
from command_line.reports.findings_report import FindingsReport
from command_line.reports.formatting import elapsed, local_time, thousands, tokens
from command_line.reports.ready_commands import SessionCommands
from command_line.reports.wrapped_text import Hanging, rows_of
from design_sessions.status import (
    ComponentReason,
    ComponentStatus,
    ReviewStatus,
    SessionStatusView,
)
from design_sessions.step_words import spoken_step
from design_sessions.wording import CONTINUE, NOTHING_TO_OPEN, counted, dollars

MOST_ROWS = 100
"""Components that a printed report has rows for; ``--json`` has all of them."""
_NOTES = 5


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
    if view.findings:
        if not view.is_reviewed:
            parts.append(Text("Found by comparing the designs:"))
        parts.append(FindingsReport(view.findings))
    parts.extend(limit_wait(view))
    parts.extend(_notes(view))
    parts.append(usage_line(view))
    if view.error:
        parts.append(Text(f"\n{short_error(view)}", style="bold red"))
    if attention is not None:
        parts.append(header(view, page))
    parts.extend(pull_request(view, commands))
    return Group(*parts)


def _notes(view: SessionStatusView) -> list[RenderableType]:
    """The newest notices; what the documents' notes say, ``components`` says too."""
    lines = [f"note {local_time(each.at)}: {each.message}" for each in view.notices[-_NOTES:]]
    if earlier := len(view.notices) - len(lines):
        lines.insert(0, f"{counted(earlier, 'earlier note')}, in --json")
    return [Hanging(Text(line, "dim")) for line in lines]


def print_report(
    console: Console,
    view: SessionStatusView,
    page: str | None,
    commands: SessionCommands | None = None,
) -> int:
    """Print the whole session, each command on one line that can be copied.

    Returns:
        The rows that it takes on a terminal; 0 elsewhere.
    """
    commands = commands or SessionCommands(view.id, view.id)
    report = status_report(view, page, commands)
    console.print(report, crop=False)
    if not console.is_terminal:
        return 0
    rows = rows_of(console, report)
    waits = view.attention is not None and view.status == "active"
    if waits and rows >= console.height:
        last = AttentionReport(view, commands).last_line(console.width)
        console.print(last, crop=False, no_wrap=True, overflow="ignore")
        rows += len(last.plain.splitlines())
    return rows


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


def component_errors(components: list[ComponentStatus]) -> list[Hanging]:
    """Why components failed, were cancelled or skipped."""
    failures = [ComponentReason(component=c.name, reason=c.error) for c in components if c.error]
    return [
        Hanging(Text.assemble((f"{', '.join(names)}: ", "bold"), reason))
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
