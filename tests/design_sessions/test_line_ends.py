from __future__ import annotations

import pytest

from design_sessions.line_ends import with_line_ends


@pytest.mark.parametrize("text", ["# A\n\nb\n", "# A\r\n\r\nb\r\n", "\ufeff# A\r\rb", "# A\n\r\nb"])
@pytest.mark.parametrize(
    ("like", "end"),
    [
        (None, "\n"),
        (b"", "\n"),
        (b"one\n", "\n"),
        (b"a\r\nb\r\nc\n", "\r\n"),
        (b"a\r\nb\nc\nd\n", "\n"),
    ],
)
def test_line_ends_follow_the_repository(text: str, like: bytes | None, end: str) -> None:
    assert with_line_ends(text, like=like) == f"# A{end}{end}b{end}"
