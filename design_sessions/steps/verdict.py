"""How the validation of something that an agent submitted ended."""

from __future__ import annotations

import hashlib

from design_sessions.outcomes import Verdict


def verdict_of(shown: list[str], messages: list[str]) -> Verdict:
    """A verdict whose fingerprint does not depend on lines or order."""
    digest = hashlib.sha256("\n".join(sorted(messages)).encode()).hexdigest()[:16]
    return Verdict(
        valid=not messages,
        problems=len(messages),
        fingerprint=digest if messages else "",
        summary="; ".join(shown[:3])[:600],
    )
