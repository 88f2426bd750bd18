"""What ``redo`` means: which designs of which session, and which review threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from command_line.choosing.component import find_components
from command_line.choosing.order import Ordered, order_for
from command_line.choosing.session import Arguments, ReportedSession, session_to_report
from command_line.options import Invocation
from design_sessions import program
from design_sessions.errors import InputError
from design_sessions.pull_requests import pull_requests_for
from design_sessions.review_threads import ReviewThreads, ThreadChoice, choose_threads
from design_sessions.session_order import ChosenLimits, NoLimit, SessionOrder
from design_sessions.wording import counted

_NO_ADVICE = "Read your design once more, and improve what is unclear, incomplete or wrong in it."
_AS_REVIEWERS_ASK = "Revise your design as the reviewers of the pull request ask."
_MOST_LISTED = 50


@dataclass(frozen=True)
class AskedThreads:
    """The review threads of the session's pull request, sorted."""

    choice: ThreadChoice
    unread: int
    names: dict[str, str]
    """Components by module."""
    session: str

    @property
    def none_open(self) -> str | None:
        """Why there is nothing to do, in one line; None if there is."""
        if self.choice.taken:
            return None
        counts = Counter(left.reason for left in self.choice.left)
        left = f" ({', '.join(f'{n} {reason}' for reason, n in counts.items())})" if counts else ""
        return f"No open review thread on the designs of {self.session}{left}."

    @property
    def lines(self) -> list[str]:
        """Which threads are taken, which are left, and why."""
        taken = [
            f"  {self.names[module]}: {thread.in_words}"
            for module, threads in self.choice.taken.items()
            for thread in threads
        ]
        left = [f"  {each.reason}: {each.thread.in_words}" for each in self.choice.left]
        lines = [f"{counted(len(taken), 'review thread')} to answer:", *_first(taken)]
        if left:
            lines += [f"{counted(len(left), 'review thread')} left:", *_first(left)]
        if self.unread:
            lines.append(f"{counted(self.unread, 'later review thread')} not read.")
        return lines

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "taken": [
                {"component": self.names[module], "place": each.place, "id": each.id}
                for module, threads in self.choice.taken.items()
                for each in threads
            ],
            "left": [
                {"place": each.thread.place, "id": each.thread.id, "reason": each.reason}
                for each in self.choice.left
            ],
            "unread": self.unread,
        }


@dataclass(frozen=True)
class Redo:
    """A session's designs to revise once more."""

    invocation: Invocation
    """With the session's project."""
    found: ReportedSession
    before: SessionOrder
    names: list[str]
    """Of the components."""
    threads: AskedThreads | None
    """None if reviewers' comments were not asked for."""
    guidance: str | None
    max_cost: float | NoLimit | None
    no_review: bool
    pr_comments: bool

    def order(self, confirmed: bool = False) -> Ordered:
        """The order for the session; see ``MakeOrder``."""
        before = self.before
        return order_for(
            self.invocation.settings,
            before.checkout or before.repository,
            before.context_module,
            base=before.base,
            branch=self.found.view.branch,
            only=self.names,
            redo=self.guidance or (_AS_REVIEWERS_ASK if self.threads else _NO_ADVICE),
            threads=self.threads.choice.ids if self.threads else [],
            replace_hand_written=confirmed,
            project_module=before.project_module,
            model=before.model,
            review_model=before.review_model,
            limits=ChosenLimits.model_validate(
                before.limits.model_dump(exclude={"max_cost"}) | {"max_cost": self.max_cost}
            ),
            on_failure=before.on_failure,
            wait_limit=before.wait_limit,
            review=before.review and not self.no_review,
            pr_comments=before.pr_comments or self.pr_comments,
        )


def asked_redo(
    invocation: Invocation,
    asked: Arguments,
    *,
    guidance: str | None,
    max_cost: float | NoLimit | None,
    no_review: bool,
    pr_comments: bool,
    from_pr: bool,
) -> Redo:
    """What to revise; with ``from_pr``, asks the code host for the review threads.

    Raises:
        click.UsageError: no components are named, and reviewers' comments are not asked for.
        InputError: the session has not ended, or has no pull request whose threads can be read.
        DesignSessionError: the code host refuses.
    """
    found = session_to_report(invocation, asked.session)
    view = found.view
    if not asked.components and not from_pr:
        raise click.UsageError("Name the components to revise, or give --from-pr.")
    if view.status == "active":
        raise InputError(
            f"{view.id} has not ended.",
            f"Revise its components with {program.client('retry')}, or wait for its end.",
        )
    chosen = find_components(view, asked.components)
    before = found.store.sessions.parent(found.scope, view.session_id).state.order
    names = [component.name for component in chosen]
    threads: AskedThreads | None = None
    if from_pr:
        read = _read_threads(invocation, found, before)
        choice = choose_threads(
            read.threads,
            {component.design_path: component.module for component in view.components},
            only={component.module for component in chosen} or None,
        )
        of_module = {component.module: component.name for component in view.components}
        threads = AskedThreads(choice, read.unread, of_module, view.id)
        names = [of_module[module] for module in choice.taken]
    settings = invocation.settings.model_copy(update={"project": found.scope.project})
    return Redo(
        invocation=replace(invocation, settings=settings),
        found=found,
        before=before,
        names=names,
        threads=threads,
        guidance=guidance,
        max_cost=max_cost,
        no_review=no_review,
        pr_comments=pr_comments,
    )


def _read_threads(
    invocation: Invocation, found: ReportedSession, before: SessionOrder
) -> ReviewThreads:
    pull_requests = pull_requests_for(invocation.settings, before.repository)
    discussion = pull_requests.discussion(found.view.branch, before.base)
    if discussion is not None:
        return discussion.threads()
    if pull_requests.note:
        raise InputError(
            "The review threads of the pull request cannot be read: GITHUB_TOKEN is not set.",
            "Set it to a token that may read and write pull requests.",
        )
    raise InputError(
        f"{found.view.branch} has no pull request on GitHub whose review threads could be read.",
        "Say what to change with --guidance and the components.",
    )


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST_LISTED
    return [*lines[:_MOST_LISTED], *([f"  and {more} more"] if more > 0 else [])]
