"""What the address of a git remote says about its code host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from design_sessions.errors import InputError
from design_sessions.repository.remote_url import is_readable, redact_url, scheme_of

_SCP_LIKE = re.compile(r"^(?:[^@/:\s]+@)?(?P<host>[^/:\s]{2,}):(?P<path>[^\s]+)$")
_SLUG = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")
_GITHUB_NAMES = frozenset({"github.com", "www.github.com", "ssh.github.com"})


class CodeHostRepository(BaseModel):
    """A repository on a code host: the host's name, and ``owner/name``."""

    model_config = ConfigDict(frozen=True)

    host: str
    slug: str


def parse_remote(remote_url: str) -> CodeHostRepository | None:
    """Host and ``owner/name`` of an https, http, ssh, git or scp-like address.

    None for a path, a ``file://`` address, and an address without an owner and a name.
    """
    if "://" in remote_url:
        parts = urlsplit(remote_url)
        if parts.scheme not in {"http", "https", "ssh", "git", "git+ssh", "ssh+git"}:
            return None
        host, path = parts.hostname, parts.path
    else:
        match = _SCP_LIKE.match(remote_url)
        if match is None:
            return None
        host, path = match["host"].lower(), match["path"]
    slug = "/".join(path.strip("/").removesuffix(".git").split("/")[-2:])
    return CodeHostRepository(host=host, slug=slug) if host and _SLUG.fullmatch(slug) else None


def github_hosts(base_url: str) -> frozenset[str]:
    """Names under which remotes call github.com or the GitHub server of ``base_url``."""
    host = urlsplit(base_url).hostname or ""
    return _GITHUB_NAMES | ({host, host.removeprefix("api.")} - {""})


def checked_slug(slug: str) -> str:
    """``owner/name`` as given.

    Raises:
        InputError: it has another form.
    """
    if not _SLUG.fullmatch(slug):
        raise InputError(
            f"{slug!r} is not a GitHub repository.",
            "Give DESIGN_GITHUB_REPOSITORY as owner/name.",
        )
    return slug


def checked_base_url(base_url: str) -> str:
    """The API's address without a slash at the end.

    Raises:
        InputError: it is not an http or https URL.
    """
    shown = redact_url(base_url)
    if scheme_of(base_url) not in {"http", "https"} or not is_readable(base_url):
        raise InputError(
            f"GITHUB_BASE_URL is not a URL: {shown!r}.",
            "Give it as https://HOST/api/v3, or leave it out for github.com.",
        )
    if shown != base_url:
        raise InputError(
            f"GITHUB_BASE_URL holds credentials: {shown}.", "Give them in GITHUB_TOKEN alone."
        )
    return base_url.rstrip("/")


def web_address(base_url: str) -> str:
    """Where people see what the API at ``base_url`` serves, without a slash at the end.

    ``https://api.github.com`` gives ``https://github.com``, ``https://host/api/v3`` gives
    ``https://host``.
    """
    parts = urlsplit(base_url)
    host = (parts.hostname or "").removeprefix("api.")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
