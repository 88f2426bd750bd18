"""The environment of git commands: no prompts, no hooks, no secret but a token for one host."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from design_sessions.repository.remote_url import (
    SCHEMES,
    host_of,
    is_readable,
    local_path,
    scheme_of,
)
from design_sessions.secret_variables import (
    environment_without_our_secrets,
    environment_without_secrets,
    holds_secret,
)
from design_sessions.settings import Settings

# What `git rev-parse --local-env-vars` lists and a hook or a caller inside a repository sets;
# each would turn a command to another repository, index or configuration.
REPOSITORY_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CEILING_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)

# The user's configuration must neither run programs in our mirror nor change what we parse.
_CONFIGURATION = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("credential.interactive", "never"),
    ("fetch.recurseSubmodules", "false"),
    ("push.recurseSubmodules", "no"),
    ("push.followTags", "false"),
    ("push.gpgSign", "false"),
    ("i18n.commitEncoding", "utf-8"),
    ("color.ui", "false"),
    ("grep.column", "false"),
    ("grep.fallbackToNoIndex", "false"),
    ("log.showSignature", "false"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "45"),
)

_PAIRS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_TOKEN_VARIABLE = "DESIGN_GIT_TOKEN"
_TOKEN_HELPER = (
    '!f() { test "$1" = get && printf "username=x-access-token\\npassword=%s\\n" '
    f'"${_TOKEN_VARIABLE}"; }}; f'
)


@dataclass(frozen=True)
class GitHubToken:
    """A token and the one host it is for.

    Attributes:
        token: the secret; it reaches git through its environment only.
        base_url: the API's address; the token goes to the host that serves its repositories.
    """

    token: str
    base_url: str

    @classmethod
    def of(cls, settings: Settings) -> GitHubToken | None:
        """The token of the settings, for their host; None without one."""
        secret = settings.github_token.get_secret_value().strip() if settings.github_token else ""
        return cls(secret, settings.github_base_url) if secret else None

    def fits(self, url: str) -> bool:
        """Whether ``url`` is on the token's host, over the same transport as the API."""
        if not (is_readable(url) and is_readable(self.base_url)):
            return False
        parts = urlsplit(self.base_url)
        host = parts.netloc.rpartition("@")[2].lower()
        # GitHub and GitHub Enterprise with data residency serve api.HOST, others HOST/api/v3.
        return scheme_of(url) == parts.scheme and host_of(url) == host.removeprefix("api.")


def git_environment(
    remote_url: str,
    token: GitHubToken | None = None,
    *,
    own_ssh: bool = False,
    configuration: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """The whole environment of a git command and of the programs that it runs.

    No secret of this process is in it but the token. What looks like a secret of somebody else's is
    kept only for a remote on a network, since a credential helper of the user's may need it.

    Args:
        remote_url: the remote that the command talks to. Without one, git may reach none: not even
            for objects that a partial clone lacks, for which it would run what the checkout's
            configuration names.
        token: handed to git if ``remote_url`` is on the token's host. It goes through an
            environment variable that a credential helper reads, so that it is in no file, no
            argument and no configuration.
        own_ssh: the user has set how ssh is called, which is left alone.
        configuration: keys and values besides the common ones.
    """
    on_network = bool(remote_url) and local_path(remote_url) is None
    inherited = environment_without_our_secrets() if on_network else environment_without_secrets()
    environment = {
        name: value
        for name, value in inherited.items()
        if name not in REPOSITORY_VARIABLES and not name.startswith(_PAIRS)
    } | {
        "LANGUAGE": "C",
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES) if remote_url else "none",
    }
    if scheme_of(remote_url) == "ssh" and not own_ssh:
        environment["GIT_SSH_COMMAND"] = (
            "ssh -o BatchMode=yes -o ConnectTimeout=20 "
            "-o ServerAliveInterval=15 -o ServerAliveCountMax=4"
        )
    given = _given_configuration()
    whole = [each for each in given if on_network or not holds_secret(*each)]
    whole += [*_CONFIGURATION, *configuration]
    if token and token.fits(remote_url):
        environment[_TOKEN_VARIABLE] = token.token
        key = f"credential.{scheme_of(remote_url)}://{host_of(remote_url)}.helper"
        # The empty value forgets the user's helpers, which would store the token.
        whole += [(key, ""), (key, _TOKEN_HELPER)]
    for index, (name, value) in enumerate(whole):
        environment[f"GIT_CONFIG_KEY_{index}"] = name
        environment[f"GIT_CONFIG_VALUE_{index}"] = value
    environment["GIT_CONFIG_COUNT"] = str(len(whole))
    return environment


def _given_configuration() -> list[tuple[str, str]]:
    """What the process's environment sets of git's configuration."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    pairs = (
        tuple(os.environ.get(f"{part}{index}") for part in _PAIRS)
        for index in range(int(count) if count.isdecimal() else 0)
    )
    return [(name, value) for name, value in pairs if name is not None and value is not None]
