"""Who a record belongs to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Scope(BaseModel):
    """Account, project and user. Every record belongs to one, every read is filtered by it.

    ``project`` is None only for what spans an account's projects, such as ``list``.
    Scope separates data; it does not authenticate.
    """

    model_config = ConfigDict(frozen=True)

    account: str = "default"
    project: str | None = None
    user: str = "default"
