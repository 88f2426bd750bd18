"""What the address of a remote says: its kind, host, name, and the secrets it must not carry."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from design_sessions.secret_variables import SHORTEST_SECRET

SCHEMES = ("https", "http", "ssh", "git", "file")
"""The transports that are used; git's others can run commands that an address names."""

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_HELPER = re.compile(r"^[A-Za-z0-9+.-]*::")
_SCP_LIKE = re.compile(r"^(?:[^\s/:@]+(?::[^\s/@]*)?@)?[A-Za-z0-9._-]+:(?!//)\S+$")
_ADDRESS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]*://)(\S*)")
_AUTHORITY = re.compile(r"[^/?#]*")
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_NAME_AND_PORT = re.compile(r"[A-Za-z0-9._~-]+:[0-9]*")
_SCP_PASSWORD = re.compile(r"^([^\s/:@]+):\S*@(?=[A-Za-z0-9._-]+:)")
_SCP_UNCERTAIN = re.compile(r"^([^\s/:@]+):\S*@(?!\S*:)")
"""``user:p/w@host``, which git takes for a path on the host ``user``."""
_HEADER = re.compile(r"\b((?i:basic|bearer)) +(?=\S*[0-9=])[A-Za-z0-9+/=._~-]{8,}")
"""Credentials that a host repeats; a word such as "authentication" is none."""
_TOKENS_USER = "x-access-token"
"""Whom git sends a token as; GitHub takes any name."""


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


def is_readable(url: str) -> bool:
    """Whether it is certain which part of an address is the host, and which are credentials.

    A ``/``, ``?`` or ``#`` in a password ends what programs take for the host. What remains of it
    may look like a port.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return not _SCHEME.match(url) and not _SCP_UNCERTAIN.match(url)
    if found[1].lower() == "file://":
        return True
    authority = _authority(found[2])
    host = authority.rpartition("@")[2]
    return bool(_HOST.fullmatch(host)) and not _may_be_user(authority, found[2])


def redact_url(url: str) -> str:
    """``url`` without user names and passwords; the user of an SSH address is not secret.

    The result is what may be stored, shown and put into workflow inputs.
    """
    if not (scheme := _SCHEME.match(url)):
        form = _SCP_UNCERTAIN if _SCP_UNCERTAIN.match(url) else _SCP_PASSWORD
        return form.sub(r"\1@", url) if _SCP_LIKE.match(url) else url
    if scheme[0].lower() == "file://":
        return url
    user_information, rest = _cut(url[scheme.end() :])
    if scheme[0].lower() == "ssh://" and user_information:
        return f"{scheme[0]}{user_information.partition(':')[0]}@{rest}"
    return f"{scheme[0]}{rest}"


def redact(text: str, *secrets: str | None) -> str:
    """``text`` without ``secrets``, headers made of them, and credentials of addresses in it."""

    def hidden(found: re.Match[str]) -> str:
        scheme, (user_information, rest) = found[1], _cut(found[2])
        if (
            scheme.lower() == "file://"
            or not user_information
            or (scheme.lower() == "ssh://" and ":" not in user_information)
        ):
            return found[0]
        return f"{scheme}***@{rest}"

    for secret in secrets:
        if secret and len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "***").replace(basic_header(_TOKENS_USER, secret), "***")
    return _HEADER.sub(r"\1 ***", _ADDRESS.sub(hidden, text))


def basic_header(user: str, password: str) -> str:
    """What HTTP's Basic authentication sends for a user and a password."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def _cut(rest: str) -> tuple[str, str]:
    """User information, and what follows it, of an address without its scheme.

    It ends with the last ``@`` before the path. If what is before the path is no host either, or
    may be the beginning of a user and a password, it ends with the last ``@`` of all.
    """
    authority = _authority(rest)
    before, at, host = authority.rpartition("@")
    no_host = not _HOST.fullmatch(host.rstrip("'\":;,.)>")) and "@" in rest
    if not at and (no_host or _may_be_user(authority, rest)):
        before, _, after = rest.rpartition("@")
        return before, after
    return before, rest[len(before) + len(at) :]


def _authority(rest: str) -> str:
    """What is before the path in an address without its scheme."""
    found = _AUTHORITY.match(rest)
    assert found is not None
    return found[0]


def _may_be_user(authority: str, rest: str) -> bool:
    """Whether ``authority``, a name and a port, may as well be a user and half of a password."""
    return bool(_NAME_AND_PORT.fullmatch(authority)) and "@" in rest
