"""The review threads that a session is asked to answer, as they are when it starts."""

from __future__ import annotations

from design_sessions.chosen_components import chosen_modules
from design_sessions.errors import InputError
from design_sessions.pull_requests import pull_requests_for
from design_sessions.review_threads import ReviewThread, choose_threads
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.session_checks import Checked
from design_sessions.wording import counted


def read_asked_threads(
    services: Services, order: SessionOrder, checked: Checked
) -> tuple[list[ReviewThread], list[str]]:
    """The threads of the order with the lines that they are about, and notes for the person.

    Raises:
        InputError: none of them is open, or the worker has no access to the code host.
        PullRequestError: the code host does not say.
    """
    if not order.threads:
        return [], []
    branch, components = checked.branch, checked.context.components
    discussion = pull_requests_for(services.settings, order.repository).discussion(
        branch.branch, order.base
    )
    if discussion is None:
        raise InputError(
            "The worker cannot read the pull request's review threads.",
            "Give it GITHUB_TOKEN as well, and start it again.",
        )
    choice = choose_threads(
        discussion.threads().threads,
        {component.design_path: component.module for component in components},
        only=chosen_modules(components, order.only),
    )
    asked = set(order.threads)
    snapshot = checked.mirror.snapshot(branch.head or checked.base_commit)
    found = [
        thread.with_lines_of(snapshot.read_text(thread.path) or "")
        for threads in choice.taken.values()
        for thread in threads
        if thread.id in asked
    ]
    if not found:
        raise InputError(
            "The review threads have been resolved, answered or deleted meanwhile.",
            "There is nothing to do.",
        )
    if gone := len(asked) - len(found):
        return found, [f"{counted(gone, 'review thread')} resolved or deleted meanwhile."]
    return found, []
