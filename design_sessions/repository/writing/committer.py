"""Committing the designs of many sessions to their branches with few pushes."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from concurrent.futures import Future

from pydantic import BaseModel

from design_sessions.errors import (
    DesignSessionError,
    RepositoryError,
    RepositoryUnavailableError,
)
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.reading.earlier_commits import find_commits, last_commit_of
from design_sessions.repository.writing.commit_builder import CommitBuilder, DesignCommit
from design_sessions.repository.writing.push import PushRefusedError, push_commit

PUSH_TRIES = 12
"""Pushes of one batch that may lose to other workers."""
LONGEST_PAUSE = 3.0
"""Seconds between two of them at most."""
_IF_REFUSED = (
    "Fix what the remote's rules refuse, then retry: drafts are kept. Or cancel the session and "
    "start it with --branch NAME, which pays for its designs again."
)


class CommitResult(BaseModel, frozen=True):
    """The commit on the remote's branch; ``already_there`` if an earlier call made it."""

    commit: str
    already_there: bool


class _Waiting:
    """A design and the result that its thread waits for."""

    def __init__(self, design: DesignCommit) -> None:
        self.design = design
        self.result: Future[CommitResult] = Future()


class BranchCommitters:
    """One for each worker process; safe to call from many threads at once.

    The designs that wait for a branch are committed together: one commit each, one push. Whoever
    gets the branch's turn does it for all that wait then. Different workers that share a data
    directory take turns; otherwise, the loser of a push fetches and retries.
    """

    def __init__(self, mirrors: MirrorPool) -> None:
        self._mirrors = mirrors
        self._lock = threading.Lock()
        self._branches: dict[tuple[str, str], _BranchCommitter] = {}

    def commit(self, remote_url: str, design: DesignCommit) -> CommitResult:
        """Commit one design and push it; returns when the remote has it.

        Calling it again with the same session and attempt in the trailers, or with the content
        that the branch has at this path, changes nothing.

        Raises:
            RepositoryUnavailableError: the remote did not answer, or other writers were faster
                :data:`PUSH_TRIES` times.
            RepositoryError: the branch is gone, the path cannot be written, or a rule of the
                remote refused.
            CredentialsError: the remote refused who asks.
        """
        mirror = self._mirrors.get(remote_url)
        with self._lock:
            committer = self._branches.setdefault(
                (mirror.url, design.branch), _BranchCommitter(mirror, design.branch)
            )
        return committer.commit(design)


class _BranchCommitter:
    def __init__(self, mirror: Mirror, branch: str) -> None:
        self._mirror = mirror
        self._branch = branch
        self._lock_name = f"branch-{hashlib.sha256(branch.encode()).hexdigest()[:12]}"
        self._turn = threading.Lock()
        self._waiting_lock = threading.Lock()
        self._waiting: list[_Waiting] = []

    def commit(self, design: DesignCommit) -> CommitResult:
        mine = _Waiting(design)
        with self._waiting_lock:
            self._waiting.append(mine)
        with self._turn:
            if not mine.result.done():
                self._commit_all_waiting(mine)
        return mine.result.result()

    def _commit_all_waiting(self, mine: _Waiting) -> None:
        with self._waiting_lock:
            batch, self._waiting = self._waiting, []
        try:
            self._commit_batch(batch)
        except DesignSessionError as error:
            _fail(batch, error)
        finally:
            # After anything else that ended this thread, the others stay in the queue: each of
            # their threads gets its turn and does it for those that are left.
            with self._waiting_lock:
                left = [one for one in batch if not one.result.done() and one is not mine]
                self._waiting = left + self._waiting

    def _commit_batch(self, batch: list[_Waiting]) -> None:
        with self._mirror.directory.lock(self._lock_name):
            try:
                self._push(batch)
            except PushRefusedError:
                left = [one for one in batch if not one.result.done()]
                if len(left) == 1:
                    raise
                # One document may be what the remote's rules refuse; the others go on.
                for one in left:
                    try:
                        self._push([one])
                    except PushRefusedError as refusal:
                        _fail([one], refusal)

    def _push(self, batch: list[_Waiting]) -> None:
        for tries in range(PUSH_TRIES):
            if tries:
                time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.1 * 2**tries)))
            head = self._mirror.fetch_branch(self._branch)
            if head is None:
                raise RepositoryError(
                    f"The branch {self._branch} is no longer on {self._mirror.url}.",
                    "Push it there again, or start a new session.",
                )
            waiting = [one for one in batch if not one.result.done()]
            chain = CommitBuilder(self._mirror.git, head, [one.design for one in waiting])
            made = self._build(chain, waiting)
            if not made:
                return
            outcome = push_commit(
                self._mirror, self._branch, chain.head, expected=head, if_refused=_IF_REFUSED
            )
            if outcome == "pushed":
                for one, commit in made:
                    one.result.set_result(CommitResult(commit=commit, already_there=False))
                return
        raise RepositoryUnavailableError(
            f"Other writers were faster on {self._branch} of {self._mirror.url} "
            f"{PUSH_TRIES} times.",
            "Find out what else pushes to the branch so often.",
        )

    def _build(self, chain: CommitBuilder, batch: list[_Waiting]) -> list[tuple[_Waiting, str]]:
        """Commits for the designs that the branch lacks; the others get their result at once."""
        git, head = self._mirror.git, chain.head
        keys = [one.design.key for one in batch if one.design.key]
        before = find_commits(git, head, batch[0].design.base_commit, keys)
        places: list[tuple[_Waiting, int]] = []
        in_batch: dict[tuple[str, str | None], int] = {}
        for one in batch:
            design = one.design
            content = (design.path, design.content)
            earlier = before.get(design.key) if design.key else None
            try:
                if not earlier and content not in in_batch and chain.has(design):
                    earlier = last_commit_of(git, head, design.path)
                if earlier:
                    one.result.set_result(CommitResult(commit=earlier, already_there=True))
                    continue
                # The same document twice in a batch is one commit, which the push decides on.
                if content not in in_batch:
                    in_batch[content] = chain.add(design)
                places.append((one, in_batch[content]))
            except RepositoryUnavailableError:
                raise
            except RepositoryError as error:
                _fail([one], error)
        if not places:
            return []
        commits = chain.write()
        return [(one, commits[place]) for one, place in places]


def _fail(batch: list[_Waiting], error: DesignSessionError) -> None:
    for one in batch:
        if not one.result.done():
            one.result.set_exception(error)
