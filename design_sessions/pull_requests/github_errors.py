"""The one place where errors of PyGithub and its HTTP client become the domain's."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import requests
from github import BadAttributeException, GithubException

from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    InputError,
    PullRequestError,
    PullRequestUnavailableError,
)
from design_sessions.proxies import proxy_of
from design_sessions.repository.remote_url import redact

UNDERSTOOD = (
    GithubException,
    BadAttributeException,
    requests.RequestException,
    # What PyGithub makes of a redirect to another host or scheme, of an address of another host in
    # an answer, of an answer that is not JSON, and of one without content.
    RuntimeError,
    AssertionError,
    ValueError,
    TypeError,
    # What we make of an answer without a field that GitHub's has.
    KeyError,
)
"""What a call through PyGithub raises."""

SECONDARY_LIMIT_WAIT = 60.0
"""Seconds to wait after a rate limit that names no time, as GitHub's documentation asks."""

LONGEST_WAIT = 3_600.0
"""Seconds; GitHub's limits are counted by the hour."""

_CHECK_ADDRESS = (
    "Check GITHUB_BASE_URL; for a GitHub Enterprise Server it ends with /api/v3 and has the host "
    "and scheme that the server itself uses."
)
_CHECK_RIGHTS = (
    "Check the remote's address, and that GITHUB_TOKEN covers this repository with write access "
    "to contents and pull requests, as a classic token with the scope repo has; an organization "
    "may have to authorize it."
)
_GRAPHQL_FORBIDDEN = frozenset({"FORBIDDEN", "INSUFFICIENT_SCOPES"})


def to_domain(error: Exception, slug: str, base_url: str, *, token: str) -> DesignSessionError:
    """What a failed request to GitHub means for the session; ``token`` is never repeated."""
    if isinstance(error, GithubException):
        return _from_status(error, slug, _said(error, token))
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE" in str(error).upper():
        return PullRequestError(
            f"The certificate of {base_url} is not trusted.",
            "Set REQUESTS_CA_BUNDLE to its certificate authority.",
        )
    reached = base_url
    if isinstance(error, requests.RequestException):
        try:
            proxy = proxy_of(base_url, os.environ)
        except InputError as unusable:
            return PullRequestError(unusable.message, unusable.remedy)
        reached = f"{base_url} through {proxy}" if proxy else base_url
    if isinstance(error, requests.exceptions.Timeout):
        return PullRequestUnavailableError(
            f"GitHub at {reached} did not answer in time.", "The worker retries."
        )
    if isinstance(error, requests.RequestException) and not isinstance(error, ValueError):
        return PullRequestUnavailableError(
            f"GitHub at {reached} cannot be reached ({type(error).__name__}).",
            "Check the network and GITHUB_BASE_URL; the worker retries.",
        )
    return not_the_api(base_url)


def not_the_api(base_url: str) -> PullRequestError:
    """An answer that GitHub's API would not give."""
    return PullRequestError(f"The server at {base_url} is not GitHub's API.", _CHECK_ADDRESS)


def answers_already_exists(error: Exception) -> bool:
    """Whether GitHub refused a new pull request because the branch has one."""
    return (
        isinstance(error, GithubException)
        and error.status == 422
        and "already exists" in json.dumps(error.data).lower()
    )


def _from_status(error: GithubException, slug: str, said: str) -> DesignSessionError:
    types = _graphql_types(error)
    if (wait := _rate_limit_wait(error)) is not None or "RATE_LIMITED" in types:
        return PullRequestUnavailableError(
            f"GitHub's rate limit was reached{said}.",
            "The worker retries after the time that GitHub names.",
            retry_after=SECONDARY_LIMIT_WAIT if wait is None else wait,
        )
    if error.status == 401:
        return CredentialsError(
            f"GitHub refuses GITHUB_TOKEN{said}.",
            "Set a token that is valid and has not expired.",
        )
    if error.status >= 500 or error.status == 408:
        return PullRequestUnavailableError(
            f"GitHub answered {error.status} for {slug}{said}.",
            "The worker retries.",
            retry_after=_retry_after(error),
        )
    if error.status == 404:
        return PullRequestError(
            f"GitHub has no repository {slug}, or this token cannot see it.", _CHECK_RIGHTS
        )
    if error.status == 403 or types & _GRAPHQL_FORBIDDEN:
        return PullRequestError(f"GitHub forbids this for {slug}{said}.", _CHECK_RIGHTS)
    if error.status == 422 and "pending review" in said:
        return PullRequestError(
            f"GitHub refuses what is said on {slug}{said}.",
            "Submit or discard the review that the user of GITHUB_TOKEN has begun.",
        )
    if error.status == 422:
        return PullRequestError(
            f"GitHub refuses what was to be written on {slug}{said}.",
            "Fix what GitHub names, and retry. For a pull request, the base must exist and the "
            "branch be ahead of it.",
        )
    return PullRequestError(f"GitHub answered {error.status} for {slug}{said}.", _CHECK_ADDRESS)


def _graphql_types(error: GithubException) -> set[str]:
    """What kinds of errors an answer of GitHub's GraphQL API has, whose HTTP status is 200."""
    errors = error.data.get("errors") if isinstance(error.data, dict) else None
    return {str(each.get("type")) for each in errors or [] if isinstance(each, dict)}


def _said(error: GithubException, token: str) -> str:
    """GitHub's own reason, one line, for the end of a sentence; without the token."""
    data: Any = error.data
    if not isinstance(data, dict):
        return ""
    words = [str(data.get("message") or "")]
    for detail in data.get("errors") or []:
        words.append(str(detail.get("message") or "") if isinstance(detail, dict) else str(detail))
    text = "; ".join(" ".join(word.split()).rstrip(".") for word in words if word.strip())
    return f" ({redact(text, token)[:300]})" if text else ""


def _rate_limit_wait(error: GithubException) -> float | None:
    """Seconds to wait if the answer is a rate limit, else None.

    Rules: "Best practices for using the REST API" and "Rate limits for the REST API" in GitHub's
    documentation. Both limits come as 403 or 429; ``retry-after`` is in seconds,
    ``x-ratelimit-reset`` in seconds since 1970.
    """
    if error.status not in {403, 429}:
        return None
    headers = error.headers or {}
    asked = _retry_after(error)
    if asked is not None:
        return asked
    if headers.get("x-ratelimit-remaining") == "0":
        reset = _number(headers.get("x-ratelimit-reset"))
        if reset is not None:
            return min(max(1.0, reset - time.time()), LONGEST_WAIT)
        return SECONDARY_LIMIT_WAIT
    message = str(error.data.get("message") or "") if isinstance(error.data, dict) else ""
    limited = error.status == 429 or "rate limit" in message.lower()
    return SECONDARY_LIMIT_WAIT if limited else None


def _retry_after(error: GithubException) -> float | None:
    seconds = _number((error.headers or {}).get("retry-after"))
    return None if seconds is None else min(max(1.0, seconds), LONGEST_WAIT)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
