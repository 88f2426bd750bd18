"""Notes about sentences of use: names that are no component, and what only a reader can tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from design_sessions.components import Component
from design_sessions.context_document.formats.texts_around import TextAround
from design_sessions.context_document.formats.unread_text import unread_names
from design_sessions.context_document.lines.sentences_of_use import Use
from design_sessions.context_document.model import Report
from design_sessions.context_document.siblings import singular_of
from design_sessions.markdown import MarkdownDocument, shown

_NO_MODULE = re.compile(
    r"^(?:Admin|Administrator|Anybody|Anyone|App|Application|Business|Caller|Client|Code|Component"
    r"|Context|Customer|Data|Everybody|Everyone|Function|Logic|Member|Module|Nobody|Operator|Page"
    r"|Person|Process|Request|Server|Somebody|Someone|Staff|System|User)$"
    r"|(?:ance|ence|ing|ity|ment|ness|[^s]s|[st]ion)$"
)
"""Words that begin a sentence and are rather people, activities or several things than modules."""


class UseNotes:
    """Writes each note once, at the line in which the text first has the name.

    Args:
        modules: the components' modules by all ways to write them.
        document: the context's document.
        report: takes the notes.
    """

    def __init__(
        self, modules: Mapping[str, str], document: MarkdownDocument, report: Report
    ) -> None:
        self._modules = modules
        self._document = document
        self._report = report
        self._said: set[tuple[str, str]] = set()

    def unknown(
        self, names: Sequence[str], subjects: Sequence[Component], around: TextAround | None
    ) -> None:
        """What components are said to use, and is none itself."""
        first = subjects[0]
        who = f"{first.name} is" if len(subjects) == 1 else "All components are"
        for name in names:
            meant = singular_of(name, self._modules)
            remedy = f"list it, or write `Dependencies: {name}` if it is another context's."
            if meant is not None:
                remedy = f"write {meant} if that is meant."
            said = f"{who} said to use {shown(name)}, which is no component of the context"
            self._say(who, name, first, around, f"{said}: {remedy}")

    def unclear(
        self,
        use: Use,
        used: Collection[str],
        about: Component | None,
        around: TextAround | None,
    ) -> None:
        """Components in a sentence that does not say whose use it tells of.

        Args:
            use: what the sentence says.
            used: modules of which nothing needs to be said.
            about: the component whose text it is, if any.
            around: the text, where it is outside of entries.
        """
        who = f"Whether {about.name}" if about is not None else "Which component"
        for each in use.names if not use.is_passive else ():
            if each.name in self._modules and self._modules[each.name] not in used:
                said = (
                    f"{who} uses {each.name} cannot be told from this sentence: write "
                    f"`Dependencies: {each.name}` if it does."
                )
                self._say(who, each.name, about, around, said)

    def unlisted(self, use: Use, about: Component | None, around: TextAround | None) -> None:
        """What is no component and said to use one; in an entry only if it can be nothing else."""
        subjects = use.subjects if isinstance(use.subjects, tuple) else ()
        used, users = tuple(each.name for each in use.names), subjects
        if use.is_passive:
            used, users = users, used
        known = next((name for name in used if name in self._modules), None)
        for name in users if known is not None else ():
            if name in self._modules or name[0].islower():
                continue
            if unread_names(f"it {name}", ()) and (
                about is None or _NO_MODULE.search(name) is None
            ):
                said = f"{name} is said to use {known} and is not listed as a component."
                self._say(name, name, about, around, said)

    def plurals(self, component: Component, used: Sequence[str]) -> None:
        """Dependencies that may be components in the plural."""
        for name in used:
            meant = singular_of(name.rpartition(".")[2], self._modules)
            if name not in self._modules and meant is not None and "." not in name:
                self._report.add(
                    self._line(name, component.line or 1),
                    f"The dependency {shown(name)} of {component.name} is read as another "
                    f"context: write {meant} if the component is meant.",
                )

    def _say(
        self,
        who: str,
        name: str,
        about: Component | None,
        around: TextAround | None,
        message: str,
    ) -> None:
        if (who, name) not in self._said:
            self._said.add((who, name))
            start = around.lines.start if around is not None else (about and about.line) or 1
            self._report.add(self._line(name, start), message)

    def _line(self, name: str, start: int) -> int:
        word = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w])")
        for number, line in enumerate(self._document.lines[start - 1 :], start=start):
            if word.search(line):
                return number
        return start
