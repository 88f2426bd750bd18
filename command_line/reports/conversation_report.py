"""Conversations and drafts for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from rich.text import Text

from command_line.reports.formatting import duration, thousands, tokens
from design_sessions.store.turn_records import TurnRecord
from design_sessions.wording import dollars, shortened

_TEXT = 400
_ARGUMENT = 80


class Speaker(NamedTuple):
    """Whose conversation it is: a component, or the review."""

    name: str
    state: str
    error: str | None
    session_id: UUID | None

    def shown(self) -> dict[str, str | None]:
        """The fields as JSON has them."""
        return self._asdict() | {"session_id": str(self.session_id or "")}


def attempt_heading(speaker: Speaker, turn: TurnRecord) -> Text:
    """The heading above the turns of one conversation in one attempt."""
    heading = Text.assemble(
        ("\n" + speaker.name, "bold"),
        f"  {speaker.state}, attempt {turn.attempt}, conversation {turn.conversation}",
    )
    if speaker.error:
        heading.append(f"\n  {speaker.error}", "red")
    return heading


def turn_lines(turn: TurnRecord, *, running: bool = True) -> Iterator[Text]:
    """One turn: what was sent and answered, how it ended, what it cost, what went wrong.

    Args:
        turn: from the ledger.
        running: whether its session runs, so that an unfinished turn may still finish.
    """
    line = Text.assemble((f"  turn {turn.turn}", "bold"))
    line.append(f"  {turn.started_at.astimezone():%H:%M:%S}", "dim")
    match turn.state:
        case "finished":
            line.append(f"  {turn.stop_reason or 'no stop reason'}")
            if turn.finished_at is not None:
                seconds = (turn.finished_at - turn.started_at).total_seconds()
                line.append(f"  {duration(seconds)}", "dim")
            line.append(
                f"  {tokens(turn.usage)} ({thousands(turn.usage.cache_read_tokens)} from the "
                f"cache), {dollars(turn.usage.cost_usd)}",
                "dim",
            )
        case "failed":
            line.append("  failed", "bold red")
        case "claimed":
            line.append(
                "  in progress" if running else "  interrupted", "cyan" if running else "red"
            )
        case "released":
            line.append("  cancelled", "red")
    yield line
    if turn.error:
        since = f" since {turn.first_error_at.astimezone():%H:%M:%S}" if turn.first_error_at else ""
        times = f"{turn.error_count} error{'s' if turn.error_count != 1 else ''}"
        yield Text(f"    {times} in a row{since}, the last: {turn.error}", "red")
    for block in turn.request:
        yield Text.assemble(("    sent      ", "dim"), _block(block))
    for block in turn.response or []:
        yield Text.assemble(("    answered  ", "dim"), _block(block))


def _block(block: dict[str, Any]) -> str:
    match block.get("type"):
        case "text":
            return shortened(str(block.get("text", "")), _TEXT)
        case "tool_use":
            return f"{block.get('name')}({_arguments(block.get('input'))})"
        case "tool_result":
            word = "error: " if block.get("is_error") else ""
            return f"result: {word}{shortened(_content(block.get('content')), _TEXT)}"
        case "thinking":
            return f"thinking: {shortened(str(block.get('thinking', '')), _TEXT)}"
        case kind:
            return f"{kind}: {shortened(json.dumps(block, default=str), _TEXT)}"


def _arguments(given: object) -> str:
    if not isinstance(given, dict):
        return shortened(str(given), _ARGUMENT)
    return ", ".join(f"{name}={_argument(value)}" for name, value in given.items())


def _argument(value: object) -> str:
    if isinstance(value, str) and len(value) > _ARGUMENT:
        return f"<{len(value)} characters>"
    return shortened(json.dumps(value, ensure_ascii=False, default=str), _ARGUMENT)


def _content(content: object) -> str:
    if isinstance(content, list):
        return " ".join(
            str(part.get("text", part.get("type", ""))) if isinstance(part, dict) else str(part)
            for part in content
        )
    return str(content)


def marked_draft(text: str, problems: Sequence[tuple[int, str]]) -> Iterable[Text]:
    """The draft with line numbers, each problem below its line."""
    by_line: dict[int, list[str]] = {}
    lines = text.splitlines() or [""]
    for number, message in problems:
        by_line.setdefault(min(max(number, 1), len(lines)), []).append(message)
    for number, line in enumerate(lines, start=1):
        yield Text.assemble((f"{number:5} ", "dim"), line)
        for message in by_line.get(number, []):
            yield Text(f"    ^ {message}", "bold red")
