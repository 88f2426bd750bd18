"""The efforts that can be asked of a model."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

EFFORTS = ("low", "medium", "high", "xhigh", "max")
"""The values of ``output_config.effort`` in the Messages API, the least first."""


def read_effort(value: str) -> str:
    """One of :data:`EFFORTS`, or an empty text, which leaves it out of requests.

    Raises:
        ValueError: it is neither; the error says what was expected.
    """
    if value and value not in EFFORTS:
        raise ValueError(
            f'expected one of {", ".join(EFFORTS)}, or "" to leave it out, found "{value}"'
        )
    return value


Effort = Annotated[str, AfterValidator(read_effort)]
