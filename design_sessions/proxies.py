"""Which proxy a request goes through, by the environment variables that curl and git read too.

HTTP libraries read them as well, but not alike, and none says which variable is at fault.
"""

from __future__ import annotations

import ipaddress
import sys
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

from design_sessions.errors import InputError

_SCHEMES = ("http", "https")
_SOCKS = ("socks5", "socks5h")
_SYSTEM = "the system's proxy settings"


@dataclass(frozen=True)
class Proxy:
    """A proxy, and the variable that names it."""

    variable: str
    url: str

    def __str__(self) -> str:
        """Variable and address, without the credentials in it."""
        url = urlsplit(self.url)
        return f"{self.variable} ({url.scheme}://{url.netloc.rpartition('@')[2]})"

    @property
    def password(self) -> str:
        """The password in its address; empty without one."""
        return unquote(urlsplit(self.url).password or "")


def proxy_of(url: str, environment: Mapping[str, str]) -> Proxy | None:
    """The proxy for requests to ``url``; None where they go there directly, as to loopback always.

    Raises:
        InputError: the variable cannot be used; says which one it is.
        ValueError: ``url`` is no URL.
    """
    target = urlsplit(url)
    host = target.hostname
    if host is None or is_loopback(host):
        return None
    variable, value = _variable(target.scheme, environment)
    exempt = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    if not value or _is_exempt(host, exempt):
        return None
    proxy = Proxy(variable, value if "://" in value else f"http://{value}")
    if (problem := _problem(proxy.url)) is not None:
        raise InputError(
            f"{variable} cannot be used as a proxy: {problem}.",
            f"Fix or unset {variable}, or add {host} to NO_PROXY.",
        )
    return proxy


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or address."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost" or host.lower().endswith(".localhost")


def _variable(scheme: str, environment: Mapping[str, str]) -> tuple[str, str]:
    for kind in (scheme, "all"):
        for name in (f"{kind}_proxy", f"{kind}_proxy".upper()):
            # In a CGI script, HTTP_PROXY is a header that a visitor sent.
            forged = name == "HTTP_PROXY" and "REQUEST_METHOD" in environment
            if (value := environment.get(name, "").strip()) and not forged:
                return name, value
    if sys.platform == "darwin":
        return _SYSTEM, urllib.request.getproxies().get(scheme, "")
    return "", ""


def _is_exempt(host: str, no_proxy: str) -> bool:
    """Whether ``NO_PROXY`` names the host: by its name, a domain it is in, or a network."""
    entries = [each.strip().lower().rpartition("://")[2] for each in no_proxy.split(",")]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        names = {each.partition(":")[0].removeprefix("*").strip(".") for each in entries if each}
        return "*" in entries or any(f".{host}".lower().endswith(f".{name}") for name in names)
    for entry in entries:
        with suppress(ValueError):
            if address in ipaddress.ip_network(entry.strip("[]"), strict=False):
                return True
    return "*" in entries


def _problem(url: str) -> str | None:
    """Why a proxy's address cannot be used, without repeating it: it may hold a password."""
    try:
        parsed = urlsplit(url)
        host, port = parsed.hostname, parsed.port
    except ValueError:
        return "it is not a URL"
    if parsed.scheme in _SOCKS and find_spec("socksio") is None:
        return "SOCKS proxies need the package socksio, which is not installed"
    if parsed.scheme not in (*_SCHEMES, *_SOCKS):
        return f"it begins with {parsed.scheme}://, not with http:// or https://"
    if not host or " " in host or port == 0:
        return "it names no host and port"
    return None
