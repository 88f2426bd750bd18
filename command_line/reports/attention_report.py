"""The screen that decides: what a session waits for, and the commands that resume it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from command_line.reports.action_groups import grouped_actions
from command_line.reports.failure_texts import grouped, short_attention
from command_line.reports.formatting import local_time
from command_line.reports.ready_commands import SessionCommands
from design_sessions.status import Action, Attention, ComponentStatus, SessionStatusView
from design_sessions.wording import counted, dollars, listed, one_line

_FINDINGS = 10
_NAMES = 4
"""Components named on one line."""
_OF_LISTS = re.compile(r"(^|; | )(Child sessions (failed|cancelled)|Design files missing): ")
"""Where a reason begins to repeat what the lists of components say."""


class AttentionReport:
    """What needs a person first, with its command; then the rest in one line each, and choices.

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

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        since = local_time(self._attention.since)[:-3]
        yield Text.assemble(
            ("\nNeeds a person: ", "bold yellow"),
            what_is_wrong(self._view),
            (f"  (since {since})", "dim"),
        )
        troubles = [*self._troubles()]
        first = troubles[0] if troubles else None
        chosen = self._first_choice(first.names[0] if first else None)
        if first is not None:
            yield from first.lines(self._component(first.names[0]))
        yield from self._findings()
        if chosen is not None:
            command = self._commands.offered(chosen.command)
            # Only where a person is asked is it open what the first command is for.
            asked = bool(self._attention.findings)
            yield from (
                self._choice(command, chosen.label, options.max_width)
                if asked
                else [self._pasted(command)]
            )
        for trouble in troubles[1:]:
            yield trouble.line()
        for command, label in self._looks(troubles):
            yield from self._choice(command, label, options.max_width)
        rest = [action for action in self._offered if action != chosen]
        if rest:
            yield Text("Or:", "bold")
        for action in rest:
            command = self._commands.offered(action.command)
            yield from self._choice(command, action.label, options.max_width)

    def last_line(self) -> Text:
        """For the end of a report whose beginning is out of sight."""
        troubles = [*self._troubles()]
        chosen = self._first_choice(troubles[0].names[0] if troubles else None)
        command = self._commands.offered(chosen.command) if chosen else ""
        return Text.assemble(("Needs a person, see above: ", "bold yellow"), (command, "cyan"))

    def _troubles(self) -> Iterator[_Trouble]:
        attention, said = self._attention, what_is_wrong(self._view)
        for word, entries in (("", attention.failed), ("cancelled", attention.cancelled)):
            for names, reason in grouped(entries, said=said):
                yield _Trouble(names, reason or word)
        for missing in attention.missing:
            yield _Trouble([missing.component], f"not on the branch: {missing.path}")

    def _findings(self) -> Iterator[Text]:
        """The findings that are decided on, one line each; the report has all of each below."""
        found = self._attention.findings
        for each in found[:_FINDINGS]:
            yield Text.assemble(
                (f"  {each.id} ", "bold"),
                f"{each.severity}, {', '.join(each.components)}: {one_line(each.explanation)}",
                no_wrap=True,
                overflow="ellipsis",
            )
        if len(found) > _FINDINGS:
            yield Text(f"  and {len(found) - _FINDINGS} more, see below", "dim")

    def _is_halted(self) -> bool:
        """Whether something else than its components stops the session."""
        return self._attention.kind != "components"

    def _component(self, name: str) -> ComponentStatus | None:
        return next((each for each in self._view.components if each.name == name), None)

    def _first_choice(self, component: str | None) -> Action | None:
        """What is offered first: advice for the component, unless the trouble is another."""
        if component is not None and not self._is_halted():
            for action in self._attention.actions:
                if (action.update, action.input.get("component")) == ("retry_component", component):
                    return action
        return self._offered[0] if self._offered else None

    def _looks(self, troubles: list[_Trouble]) -> Iterator[tuple[str, str]]:
        """What there is to look at, of the first component that has it."""
        names = [name for trouble in troubles for name in trouble.names]
        accepted = (a for a in self._attention.actions if a.update == "accept_component")
        drafted = {action.input.get("component") for action in accepted}
        if draft := next((name for name in names if name in drafted), None):
            yield self._commands.about("show", draft, "--draft"), "Its last draft"
        for name in names:
            component = self._component(name)
            if component is not None and component.turns:
                yield self._commands.about("log", name), "Its conversation"
                return

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


class _Trouble:
    """Components that need a person for the same reason."""

    def __init__(self, names: list[str], reason: str) -> None:
        self.names = names
        self._reason = reason

    def lines(self, component: ComponentStatus | None) -> Iterator[Text]:
        """The names with what was done so far, and the reason on a line of its own."""
        done = _what_was_done(component) if component and len(self.names) == 1 else ""
        yield Text.assemble(f"  {listed(self.names, _NAMES)}", (done, "dim"), style="bold")
        if self._reason:
            yield Text(f"  {self._reason}", no_wrap=True, overflow="ellipsis")

    def line(self) -> Text:
        """All in one line."""
        return Text.assemble(
            ("  ", ""),
            (listed(self.names, _NAMES), "bold"),
            f": {self._reason}" if self._reason else "",
            no_wrap=True,
            overflow="ellipsis",
        )


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


def _what_was_done(component: ComponentStatus) -> str:
    if not component.turns:
        return ""
    spent = f"{counted(component.turns, 'turn')}, {dollars(component.usage.cost_usd)}"
    if component.revisions:
        spent = f"{counted(component.revisions, 'revision')}, {spent}"
    if component.attempt > 1:
        return f" (attempt {component.attempt}; in all attempts {spent})"
    return f" ({spent})"
