"""How long the names may be that workflow ids are made of."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.components import Component
from design_sessions.errors import InputError

LONGEST_ID = 1_000
"""Bytes of a workflow's id, Temporal's ``limit.maxIDLength``."""
_LONGEST_ATTEMPT = len("/a99999")


def check_ids(workflow_id: str, components: Iterable[Component]) -> None:
    """Refuse what would be found out by its component sessions alone, again and again.

    Args:
        workflow_id: of the session; those of its components stand below it.
        components: of the context.

    Raises:
        InputError: the id of a component's workflow would be too long.
    """
    longest = max((component.module for component in components), key=len, default="")
    length = len(f"{workflow_id}/{longest}".encode()) + _LONGEST_ATTEMPT
    if length > LONGEST_ID:
        raise InputError(
            f"The id of the workflow of {longest} would have up to {length:,} bytes; Temporal "
            f"takes {LONGEST_ID:,}.",
            "Shorten the name of the account or the project. Characters other than letters and "
            "digits may count three times and more.",
        )
