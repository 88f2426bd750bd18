"""Pull requests on GitHub, through PyGithub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote as quote_url

from github import Auth, Github
from github.PullRequest import PullRequest
from github.Repository import Repository

from design_sessions.errors import NotFoundError, PullRequestError, PullRequestUnavailableError
from design_sessions.pull_requests.description import PullRequestDescription
from design_sessions.pull_requests.discussion import Discussion
from design_sessions.pull_requests.github_discussion import GitHubDiscussion
from design_sessions.pull_requests.github_errors import (
    UNDERSTOOD,
    answers_already_exists,
    not_the_api,
    to_domain,
)
from design_sessions.pull_requests.interface import BranchPullRequests, PublishedPullRequest
from design_sessions.pull_requests.marked_block import context_of
from design_sessions.pull_requests.remote import checked_base_url, web_address
from design_sessions.pull_requests.report import BranchLinks
from design_sessions.status import PullRequestReference

DEFAULT_TIMEOUT = 20
"""Seconds without an answer after which one request is given up."""

_PER_PAGE = 100
"""Items of a list in one answer, the most that GitHub gives."""

_INSTALLATION_TOKEN = "ghs_"
"""Prefix of a GitHub App's tokens, for which GitHub reports no permissions of a user."""


class GitHubPullRequests:
    """Pull requests of one repository on GitHub or a GitHub server.

    Nothing is retried here: whoever calls owns the retries, and each call can be repeated.

    Args:
        slug: ``owner/name``.
        token: classic, fine-grained or of an installation; needs contents and pull requests.
        base_url: of the API.
        timeout: seconds for one request.

    Raises:
        InputError: ``base_url`` is not a URL.
    """

    def __init__(
        self, slug: str, *, token: str, base_url: str, timeout: int = DEFAULT_TIMEOUT
    ) -> None:
        self._slug = slug
        self._token = token
        self._base_url = checked_base_url(base_url)
        self._timeout = timeout

    @property
    def note(self) -> str | None:
        return None

    def check_access(self) -> None:
        """Check the permission to open a pull request, with as few requests as possible.

        A fine-grained token that may read pull requests but not write them passes: only the
        attempt shows it.
        """
        with self._repository() as repository:
            if repository.archived:
                raise PullRequestError(
                    f"The GitHub repository {self._slug} is archived.",
                    "Unarchive it, or use another repository.",
                )
            self._check_push_permission(repository)
            self._check_scopes(repository)
            self._find(repository, branch=repository.default_branch, state="open")

    def of_branch(self, branch: str) -> BranchPullRequests:
        with self._repository() as repository:
            pulls = self._find(repository, branch=branch, state="all")
        states = {pull.state for pull in pulls}
        contexts = (context_of(pull.body or "") for pull in pulls)
        return BranchPullRequests(
            open="open" in states,
            closed=bool(states) and "open" not in states,
            contexts=frozenset(filter(None, contexts)),
        )

    def links(self, branch: str, base: str | None) -> BranchLinks:
        repository = f"{web_address(self._base_url)}/{self._slug}"
        head = quote_url(branch)
        compared = f"{quote_url(base)}...{head}" if base else head
        return BranchLinks(
            branch=f"{repository}/tree/{head}",
            compare=f"{repository}/compare/{compared}",
            file_prefix=f"{repository}/blob/{head}/",
        )

    def open_or_update(
        self, *, branch: str, base: str | None, description: PullRequestDescription
    ) -> PublishedPullRequest:
        with self._repository() as repository:
            into = base or repository.default_branch
            existing = self._open_pull_request(repository, branch, into)
            if existing is None:
                try:
                    created = repository.create_pull(
                        base=into, head=branch, title=description.title, body=description.body
                    )
                except UNDERSTOOD as error:
                    existing = self._pull_request_after(error, repository, branch, into)
                else:
                    return PublishedPullRequest(reference=_reference(created), created=True)
            body = description.within(existing.body or "")
            if existing.body != body:
                existing.edit(body=body)
            return PublishedPullRequest(reference=_reference(existing))

    def discussion(self, branch: str, base: str | None) -> Discussion:
        return GitHubDiscussion(lambda: self._opened(branch, base))

    @contextmanager
    def _opened(self, branch: str, base: str | None) -> Iterator[PullRequest]:
        with self._repository() as repository:
            found = self._open_pull_request(repository, branch, base or repository.default_branch)
            if found is None:
                raise NotFoundError(
                    f"{branch} has no open pull request on {self._slug}.",
                    f"Open one, or reopen it: {web_address(self._base_url)}/{self._slug}/pulls.",
                )
            yield found

    def _pull_request_after(
        self, error: Exception, repository: Repository, branch: str, base: str
    ) -> PullRequest:
        """The pull request that is there although its creation failed, else the failure.

        A lost answer says nothing about whether GitHub has made it, and 422 may mean that an
        earlier attempt did.
        """
        failure = to_domain(error, self._slug, self._base_url, token=self._token)
        already_exists = answers_already_exists(error)
        if not (failure.retryable or already_exists):
            raise failure from None
        found = self._open_pull_request(repository, branch, base)
        if found is not None:
            return found
        if already_exists:
            raise PullRequestUnavailableError(
                f"GitHub says that {branch} has a pull request on {self._slug} but does not list "
                "it yet.",
                "The worker looks for it again.",
            ) from None
        raise failure from None

    def _open_pull_request(
        self, repository: Repository, branch: str, base: str
    ) -> PullRequest | None:
        """The open pull request from ``branch``; into ``base`` if there are several."""
        pulls = self._find(repository, branch=branch, state="open")
        return next((pull for pull in pulls if pull.base.ref == base), next(iter(pulls), None))

    def _find(self, repository: Repository, *, branch: str, state: str) -> list[PullRequest]:
        # The owner comes from the answer, not from the remote's address: after a renaming GitHub
        # redirects the old name, but matches ``head`` only with the new one.
        owner = repository.full_name.partition("/")[0]
        pulls = repository.get_pulls(state=state, head=f"{owner}:{branch}")
        return [
            pull
            for pull in pulls
            if pull.head.ref == branch and (state == "all" or pull.state == state)
        ]

    def _check_push_permission(self, repository: Repository) -> None:
        permissions = repository.permissions
        if self._token.startswith(_INSTALLATION_TOKEN) or permissions is None:
            return
        if permissions.push is False:
            raise PullRequestError(
                f"The user of GITHUB_TOKEN may not write to {self._slug}.",
                "Give the user write access, or use another user's token.",
            )

    def _check_scopes(self, repository: Repository) -> None:
        """Classic tokens name their scopes in a header of every answer; the others do not."""
        header = repository.raw_headers.get("x-oauth-scopes")
        if header is None or self._token.startswith(_INSTALLATION_TOKEN):
            return
        enough = {"repo"} if repository.private else {"repo", "public_repo"}
        if not enough & {scope.strip() for scope in str(header).split(",")}:
            raise PullRequestError(
                f"GITHUB_TOKEN may not open pull requests on {self._slug}.",
                "Create a classic token with the scope repo, or a fine-grained one with write "
                "access to contents and pull requests.",
            )

    @contextmanager
    def _repository(self) -> Iterator[Repository]:
        """The repository as GitHub knows it; its errors leave as the domain's."""
        try:
            with Github(
                auth=Auth.Token(self._token),
                base_url=self._base_url,
                timeout=self._timeout,
                per_page=_PER_PAGE,
                retry=None,
                seconds_between_requests=None,
            ) as client:
                repository = client.get_repo(self._slug)
                if not repository.default_branch:
                    raise not_the_api(self._base_url)
                yield repository
        except UNDERSTOOD as error:
            # Without its cause, whose text could be GitHub's with the token in it.
            raise to_domain(error, self._slug, self._base_url, token=self._token) from None


def _reference(pull: PullRequest) -> PullRequestReference:
    return PullRequestReference(url=pull.html_url, number=pull.number)
