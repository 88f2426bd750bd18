"""Which branch a session writes: its own, never one that holds another context's session."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel

from design_sessions.context_document.model import ContextDesign
from design_sessions.errors import InputError
from design_sessions.modules import branch_name, whole_branch_name
from design_sessions.pull_requests import BranchPullRequests, PullRequests
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.branch_history import (
    base_has_all,
    commits_missing,
    contexts_since,
)
from design_sessions.repository.writing.branches import (
    BranchChoice,
    BranchUse,
    choose_branch,
)
from design_sessions.repository.writing.trial_commit import without_trials
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.wording import counted


class SessionBranch(BaseModel, frozen=True):
    """The branch of a session, and what a person should know about it."""

    choice: BranchChoice
    notes: list[str]


def find_branch(
    services: Services,
    mirror: Mirror,
    order: SessionOrder,
    context: ContextDesign,
    base_commit: str,
    pull_requests: PullRequests,
    claimed: Collection[str] = (),
) -> SessionBranch:
    """The branch by rule, or by ``--branch``, from the mirror's last fetch.

    Args:
        services: with the open sessions.
        mirror: fetched by the caller.
        order: with the name if a person gave one.
        context: whose session it is.
        base_commit: where the session starts.
        pull_requests: of the code host.
        claimed: branches that others have taken since they were looked at.

    Raises:
        InputError: no branch can be written under this name.
        PullRequestError: the code host does not say what it knows of the branch.
    """
    branches = _Branches(services, mirror, order, context, base_commit, pull_requests, claimed)
    if order.branch is not None:
        if order.branch == mirror.default_branch():
            raise InputError(
                f"{order.branch} is the default branch of {mirror.url}: designs go to their own "
                "branch, so that you can review them before they are merged.",
                "Choose another with --branch, or omit it.",
            )
        choice = _choice(mirror, order.branch, branches, base_commit)
        return SessionBranch(choice=choice, notes=branches.notes(choice, order.branch))
    short = branch_name(context.module, context.project_module)
    whole = whole_branch_name(context.module)
    wanted = whole if branches.is_own(whole) or branches.is_of_others(short) else short
    choice = _choice(mirror, wanted, branches, base_commit)
    notes = branches.notes(choice, wanted)
    if wanted != short and branches.is_of_others(short):
        holders = ", ".join(sorted(branches.contexts(short))) or "somebody else"
        notes.insert(
            0,
            f"The branch {short} holds a session of {holders}; this session writes "
            f"{choice.branch}.",
        )
    return SessionBranch(choice=choice, notes=notes)


def _choice(mirror: Mirror, wanted: str, branches: _Branches, base: str) -> BranchChoice:
    """The branch to write; a trial commit that a dead worker has left is not its head."""
    choice = choose_branch(mirror, wanted, branches.use, base=base)
    if choice.head is None:
        return choice
    return choice.model_copy(update={"head": without_trials(mirror, base, choice.head)})


class _Branches:
    """What is known of the remote's branches; each is asked about once."""

    def __init__(
        self,
        services: Services,
        mirror: Mirror,
        order: SessionOrder,
        context: ContextDesign,
        base_commit: str,
        pull_requests: PullRequests,
        claimed: Collection[str],
    ) -> None:
        self._mirror = mirror
        self._order = order
        self._module = context.module
        self._base = base_commit
        self._code_host = pull_requests
        self._claimed = claimed
        self._asked: dict[str, BranchPullRequests] = {}
        self._open = [
            (record.environment.branch, record.component_module)
            for record in services.store.maintenance.open_sessions()
            if record.environment.repository == order.repository
        ]

    def use(self, branch: str, head: str) -> BranchUse:
        # Whoever names a branch wants that one, whoever has written to it.
        if branch != self._order.branch and self.is_of_others(branch):
            return "others"
        known = self._pull_requests(branch)
        if known.closed:
            return "closed"
        if not known.open and base_has_all(self._mirror, self._base, head):
            return "merged"
        return "ours"

    def is_own(self, branch: str) -> bool:
        return branch not in self._claimed and self._module in self.contexts(branch)

    def is_of_others(self, branch: str) -> bool:
        contexts = self.contexts(branch)
        if branch in self._claimed:
            return True
        return bool(contexts) and self._module not in contexts

    def contexts(self, branch: str) -> set[str]:
        """Modules of the contexts whose sessions write, or wrote, to a branch that is there."""
        head = self._mirror.branch_head(branch)
        if head is None:
            return set()
        return {
            *contexts_since(self._mirror, self._base, head),
            *self._pull_requests(branch).contexts,
            *(module for name, module in self._open if name == branch),
        }

    def _pull_requests(self, branch: str) -> BranchPullRequests:
        if branch not in self._asked:
            self._asked[branch] = self._code_host.of_branch(branch)
        return self._asked[branch]

    def notes(self, choice: BranchChoice, wanted: str) -> list[str]:
        notes: list[str] = []
        if choice.reason == "merged":
            notes.append(
                f"The base has all of the branch {choice.branch}; the session begins anew there, "
                "at the base."
            )
        elif choice.reason == "closed":
            notes.append(f"{self._why_not(wanted)}; the session writes {choice.branch}.")
        elif choice.reason == "continued":
            notes.append(
                f"The branch {choice.branch} already exists; the session continues from its head."
            )
        if choice.head is not None and (
            missing := commits_missing(self._mirror, choice.head, self._base)
        ):
            notes.append(
                f"The branch {choice.branch} is behind the base by {counted(missing, 'commit')}: "
                "designs and review read the branch. Merge the base into it to have them read "
                "what is new there."
            )
        return notes

    def _why_not(self, branch: str) -> str:
        if self._pull_requests(branch).closed:
            return f"The pull request of {branch} was merged or closed"
        if self.is_of_others(branch):
            return f"The branch {branch} holds a session of another context"
        return f"The base has all of the branch {branch}"
