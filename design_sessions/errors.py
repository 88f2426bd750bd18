"""The errors of the domain.

    DesignSessionError
    ├── InputError                  bad input or a missing prerequisite; nothing was spent
    │   ├── NotFoundError           a session, component or context that is not there
    │   ├── HandWrittenError        something of a person's would be replaced; wants a yes
    │   └── BranchClaimedError      another session has just taken the branch; wants another name
    ├── CredentialsError            a key or token that is missing, refused or expired
    ├── QuotaError                  the account behind a key may not spend or send more for now
    ├── BudgetError                 the session's own cost limit would be passed
    │   └── BudgetReservedError     calls in progress reserve the rest of it; may pass
    ├── ModelError                  one component's conversation cannot continue
    │   ├── ModelUnavailableError   the model endpoint failed in a way that may pass
    │   └── ModelPatienceError      such failures lasted longer than our patience
    ├── LostCallError               every process that makes this call dies of it
    ├── HandedOverError             a leg of a conversation continues in another process
    ├── RepositoryError             git refused, or the repository is not in the required state
    │   ├── RepositoryUnavailableError  the remote did not answer; may pass
    │   └── PathTakenError          something on the branch is where a document should go
    ├── PullRequestError            the code host refused
    │   └── PullRequestUnavailableError  the code host did not answer; may pass
    ├── NotificationError           a webhook or command failed; may pass
    │   └── NotificationRefusedError  a webhook leads elsewhere
    └── StoreError                  the database
        ├── StoreUnavailableError   it did not answer or is locked; may pass
        └── WrongDatabaseError      this process uses another database than the session

Each says what is wrong (``message``) and what to do about it (``remedy``). ``retryable`` errors
may pass by themselves; ``retry_after`` is the wait in seconds that the other side asked for.
``kind`` is what a session shows a person when the error stops it; None means that the error affects
only the component or step at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    # Its models take longer to load than the help of a command may take.
    from design_sessions.status import AttentionKind


class DesignSessionError(Exception):
    """Base of every error that a user may see.

    Args:
        message: what is wrong, one line, without a key or token in it.
        remedy: what to do about it, one line; may be empty.
        retry_after: seconds to wait before the next attempt, if the other side said so.
    """

    kind: ClassVar[AttentionKind | None] = None
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, remedy: str = "", *, retry_after: float | None = None) -> None:
        self.message = message
        self.remedy = remedy
        self.retry_after = retry_after
        super().__init__(f"{message} {remedy}".strip())


class InputError(DesignSessionError):
    """Bad input or a missing prerequisite; the command line ends with exit code 2."""


class NotFoundError(InputError):
    """A session, component or context does not exist, or belongs to another scope."""


class HandWrittenError(InputError):
    """A person's designs would be replaced, which nobody has confirmed."""


class BranchClaimedError(InputError):
    """Another session has taken the branch since it was looked at."""

    def __init__(self, branch: str) -> None:
        self.branch = branch
        super().__init__(
            f"Another session has just taken the branch {branch}.",
            "Start again, or choose another branch with --branch.",
        )


class CredentialsError(DesignSessionError):
    """A key or token is missing, refused or expired."""

    kind = "credentials"


class QuotaError(DesignSessionError):
    """The account behind the key has reached a spending or rate limit beyond our patience."""

    kind = "quota"


class BudgetError(DesignSessionError):
    """The next model call could exceed the session's cost limit."""

    kind = "budget"


class BudgetReservedError(BudgetError):
    """Calls in progress reserve the rest of the limit; they usually cost less than that."""

    retryable = True


class ModelError(DesignSessionError):
    """One conversation cannot continue: the endpoint permanently refuses this request."""


class ModelUnavailableError(ModelError):
    """The endpoint failed in a way that may pass: 408, 409, 429, 5xx, a broken or silent stream."""

    retryable = True


class ModelPatienceError(ModelError):
    """Failures that may pass lasted longer than our patience; a later retry may work."""


class LostCallError(DesignSessionError):
    """Every process that makes this call dies before there is an answer."""


class HandedOverError(DesignSessionError):
    """This process stops, and another one continues what it began."""

    retryable = True


class RepositoryError(DesignSessionError):
    """Git refused, or the repository is not in the required state."""

    kind: ClassVar[AttentionKind | None] = "repository"


class RepositoryUnavailableError(RepositoryError):
    """The remote did not answer, or writers collided; the same call may work later."""

    retryable = True


class PathTakenError(RepositoryError):
    """Something on the branch is where one document should go."""

    kind = None


class PullRequestError(DesignSessionError):
    """The code host refused the pull request."""

    kind = "pull_request"


class PullRequestUnavailableError(PullRequestError):
    """The code host did not answer or answered 5xx; the same call may work later."""

    retryable = True


class NotificationError(DesignSessionError):
    """A webhook or command failed; the session continues without the notification."""

    retryable = True


class NotificationRefusedError(NotificationError):
    """A webhook wants to be called elsewhere, and will the next time too."""

    retryable = False


class StoreError(DesignSessionError):
    """The database refused."""


class StoreUnavailableError(StoreError):
    """The database did not answer or is locked; the same call may work later."""

    retryable = True


class WrongDatabaseError(StoreError):
    """This process uses another database than the one the session was started with.

    Retryable, since the same call may meet the right worker next.
    """

    retryable = True
