"""How the designs of a context are divided among the conversations of its review; pure."""

from __future__ import annotations

from collections.abc import Mapping

from design_sessions.endpoint.messages import BYTES_PER_TOKEN

GROUP_TOKENS = 100_000
"""The most tokens of designs in one group, even of a model with a larger window. A model compares
less carefully in a longer message, and a call that is lost costs the whole message again."""
_AROUND_A_DESIGN = 250
"""Bytes of the mark around a design."""


def group_room(window_tokens: int) -> int:
    """Bytes of designs that a group has room for: half of the window leaves the rest to the work.

    Args:
        window_tokens: input tokens that the model takes.
    """
    return min(window_tokens // 2, GROUP_TOKENS) * BYTES_PER_TOKEN


def group_designs(sizes: Mapping[str, int], room: int) -> list[list[str]]:
    """Modules in groups of which each fits into ``room``, in the given order.

    Args:
        sizes: bytes of each design by module.
        room: bytes; see :func:`group_room`.

    Returns:
        One group if all designs together fit; a design that is too large for a group is alone.
    """
    groups: list[list[str]] = []
    used = 0
    for module, design in sizes.items():
        size = design + _AROUND_A_DESIGN
        if groups and used + size <= room:
            groups[-1].append(module)
            used += size
        else:
            groups.append([module])
            used = size
    return groups
