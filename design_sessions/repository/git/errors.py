"""What git says when it fails, as one of the domain's errors."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    InputError,
    RepositoryError,
    RepositoryUnavailableError,
)
from design_sessions.proxies import proxy_of
from design_sessions.repository.remote_url import redact

WORDS_LIMIT = 400
"""Characters of git's own words in an error's message."""

_NOISE = (
    "hint:",
    "To ",
    "Done",
    "failed to push some refs",
    "Please make sure you have the correct access rights",
    "and the repository exists",
)


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    error: type[DesignSessionError]
    remedy: str


def _rule(pattern: str, error: type[DesignSessionError], remedy: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), error, remedy)


_TOKEN_REMEDY = (
    "Set GITHUB_TOKEN or configure a credential helper or an ssh agent for the worker, with "
    "permission to push."
)
RULES_REMEDY = "Fix what the remote's rules refuse."
"""Where a hook or a rule refused; who knows another way out says that one too."""
# A worker tries again by itself and says so where it does; a command does not.
_PROXY_REMEDY = "Check the proxy: git's http.proxy, or HTTPS_PROXY, HTTP_PROXY and ALL_PROXY."
_NETWORK_REMEDY = "Check the network and the address."

# The first rule that matches counts, so what says most comes first. The texts are those of git,
# curl, OpenSSH and GitHub in the C locale.
_RULES = (
    _rule(
        r"dubious ownership",
        RepositoryError,
        "The directory belongs to another user. If you trust it, run as the worker's user: "
        "git config --global --add safe.directory PATH",
    ),
    _rule(
        r"fsck error|pack exceeds maximum",
        RepositoryError,
        "Objects are refused: fix what git names, or the settings that refuse it there.",
    ),
    _rule(
        r"certificate|SSL CA cert",
        RepositoryError,
        "Set GIT_SSL_CAINFO, or git's http.sslCAInfo, to a file with the certificates to trust.",
    ),
    _rule(
        r"resolve proxy|proxy syntax|HTTP 407|from proxy|proxy CONNECT|SOCKS",
        RepositoryUnavailableError,
        _PROXY_REMEDY,
    ),
    _rule(
        r"could not read (Username|Password)|Authentication failed|Invalid username or"
        r"|terminal prompts disabled|error: 40[13]\b|HTTP 40[13]\b|Permission to .* denied"
        r"|Write access to repository not granted|access denied or repository not exported"
        r"|Permission denied \(",
        CredentialsError,
        _TOKEN_REMEDY,
    ),
    _rule(
        r"Host key verification failed",
        CredentialsError,
        "Connect once with ssh on the worker's machine, so that the host's key is known.",
    ),
    _rule(
        r"repository .*not found|error: 404|does not appear to be a git repository"
        r"|not a git repository|no such file or directory.*\.git'|does not exist",
        RepositoryError,
        "Check the address; a private repository also looks missing without read access.",
    ),
    # Git gives no reason where it could write a part of an object only.
    _rule(
        r"No space left on device|disk quota exceeded|unable to write (loose object )?file"
        r"|write error",
        RepositoryUnavailableError,
        "Free space on the disk, then retry.",
    ),
    _rule(
        r"unable to create temporary|insufficient permission|Read-only file system"
        r"|Permission denied|unpacker error",
        RepositoryError,
        "Give the worker's user write permission there.",
    ),
    _rule(
        r"hook declined|protected branch|GH0\d\d|remote rejected",
        RepositoryError,
        RULES_REMEDY,
    ),
    _rule(
        r"Could not resolve|unable to access|Connection (refused|reset|timed out|closed)"
        r"|timed out|No route to host|Network is unreachable|early EOF|RPC failed"
        r"|hung up unexpectedly|Operation too slow|HTTP (429|5\d\d)|error: (429|5\d\d)"
        r"|Could not read from remote|Couldn't connect|unexpected disconnect|index-pack failed",
        RepositoryUnavailableError,
        _NETWORK_REMEDY,
    ),
    _rule(
        r"cannot lock ref|\.lock': File exists|bad object|is corrupt|is empty",
        RepositoryUnavailableError,
        "Another git process may be running there; if not, fix what git names.",
    ),
)


def words_of(stderr: str, *secrets: str | None) -> str:
    """Git's words in one line of at most :data:`WORDS_LIMIT` characters, without secrets."""
    kept: list[str] = []
    for line in stderr.splitlines():
        line = re.sub(r"^(remote|fatal|error):\s*", "", line.strip())
        if line and not line.startswith(_NOISE) and line not in kept:
            kept.append(line)
    words = redact("; ".join(kept), *secrets)
    return words if len(words) <= WORDS_LIMIT else f"{words[: WORDS_LIMIT - 1]}…"


def _through(stderr: str) -> str:
    """The proxy that curl took by the environment, where git names the address; else empty."""
    tried = re.search(r"unable to access '(https?://[^']+)'", stderr)
    try:
        proxy = proxy_of(tried[1], os.environ) if tried else None
    except InputError as unusable:
        return f" ({unusable.message.rstrip('.')})"
    except ValueError:
        return ""
    # Curl takes this one in lower case only.
    return f" (through {proxy})" if proxy and proxy.variable != "HTTP_PROXY" else ""


def timed_out(
    action: str, seconds: float, *, on_network: bool = True
) -> RepositoryUnavailableError:
    """The error for a command that passed its time limit."""
    return RepositoryUnavailableError(
        f"Cannot {action}: no answer within {seconds:g} seconds.",
        _NETWORK_REMEDY if on_network else "Check the repository's .git/config and its disk.",
    )


def translate(action: str, stderr: str, *secrets: str | None) -> DesignSessionError:
    """The error for a failed git command.

    Args:
        action: what could not be done, to follow "Cannot".
        stderr: what git wrote; credentials in it are removed.
        secrets: texts that must not be shown.

    Returns:
        A :class:`CredentialsError`, :class:`RepositoryUnavailableError` or, for what no rule
        knows, a :class:`RepositoryError` with git's words.
    """
    words = words_of(stderr, *secrets) or "git gave no reason"
    message = f"Cannot {action}: {words.rstrip('.')}{_through(stderr)}."
    for rule in _RULES:
        if rule.pattern.search(stderr):
            return rule.error(message, rule.remedy)
    return RepositoryError(message, "See git's words above; try the same git command yourself.")
