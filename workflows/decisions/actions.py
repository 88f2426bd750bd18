"""What a person can do: a command to paste and an update to send from the Web UI for each; pure.

Dots stand for the person's own words.
"""

from __future__ import annotations

import shlex

from design_sessions import program
from design_sessions.status import Action, SessionStatusView


def retry_all(view: SessionStatusView, label: str) -> Action:
    """Rerun the waiting step: everything that failed, the review, or the pull request."""
    return Action(label=label, command=client_command(view, "retry"), update="retry_step", input={})


def raise_limit(view: SessionStatusView) -> Action:
    """Continue with a higher cost limit."""
    return Action(
        label="Raise the session's cost limit and resume it",
        command=client_command(view, "retry", "--max-cost", "USD"),
        update="retry_step",
        input={"max_cost": "USD"},
    )


def advise(view: SessionStatusView, name: str, label: str) -> Action:
    """Design a component again, or steer a running one."""
    return Action(
        label=label,
        command=client_command(view, "retry", name, "--guidance", "..."),
        update="retry_component",
        input={"component": name, "guidance": "..."},
    )


def accept(view: SessionStatusView, name: str) -> Action:
    """Accept a draft that is not valid."""
    return Action(
        label=f"Accept {name}'s last draft as it is",
        command=client_command(view, "accept", name),
        update="accept_component",
        input={"component": name},
    )


def skip(view: SessionStatusView, name: str) -> Action:
    """Leave a component out."""
    return Action(
        label=f"Continue without {name}",
        command=client_command(view, "skip", name, "--reason", "..."),
        update="skip_component",
        input={"component": name, "reason": "..."},
    )


def recheck(view: SessionStatusView) -> Action:
    """Check the branch again."""
    return Action(
        label="Check again, after you commit the designs to the branch yourself",
        command=client_command(view, "recheck"),
        update="recheck",
        input={},
    )


def skip_review(view: SessionStatusView) -> Action:
    """Leave the review out."""
    return Action(
        label="Continue without a review",
        command=client_command(view, "skip", "--review", "--reason", "..."),
        update="skip_review",
        input={"reason": "..."},
    )


def revise(view: SessionStatusView, name: str) -> Action:
    """Have one design revised for the findings that name it."""
    return Action(
        label=f"Have only {name} revised",
        command=client_command(view, "retry", name),
        update="retry_component",
        input={"component": name},
    )


def waive(view: SessionStatusView, finding: str) -> Action:
    """Leave a finding as it is."""
    return Action(
        label=f"Waive {finding}: nothing is revised for it",
        command=client_command(view, "waive", finding, "--reason", "..."),
        update="waive_finding",
        input={"finding": finding, "reason": "..."},
    )


def skip_revisions(view: SessionStatusView) -> Action:
    """Leave out the revisions that findings ask for."""
    return skip_review(view).model_copy(
        update={"label": "Continue without revisions; the findings stay"}
    )


def skip_pull_request(view: SessionStatusView) -> Action:
    """Leave the pull request out."""
    return Action(
        label="Finish without a pull request",
        command=client_command(view, "skip", "--pull-request", "--reason", "..."),
        update="skip_pull_request",
        input={"reason": "..."},
    )


def client_command(view: SessionStatusView, command: str, *arguments: str) -> str:
    """A command of ``client.py`` for this session, ready to paste."""
    words = program.client_words(command, view.id, *arguments)
    if view.scope.account != "default":
        words += ["--account", view.scope.account]
    return shlex.join(words)
