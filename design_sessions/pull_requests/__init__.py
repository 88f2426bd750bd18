"""Pull requests: on GitHub if a token and a repository are known, else stored as text."""

from __future__ import annotations

from design_sessions.pull_requests.description import (
    PullRequestDescription,
    describe_session,
)
from design_sessions.pull_requests.interface import (
    BranchPullRequests,
    PublishedPullRequest,
    PullRequests,
)
from design_sessions.pull_requests.local import LocalPullRequests
from design_sessions.pull_requests.remote import (
    checked_slug,
    github_hosts,
    parse_remote,
    web_address,
)
from design_sessions.pull_requests.report import BranchLinks, SessionReport
from design_sessions.repository.git.environment import GitHubToken
from design_sessions.settings import Settings

__all__ = [
    "BranchLinks",
    "BranchPullRequests",
    "PublishedPullRequest",
    "PullRequestDescription",
    "PullRequests",
    "SessionReport",
    "describe_session",
    "pull_requests_for",
]


def pull_requests_for(
    settings: Settings, remote_url: str, *, checkout: str | None = None
) -> PullRequests:
    """The code host of a remote, if the settings give access to it.

    ``checkout`` is the user's repository, for the commands to continue without a code host.

    Raises:
        InputError: ``DESIGN_GITHUB_REPOSITORY`` is not ``owner/name``.
    """
    slug = _github_slug(settings, remote_url)
    if slug is None:
        return LocalPullRequests(remote_url, checkout=checkout)
    token = GitHubToken.of(settings)
    if token is None:
        return LocalPullRequests(
            remote_url,
            github_repository=_named_for_gh(slug, settings.github_base_url),
            note=f"No pull request will be opened on {slug}: GITHUB_TOKEN is not set.",
        )
    # PyGithub takes half a second to load, which only a session with a code host needs.
    from design_sessions.pull_requests.github import GitHubPullRequests

    return GitHubPullRequests(slug, token=token.token, base_url=token.base_url)


def _github_slug(settings: Settings, remote_url: str) -> str | None:
    if settings.github_repository:
        return checked_slug(settings.github_repository)
    repository = parse_remote(remote_url)
    if repository is None or repository.host not in github_hosts(settings.github_base_url):
        return None
    return repository.slug


def _named_for_gh(slug: str, base_url: str) -> str:
    """How the ``gh`` command names it: with its host, unless that is github.com."""
    host = web_address(base_url).partition("://")[2]
    return slug if host == "github.com" else f"{host}/{slug}"
