"""What the review or the checks found: open findings in full, waived ones in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from command_line.reports.wrapped_text import hanging
from design_sessions.status import ReviewFinding
from design_sessions.wording import first_sentence, shortened

_LONGEST = 300
"""Characters of an explanation, a suggestion or a reason; `--json` has them whole."""
_LONGEST_SIDE = 120
_INDENT = 2
_BELOW = 5
"""Columns before the lines of one finding, but the first: names stand out."""


class FindingsReport:
    """Each finding with its name, its components and what is wrong, never cut.

    Args:
        findings: of a session; those that a person has waived come last.
    """

    def __init__(self, findings: Sequence[ReviewFinding]) -> None:
        self._open = [each for each in findings if each.waived is None]
        self._waived = [each for each in findings if each.waived is not None]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        for finding in self._open:
            yield from _lines(console, _heading(finding, finding.explanation), width, first=_INDENT)
            for below in _below(finding):
                yield from _lines(console, below, width)
        if self._waived:
            yield Text("  Waived:", "bold")
        for finding in self._waived:
            heading = _heading(finding, first_sentence(finding.explanation))
            yield from _lines(console, heading, width, first=_INDENT)
            if finding.waived is not None:
                said = shortened(finding.waived.reason, _LONGEST)
                by = Text(f"waived by {finding.waived.by}: {said}", "yellow")
                yield from _lines(console, by, width)


def _heading(finding: ReviewFinding, explanation: str) -> Text:
    return Text.assemble(
        (f"{finding.id} ", "bold"),
        f"{finding.severity} ",
        (finding.kind.replace("_", " "), "bold"),
        f" [{', '.join(finding.components)}] {shortened(explanation, _LONGEST)}",
    )


def _below(finding: ReviewFinding) -> Iterator[Text]:
    yield Text(f"Suggestion: {shortened(finding.suggestion, _LONGEST)}", "dim")
    for side in finding.sides:
        yield Text(f"{side.path}:{side.line}: {shortened(side.says, _LONGEST_SIDE)}", "dim")


def _lines(console: Console, text: Text, width: int, *, first: int = _BELOW) -> Iterator[Text]:
    return hanging(console, text, width, first=first, rest=_BELOW)
