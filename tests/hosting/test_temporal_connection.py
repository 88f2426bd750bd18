"""Why a server cannot be reached, in words."""

from __future__ import annotations

import pytest

from hosting.temporal_connection import plain_reason

_REFUSED = (
    "Failed client connect: Server connection error: tonic::transport::Error(Transport, "
    'ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, kind: '
    'ConnectionRefused, message: "Connection refused" })))'
)
_UNKNOWN_HOST = (
    "Failed client connect: Server connection error: tonic::transport::Error(Transport, "
    'ConnectError(ConnectError("dns error", Custom { kind: Uncategorized, error: "failed to lookup '
    'address information: Name or service not known" })))'
)
_CERTIFICATE = (
    "Failed client connect: Server connection error: tonic::transport::Error(Transport, "
    "ConnectError(Custom { kind: InvalidData, error: "
    "InvalidCertificate(Other(OtherError(CaUsedAsEndEntity))) }))"
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (_REFUSED, "Connection refused"),
        (_UNKNOWN_HOST, "failed to lookup address information: Name or service not known"),
        (_CERTIFICATE, "its certificate is not accepted: CaUsedAsEndEntity"),
        ("invalid target URL: invalid port number", "invalid target URL: invalid port number"),
        ("", "no reason given"),
    ],
)
def test_the_innermost_words_are_the_reason(said: str, shown: str) -> None:
    assert plain_reason(said) == shown
