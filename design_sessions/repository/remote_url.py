"""What the address of a remote says: its kind, host, name, and the secrets it must not carry."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from design_sessions.secret_variables import SHORTEST_SECRET

SCHEMES = ("https", "http", "ssh", "git", "file")
"""The transports that are used; git's others can run commands that an address names."""

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_HELPER = re.compile(r"^[A-Za-z0-9+.-]*::")
_SCP_LIKE = re.compile(r"^(?:[^\s/:@]+(?::[^\s/@]*)?@)?[A-Za-z0-9._-]+:(?!//)\S+$")
_USER_INFORMATION = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]*://)([^\s/'\"@]+)@")
_SCP_PASSWORD = re.compile(r"^([^\s/:@]+):[^\s/@]*@")


def is_url(text: str) -> bool:
    """Whether git takes ``text`` for the address of a remote rather than for a path."""
    return bool(_SCHEME.match(text) or _HELPER.match(text) or _SCP_LIKE.match(text))


def scheme_of(url: str) -> str | None:
    """The transport in lower case: ``ssh`` for ``git@host:path``, None for a path.

    An address for a remote helper (``ext::...``) gives the helper's name with ``::``.
    """
    if found := _SCHEME.match(url):
        return found[1].lower()
    if found := _HELPER.match(url):
        return found[0].lower()
    return "ssh" if _SCP_LIKE.match(url) else None


def host_of(url: str) -> str | None:
    """Host, with the port where one is given, of an ``http`` or ``https`` address."""
    if scheme_of(url) not in ("http", "https"):
        return None
    return urlsplit(url).netloc.rpartition("@")[2].lower() or None


def local_path(url: str) -> Path | None:
    """The directory behind a path or ``file://`` address, None for a remote on a network."""
    scheme = scheme_of(url)
    if scheme is None:
        return Path(url)
    return Path(unquote(urlsplit(url).path)) if scheme == "file" else None


def repository_name(url: str) -> str:
    """The last segment without ``.git``, which is how people call the repository."""
    path = url.rstrip("/")
    if path.endswith("/.git"):
        path = path[: -len("/.git")]
    last = re.split(r"[/:]", path)[-1]
    return last.removesuffix(".git") or last or "repository"


def redact_url(url: str) -> str:
    """``url`` without user names and passwords; the user of an SSH address is not secret.

    The result is what may be stored, shown and put into workflow inputs.
    """

    def without_secrets(found: re.Match[str]) -> str:
        scheme, user_information = found[1], found[2]
        if scheme.lower() == "ssh://":
            return f"{scheme}{user_information.partition(':')[0]}@"
        return scheme

    if _SCHEME.match(url):
        return _USER_INFORMATION.sub(without_secrets, url, count=1)
    if _SCP_LIKE.match(url):
        return _SCP_PASSWORD.sub(r"\1@", url)
    return url


def redact(text: str, *secrets: str | None) -> str:
    """``text`` without ``secrets`` and the credentials of the addresses in it."""

    def hidden(found: re.Match[str]) -> str:
        scheme, user_information = found[1], found[2]
        if scheme.lower() == "ssh://" and ":" not in user_information:
            return found[0]
        return f"{scheme}***@"

    text = _USER_INFORMATION.sub(hidden, text)
    for secret in secrets:
        if secret and len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text
