"""Line ends of documents, which follow the repository."""

from __future__ import annotations


def with_line_ends(text: str, *, like: bytes | None) -> str:
    """``text``, ended by one line end, with those of a file of the repository.

    Args:
        text: with any line ends, and perhaps a byte order mark, which goes.
        like: a file whose line ends are followed if most are CRLF; None for LF.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = lines if lines.endswith("\n") else lines + "\n"
    ends = like.count(b"\r\n") if like is not None else 0
    return (
        lines.replace("\n", "\r\n") if like is not None and 2 * ends > like.count(b"\n") else lines
    )
