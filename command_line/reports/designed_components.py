"""What a session that has started designs, and what it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from design_sessions.committed_designs import DesignState
from design_sessions.status import ComponentStatus
from design_sessions.wording import counted


class DesignedComponents:
    """Each component that is designed, in the session's order; the others in one line.

    Args:
        components: of the session, in its order.
        states: what the session does with each, by module.
    """

    def __init__(
        self, components: Sequence[ComponentStatus], states: Mapping[str, DesignState]
    ) -> None:
        self._total = len(components)
        self._designed = [c for c in components if states[c.module] in ("new", "revise")]
        self._states = states

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(f"{self._heading()}:" if self._designed else f"{self._heading()}.")
        name = max((cell_len(each.name) for each in self._designed), default=0)
        kind = max((len(self._kind(each)) for each in self._designed), default=0)
        for each in self._designed:
            line = f"  {each.name:{name}}  {self._kind(each):{kind}}"
            # A path that is broken somewhere is none to click on.
            fits = cell_len(line) + 2 + cell_len(each.design_path) <= options.max_width
            between = "  " if fits else "\n      "
            yield Text(f"{line}{between}{each.design_path}", no_wrap=True, overflow="ignore")
        if rest := "; ".join(self._rest()):
            yield Text(f"{rest}.", "dim")

    def _heading(self) -> str:
        number, total = len(self._designed), counted(self._total, "component")
        if not number:
            return f"None of {total} is designed"
        if number == self._total:
            return f"{total}, in this order"
        return f"{number} of {total} {'is' if number == 1 else 'are'} designed, in this order"

    def _kind(self, component: ComponentStatus) -> str:
        revised = self._states[component.module] == "revise"
        return f"{component.type}, revised" if revised else component.type

    def _rest(self) -> Iterator[str]:
        counts = Counter(self._states.values())
        noun = "other" if self._designed else "component"
        if kept := counts["kept"]:
            has = "has a valid design, which is" if kept == 1 else "have valid designs, which are"
            yield f"{counted(kept, noun)} {has} kept"
        if left := counts["left"]:
            is_left = "is left as it is" if left == 1 else "are left as they are"
            yield f"{counted(left, noun)} {is_left}"
