"""Text from a file's bytes, with or without a byte order mark."""

from __future__ import annotations

from typing import NamedTuple

LFS_POINTER = b"version https://git-lfs.github.com/spec/"
"""What a file begins with that has its content elsewhere."""

NOT_UTF8 = "Bytes that are not UTF-8 are read as U+FFFD: save the file as UTF-8."
"""The diagnostic for such bytes in a file that is still read."""


class DecodedText(NamedTuple):
    """The text, and where it begins to be another one than was meant."""

    text: str
    """Bytes that are not UTF-8 are U+FFFD in it."""
    wrong_line: int | None
    """The first line with such bytes, 1-based; None without them."""


def decode_text(content: bytes) -> DecodedText:
    """Read the bytes as UTF-8; never fails."""
    try:
        return DecodedText(content.decode("utf-8-sig"), None)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return DecodedText(content.decode("utf-8-sig", "replace"), line)
