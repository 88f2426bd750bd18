"""Review threads: what people say on lines of a pull request, and which of it a session takes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pydantic import BaseModel, Field

from design_sessions.safe_markdown import code
from design_sessions.wording import shortened

MOST_THREADS = 25
"""Threads that one agent is given at once; more would not be worked off."""

MOST_OF_SESSION = 200
"""Threads that one session takes: it stores them with its record."""

_LINES_AROUND = 3
_MOST_LINES = 20
"""Of a design, quoted for one thread."""
_LONGEST_LINE = 200
_LONGEST_THREAD = 8_000
"""Characters of all comments of a thread; 25 threads of that length fill a third of a window."""
MARK_BEGINS = "<!-- context-design "
"""How every comment of a session begins."""
_MARK = re.compile(r"\A<!-- context-design \w+: [0-9a-f]+ -->\n?")
_ANSWER = re.compile(r"<!-- context-design answer: (?P<commit>[0-9a-f]{40,64}) -->")


class ThreadComment(BaseModel, frozen=True):
    """One comment of a thread."""

    author: str
    text: str
    """Markdown, as it was written; at most as much of it as is read."""

    @property
    def words(self) -> str:
        """The text without the mark of what a session has said."""
        return _MARK.sub("", self.text, count=1)

    @property
    def answers_with(self) -> str | None:
        """The commit that this names, if it is a session's answer; only its first words count."""
        found = _ANSWER.match(self.text)
        return found["commit"] if found else None


class ReviewThread(BaseModel, frozen=True):
    """A review thread of a pull request."""

    id: str
    """GitHub's node id."""
    first_comment: int
    """GitHub's id of the comment to reply to."""
    path: str
    line: int | None = None
    """The last line that it is about, in the file as it is; where the line has changed since, in
    the file as it was. None for a whole file."""
    start_line: int | None = None
    """The first line; None for one line."""
    resolved: bool = False
    outdated: bool = False
    """Whether these are not lines of the file as it is: changed since, or removed."""
    lines: str = ""
    """What stands at these lines."""
    comments: list[ThreadComment] = Field(default_factory=list)
    """The first and the last ones, oldest first."""
    left_out: int = 0
    """Comments between the first and the others that are not here."""
    answers: list[str] = Field(default_factory=list)
    """Commits with which sessions have answered."""

    @property
    def place(self) -> str:
        """Path and lines."""
        if self.line is None:
            return self.path
        first = self.start_line or self.line
        return f"{self.path}:{self.line if first == self.line else f'{first}-{self.line}'}"

    @property
    def in_words(self) -> str:
        """Where it is, who began it, and its first words, in one line."""
        first = self.comments[0]
        return f"{self.place}, {first.author}: {shortened(first.words, 80)}"

    def with_lines_of(self, document: str) -> ReviewThread:
        """The same with what the design says there, unless that has changed since."""
        if self.line is None or self.outdated:
            return self
        lines = document.splitlines()
        first = max(1, (self.start_line or self.line) - _LINES_AROUND)
        first = max(first, self.line - _MOST_LINES)
        around = enumerate(lines[first - 1 : self.line + _LINES_AROUND], start=first)
        said = "\n".join(f"{number}: {line[:_LONGEST_LINE]}" for number, line in around)
        return self.model_copy(update={"lines": said})


def bounded(comments: Sequence[ThreadComment]) -> list[ThreadComment]:
    """The first comment, which says what a thread is about, and as many of the last as fit."""
    first, *others = comments
    room = _LONGEST_THREAD - len(first.text)
    last: list[ThreadComment] = []
    for comment in reversed(others):
        room -= len(comment.text)
        if room < 0:
            break
        last.append(comment)
    return [first, *reversed(last)]


class ReviewThreads(BaseModel):
    """The threads of a pull request."""

    threads: list[ReviewThread]
    unread: int = 0
    """Threads beyond the most that are read."""


class LeftThread(BaseModel, frozen=True):
    """A thread that nothing is done about, and why."""

    thread: ReviewThread
    reason: str


class ThreadChoice(BaseModel):
    """The threads of a pull request, sorted."""

    taken: dict[str, list[ReviewThread]]
    """By module of the component whose design they are about."""
    left: list[LeftThread]

    @property
    def ids(self) -> list[str]:
        """Of the threads that are taken."""
        return [thread.id for threads in self.taken.values() for thread in threads]


def choose_threads(
    threads: Sequence[ReviewThread],
    modules: Mapping[str, str],
    *,
    only: Collection[str] | None = None,
) -> ThreadChoice:
    """Which threads a session takes: the open ones on its designs.

    Args:
        threads: of the pull request.
        modules: by path of a design, its component's module.
        only: modules of the components that somebody chose; None for all.
    """
    choice = ThreadChoice(taken={}, left=[])
    for thread in threads:
        module = modules.get(thread.path)
        of_design = choice.taken.get(module or "", [])
        reason = (
            "resolved"
            if thread.resolved
            else "not on a design of this session"
            if module is None
            else "answered by a session"
            if thread.comments[-1].answers_with
            else "of a component that was not chosen"
            if only is not None and module not in only
            else f"beyond the {MOST_THREADS} that one agent is given"
            if len(of_design) >= MOST_THREADS
            else f"beyond the {MOST_OF_SESSION} that one session takes"
            if len(choice.ids) >= MOST_OF_SESSION
            else None
        )
        if module is None or reason is not None:
            choice.left.append(LeftThread(thread=thread, reason=reason or ""))
        else:
            choice.taken.setdefault(module, []).append(thread)
    return choice


def answer_text(component: str, commit: str, *, is_open: bool = False) -> str:
    """The reply to a thread; its first line, which pages do not show, tells it from a person's.

    Args:
        component: its name.
        commit: of the revised design.
        is_open: whether the thread is about a finding that is still open.
    """
    still = "\n\nThe finding is still open: see the pull request's description." if is_open else ""
    return (
        f"<!-- context-design answer: {commit} -->\n"
        f"The design of {code(component)} was revised for this: {commit}{still}"
    )
