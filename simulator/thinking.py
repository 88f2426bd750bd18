"""Thinking blocks: signed, so that a changed replay is noticed as the real API notices it."""

from __future__ import annotations

import hashlib


def signature_of(thinking: str) -> str:
    """The signature that a thinking block with this text carries."""
    return "simulated-" + hashlib.sha256(thinking.encode()).hexdigest()[:32]
