"""What git would sign with, and push to, in the user's checkout, for the worker's mirror.

A mirror sees the user's global configuration. What a checkout sets for itself, or gets by
``includeIf``, is read there and written into the mirror's own.
"""

from __future__ import annotations

import os
from pathlib import Path

from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.remote_url import is_url, redact_url

_SIGNING = (
    "commit.gpgsign",
    "user.signingkey",
    "gpg.format",
)
_PROGRAMS = (
    "gpg.program",
    "gpg.openpgp.program",
    "gpg.x509.program",
    "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand",
)
"""Not taken from the checkout's own ``.git/config``: a repository must not run anything."""
_SIGNER = ("user.name", "user.email")
"""A signature counts only with the name and address that its key is registered for."""


def adopt_configuration(mirror: Mirror, checkout: Path) -> None:
    """Make the mirror sign and push as git would in ``checkout``, whose remote it mirrors."""
    git = GitCommand(checkout)
    signs = _value(git, "commit.gpgsign", "--type=bool") == "true"
    wanted = {key: _value(git, key) if signs else None for key in (*_SIGNING, *_SIGNER)}
    wanted |= {key: _users_own(git, key) if signs else None for key in _PROGRAMS}
    wanted["remote.origin.pushurl"] = _push_url(git, mirror, checkout)
    for key, value in wanted.items():
        if value == _value(mirror.git, key, "--local"):
            continue
        change = ("config", key, value) if value is not None else ("config", "--unset-all", key)
        mirror.git.run(*change, action="write the mirror's configuration", accept=(0, 5))


def _value(git: GitCommand, key: str, *options: str) -> str | None:
    found = git.run(
        "config", *options, "--get", key, action="read the configuration", accept=(0, 1)
    )
    return found.text if found.status == 0 else None


def _users_own(git: GitCommand, key: str) -> str | None:
    """The value of the system's or the user's configuration, ``includeIf`` included."""
    found = git.run(
        *("config", "--show-scope", "-z", "--get-all", key),
        action="read the configuration",
        accept=(0, 1),
    )
    words = found.stdout.decode("utf-8", "replace").split("\0")
    values = zip(words[::2], words[1::2], strict=False)
    return next((v for scope, v in reversed([*values]) if scope in ("system", "global")), None)


def _push_url(git: GitCommand, mirror: Mirror, checkout: Path) -> str | None:
    """Where ``git push`` goes there; None if that is where it fetches from."""
    urls = [
        git.run(
            "remote", "get-url", *option, "origin", action="read the remote", accept=(0, 2, 128)
        )
        for option in ((), ("--push",))
    ]
    if any(each.status or not each.text for each in urls):
        return None
    fetched, pushed = (each.text.splitlines()[0] for each in urls)
    if fetched == pushed:
        return None
    if not is_url(pushed):
        pushed = os.path.normpath(checkout / Path(pushed).expanduser())
    return None if redact_url(pushed) == mirror.url else redact_url(pushed)
