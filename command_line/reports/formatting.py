"""Small texts: tokens, money, durations, times."""

from __future__ import annotations

from datetime import UTC, datetime

from design_sessions.status import Usage


def tokens(usage: Usage) -> str:
    """All input and the output, such as ``12.3k in, 1.2k out``."""
    return f"{thousands(usage.total_input_tokens)} in, {thousands(usage.output_tokens)} out"


def thousands(number: int) -> str:
    """``950``, ``12.3k``, ``4.5M``."""
    if number < 1_000:
        return str(number)
    if number < 999_950:
        return f"{number / 1_000:.1f}k"
    return f"{number / 1_000_000:.1f}M"


def duration(seconds: float) -> str:
    """``8s``, ``2m05s``, ``1h02m``."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02}s"
    return f"{whole // 3600}h{whole % 3600 // 60:02}m"


def parse_time(text: str | None) -> datetime | None:
    """An ISO 8601 time; UTC if it has no zone. None for None and for unreadable text."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def elapsed(started_at: str | None, ended_at: str | None, *, not_before: str | None = None) -> str:
    """How long something has run, until now if it has not ended; empty if it has not started.

    Args:
        started_at: ISO 8601.
        ended_at: ISO 8601.
        not_before: a more exact time before which it cannot have started.
    """
    start = parse_time(started_at)
    if start is None:
        return ""
    start = max(start, parse_time(not_before) or start)
    end = parse_time(ended_at) or datetime.now(UTC)
    return duration((end - start).total_seconds())


def local_time(text: str | None) -> str:
    """A time for people, in the local time zone; empty for None."""
    time = parse_time(text)
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S") if time else ""
