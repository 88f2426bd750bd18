"""The screen that decides: what a session waits for, and the commands that resume it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from command_line.reports.action_groups import grouped_actions
from command_line.reports.component_troubles import lines_of, troubles_of
from command_line.reports.failure_texts import short_attention
from command_line.reports.formatting import local_time
from command_line.reports.ready_commands import SessionCommands
from command_line.reports.wrapped_text import hanging
from design_sessions.status import Action, Attention, ComponentStatus, SessionStatusView
from design_sessions.wording import counted, first_sentence, shortened

_FINDINGS = 10
_SENTENCE = 240
"""Characters of a finding's explanation."""
_OF_LISTS = re.compile(r"(^|; | )(Child sessions (failed|cancelled)|Design files missing): ")
"""Where a reason begins to repeat what the lists of components say."""


class AttentionReport:
    """What needs a person first, with its commands; then the rest in one line each, and choices.

    Args:
        view: a session with an attention.
        commands: about the session.
    """

    def __init__(self, view: SessionStatusView, commands: SessionCommands) -> None:
        assert view.attention is not None
        self._view = view
        self._attention = view.attention
        self._commands = commands
        self._offered = grouped_actions(view.attention.actions)
        self._troubles = troubles_of(view.attention, said=what_is_wrong(view))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        since = local_time(self._attention.since)[:-3]
        yield Text.assemble(
            ("\nNeeds a person: ", "bold yellow"),
            what_is_wrong(self._view),
            (f"  (since {since})", "dim"),
        )
        name = self._first_name
        if name is not None:
            yield from self._troubles[0].in_full(console, self._component(name), width)
        yield from self._findings(console, width)
        chosen = self._first_choice
        if chosen is not None:
            command = self._commands.offered(chosen.command)
            # Only where a person is asked is it open what the first command is for.
            asked = bool(self._attention.findings)
            yield from (
                self._choice(command, chosen.label, width) if asked else [self._pasted(command)]
            )
        if name is not None:
            for command, label in self._looks(name):
                yield from self._choice(command, label, width)
        yield from lines_of(self._troubles[1:], width)
        choices = [
            (self._commands.offered(action.command), action.label)
            for action in self._offered
            if action != chosen
        ]
        choices = [*self._looks_at_others(), *choices]
        if choices:
            yield Text("Or:", "bold")
        for command, label in choices:
            yield from self._choice(command, label, width)

    def last_line(self, width: int) -> Text:
        """For the end of a report whose beginning is out of sight."""
        said = Text("Needs a person, see above: ", "bold yellow")
        chosen = self._first_choice
        command = self._commands.offered(chosen.command) if chosen else ""
        between = "" if said.cell_len + len(command) <= width else "\n    "
        return Text.assemble(said, between, (command, "cyan"))

    @property
    def _first_name(self) -> str | None:
        """The component that the report begins with."""
        return self._troubles[0].names[0] if self._troubles else None

    def _findings(self, console: Console, width: int) -> Iterator[Text]:
        """The findings that are decided on, a sentence each; the report has all of each below."""
        found = self._attention.findings
        for each in found[:_FINDINGS]:
            said = f"{each.severity}, {', '.join(each.components)}: "
            sentence = shortened(first_sentence(each.explanation), _SENTENCE)
            text = Text.assemble((f"{each.id} ", "bold"), said, sentence)
            yield from hanging(console, text, width, first=2, rest=5)
        if len(found) > _FINDINGS:
            yield Text(f"  and {len(found) - _FINDINGS} more, see below", "dim")

    def _is_halted(self) -> bool:
        """Whether something else than its components stops the session."""
        return self._attention.kind != "components"

    def _component(self, name: str) -> ComponentStatus | None:
        return next((each for each in self._view.components if each.name == name), None)

    @property
    def _first_choice(self) -> Action | None:
        """What is offered first: advice for the component, unless the trouble is another."""
        name = self._first_name
        if name is not None and not self._is_halted():
            for action in self._attention.actions:
                if (action.update, action.input.get("component")) == ("retry_component", name):
                    return action
        return self._offered[0] if self._offered else None

    def _looks(self, name: str) -> Iterator[tuple[str, str]]:
        """What there is to look at of a component: a command, and what it shows."""
        component = self._component(name)
        if name in self._drafted:
            yield self._commands.about("show", name, "--draft"), "Its last draft"
        if component is not None and component.turns:
            yield self._commands.about("log", name), "Its conversation"

    def _looks_at_others(self) -> Iterator[tuple[str, str]]:
        """The first draft there is, where the component that the report begins with has none."""
        names = [name for trouble in self._troubles for name in trouble.names]
        drafted = next((name for name in names if name in self._drafted), None)
        if drafted is not None and self._first_name not in self._drafted:
            yield self._commands.about("show", drafted, "--draft"), f"The last draft of {drafted}"

    @property
    def _drafted(self) -> set[str]:
        """The components that have a draft to look at."""
        accepted = (a for a in self._attention.actions if a.update == "accept_component")
        return {str(action.input.get("component")) for action in accepted}

    def _choice(self, command: str, label: str, width: int) -> Iterator[Text]:
        """Command and label, on one line if there is room."""
        pasted, said = self._pasted(command), Text(f"  {label}", "dim")
        if pasted.cell_len + said.cell_len + 1 <= width:
            yield Text.assemble(pasted, " ", said, no_wrap=True, overflow="ignore")
        else:
            yield said
            yield pasted

    def _pasted(self, command: str) -> Text:
        # Never cropped, even on a narrow terminal: half a command may be a valid command.
        return Text(f"    {command}", "cyan", no_wrap=True, overflow="ignore")


def what_is_wrong(view: SessionStatusView) -> str:
    """Why a session waits, in a sentence without the reasons of its components."""
    attention = view.attention
    if attention is None:
        return ""
    reason = short_attention(attention)
    found, counts = _OF_LISTS.search(reason), _counts(attention, len(view.components))
    if found is None or not counts:
        return reason
    parts = (reason[: found.start()], counts)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _counts(attention: Attention, total: int) -> str:
    parts = [
        f"{number} {what}"
        for number, what in (
            (len(attention.failed), "failed"),
            (len(attention.cancelled), "cancelled"),
            (len(attention.missing), "not on the branch"),
        )
        if number
    ]
    return f"Of {counted(total, 'component')}, {', '.join(parts)}" if parts else ""
