"""A commit that asks the rules of a remote and is removed again, also if its worker has died."""

from __future__ import annotations

import contextlib
from typing import Literal, NamedTuple

from design_sessions.errors import RepositoryUnavailableError
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.history import history, trailer
from design_sessions.repository.writing.commit_builder import CommitBuilder, DesignCommit
from design_sessions.repository.writing.push import PushRefusedError, push_commit

TRIAL_TRAILER = "Design-Trial"
"""Of a trial commit; its value is the path of the document that it writes."""
REFUSED_AT_START = (
    "Fix what the remote's rules refuse, or choose another branch with --branch. Commits are "
    "signed as git would (commit.gpgsign), and DESIGN_COMMIT_SUBJECT sets the form of their "
    "subjects."
)
_TRIES = 5
"""Others may push to the branch at the same time."""


class _Trial(NamedTuple):
    commit: str
    parent: str
    path: str
    subject: str
    trailers: str
    """Lines of them all."""


def try_commit(mirror: Mirror, branch: str, probe: DesignCommit) -> None:
    """Ask the rules of a branch that is there, by a commit on its head that is removed again.

    Raises:
        PushRefusedError: a hook or rule of the remote refuses such commits.
        RepositoryUnavailableError: others were faster each time, or the branch is gone.
        DesignSessionError: as for every command that asks the remote.
    """
    for _ in range(_TRIES):
        head = mirror.fetch_branch(branch)
        if head is None:
            break
        if push_trial(mirror, branch, head, probe, expected=head) == "pushed":
            return
    raise _busy(mirror, branch)


def push_trial(
    mirror: Mirror, branch: str, start: str, probe: DesignCommit, *, expected: str | None
) -> Literal["pushed", "raced"]:
    """Push ``probe`` on ``start``, then move the branch to ``start``.

    Where the remote does not let a branch go back, or somebody has pushed more meanwhile, the probe
    is kept, and what it wrote is undone by a second commit.

    Args:
        mirror: has ``start``.
        branch: to make, or to ask.
        start: where it is afterwards.
        probe: a commit of the session's kind.
        expected: the branch's head before; None if it must not exist.
    """
    probe = probe.model_copy(update={"trailers": {**probe.trailers, TRIAL_TRAILER: probe.path}})
    chain = CommitBuilder(mirror.git, start, [probe])
    chain.add(probe)
    (commit,) = chain.write()
    if push_commit(mirror, branch, commit, expected=expected, if_refused=REFUSED_AT_START) == (
        "raced"
    ):
        return "raced"
    with contextlib.suppress(PushRefusedError):
        if push_commit(mirror, branch, start, expected=commit) == "pushed":
            return "pushed"
    remove_trials(mirror, branch, start)
    return "pushed"


def without_trials(mirror: Mirror, base: str, head: str) -> str:
    """The commit below the trial commits that a branch with this head ends with."""
    parents = {each.commit: each.parent for each in _trials(mirror, base, head)}
    while head in parents:
        head = parents[head]
    return head


def remove_trials(mirror: Mirror, branch: str, base: str) -> None:
    """Remove what trial commits since ``base`` have left on a branch, if anything.

    A trial commit at its end is taken off, if the remote lets the branch go back. Otherwise what
    it wrote is undone by another commit, unless somebody has written there since.

    Raises:
        RepositoryUnavailableError: others were faster each time.
        DesignSessionError: as for every command that asks the remote.
    """
    for _ in range(_TRIES):
        head = mirror.fetch_branch(branch)
        if head is None:
            return
        trials = _trials(mirror, base, head)
        left = [each for each in trials if _is_as_written(mirror, head, each)]
        kept = without_trials(mirror, base, head)
        if kept != head:
            with contextlib.suppress(PushRefusedError):
                push_commit(mirror, branch, kept, expected=head)
            if mirror.fetch_branch(branch) != head:
                continue
        if not left or _undo(mirror, branch, head, left) == "pushed":
            return
    raise _busy(mirror, branch)


def _undo(
    mirror: Mirror, branch: str, head: str, trials: list[_Trial]
) -> Literal["pushed", "raced"]:
    removals = [
        DesignCommit(
            branch=branch,
            path=path,
            content=None,
            message=trial.subject,
            trailers=_other_trailers(trial),
            base_commit=head,
        )
        for path, trial in {each.path: each for each in trials}.items()
    ]
    chain = CommitBuilder(mirror.git, head, removals)
    for removal in removals:
        chain.add(removal)
    return push_commit(mirror, branch, chain.write()[-1], expected=head)


def _trials(mirror: Mirror, base: str, head: str) -> list[_Trial]:
    """The trial commits that ``head`` has and ``base`` has not."""
    fields = ("%H", "%P", trailer(TRIAL_TRAILER), "%s", "%(trailers:only,unfold)")
    entries = history(mirror.git, head, base, "%x1f".join(fields)).split("\0")
    found = (_Trial(*entry.split("\x1f")) for entry in entries if entry.count("\x1f") == 4)
    return [each for each in found if each.path]


def _is_as_written(mirror: Mirror, head: str, trial: _Trial) -> bool:
    written = mirror.snapshot(trial.commit).blob_id(trial.path)
    return written is not None and mirror.snapshot(head).blob_id(trial.path) == written


def _other_trailers(trial: _Trial) -> dict[str, str]:
    lines = (line.partition(": ") for line in trial.trailers.splitlines())
    return {name: value for name, _, value in lines if name != TRIAL_TRAILER}


def _busy(mirror: Mirror, branch: str) -> RepositoryUnavailableError:
    return RepositoryUnavailableError(
        f"Other writers were faster on {branch} of {mirror.url} {_TRIES} times.",
        "Find out what else pushes to the branch so often.",
    )
