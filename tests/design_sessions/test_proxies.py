"""Proxies are used as the environment says, and named by their variable when they cannot be."""

from __future__ import annotations

import pytest

from design_sessions.errors import InputError
from design_sessions.proxies import proxy_of

URL = "https://gateway.corp.com/anthropic"
PROXY = "http://proxy.corp.com:3128"


@pytest.mark.parametrize(
    ("environment", "variable"),
    [
        ({"HTTPS_PROXY": PROXY}, "HTTPS_PROXY"),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other:1"}, "https_proxy"),
        ({"ALL_PROXY": PROXY, "HTTP_PROXY": "http://other:1"}, "ALL_PROXY"),
        ({"all_proxy": "proxy.corp.com:3128"}, "all_proxy"),
        ({"HTTPS_PROXY": "", "ALL_PROXY": PROXY}, "ALL_PROXY"),
    ],
)
def test_the_variable_that_counts_is_named(environment: dict[str, str], variable: str) -> None:
    proxy = proxy_of(URL, environment)
    assert proxy is not None
    assert (proxy.variable, proxy.url) == (variable, PROXY)
    assert str(proxy) == f"{variable} ({PROXY})"


def test_a_proxys_password_is_not_shown() -> None:
    proxy = proxy_of(URL, {"HTTPS_PROXY": "http://ann:hunter22@proxy:3128/"})
    assert proxy is not None
    assert (str(proxy), proxy.password) == ("HTTPS_PROXY (http://proxy:3128)", "hunter22")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8787",
        "http://127.0.0.1:8787",
        "http://127.8.9.1",
        "https://[::1]:1",
        "http://simulator.localhost",
        "http://LOCALHOST",
    ],
)
def test_loopback_is_never_proxied(url: str) -> None:
    everything = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    for value in (PROXY, "socks5://127.0.0.1:1", "nonsense://"):
        assert proxy_of(url, dict.fromkeys(everything, value)) is None


@pytest.mark.parametrize(
    ("url", "no_proxy"),
    [
        (URL, "*"),
        (URL, "other.com, gateway.corp.com"),
        (URL, "corp.com"),
        (URL, ".corp.com"),
        (URL, "*.corp.com"),
        (URL, "gateway.corp.com:443"),
        ("https://10.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3"),
        ("https://[fd00::1]", "[fd00::1]"),
    ],
)
def test_hosts_of_no_proxy_are_not_proxied(url: str, no_proxy: str) -> None:
    assert proxy_of(url, {"HTTPS_PROXY": PROXY, "NO_PROXY": no_proxy}) is None


@pytest.mark.parametrize("no_proxy", ["", "rp.com", "10.0.0.0/8", "gateway.corp.com.evil.com"])
def test_other_hosts_are_proxied(no_proxy: str) -> None:
    assert proxy_of(URL, {"HTTPS_PROXY": PROXY, "NO_PROXY": no_proxy}) is not None


@pytest.mark.parametrize(
    "value",
    [
        "socks5://127.0.0.1:1080",
        "socks5h://127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "ftp://proxy:1",
        "http://",
        "http://:3128",
        "http://proxy:port",
        "http://proxy:99999",
        "http://[::1",
        "://proxy",
        "http://ann:hunter22@pro xy:1",
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
def test_a_proxy_that_cannot_be_used_is_refused_by_its_name(variable: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        proxy_of(URL, {variable: value})
    assert caught.value.message.startswith(f"{variable} cannot be used as a proxy: ")
    assert variable in caught.value.remedy
    assert "hunter22" not in str(caught.value)


def test_a_proxy_for_another_scheme_does_not_matter() -> None:
    assert proxy_of(URL, {"HTTP_PROXY": "nonsense://"}) is None
    assert proxy_of("http://gateway", {"HTTPS_PROXY": "nonsense://"}) is None
