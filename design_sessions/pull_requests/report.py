"""What the description of a pull request is made of."""

from __future__ import annotations

from pydantic import BaseModel, Field

from design_sessions.repository.reading.authorship import Authorship
from design_sessions.review_results import RevisedDesign
from design_sessions.status import ComponentStatus, SessionStatusView

PRESENT = frozenset({"complete", "kept", "accepted"})
"""States of components that have a design."""


class BranchLinks(BaseModel):
    """Web addresses of a branch; None where no code host shows it."""

    branch: str | None = None
    compare: str | None = None
    file_prefix: str | None = None
    """Ends with ``/``; a file's path in the repository completes it."""


class SessionReport(BaseModel):
    """A session at its end."""

    view: SessionStatusView
    descriptions: dict[str, str] = Field(default_factory=dict)
    """By module of a component, what the context's document says of it."""
    diagram: str = ""
    """Mermaid text of the components and their dependencies; empty where there is none."""
    decided_by: dict[str, str] = Field(default_factory=dict)
    """By name of a component that was skipped or accepted, who decided that."""
    users_of_missing: dict[str, list[str]] = Field(default_factory=dict)
    """By module of a component without a design, the names of those that need it."""
    review_summary: str = ""
    are_compared: bool = False
    """Whether the checks have compared the designs as they are."""
    revised: list[RevisedDesign] = Field(default_factory=list)
    """Designs that were revised for findings."""
    accepted_problems: dict[str, list[str]] = Field(default_factory=dict)
    """By component name: what is wrong with a design that a person accepted as it is."""
    skipped_but_present: frozenset[str] = frozenset()
    """Paths of designs on the branch whose components a person skipped: there before, or finished
    in that very moment."""
    authors: dict[str, Authorship] | None = None
    """By path, of what has changed on the branch; None where that is not known."""
    links: BranchLinks = BranchLinks()

    def has_design(self, component: ComponentStatus) -> bool:
        """Whether the branch has a design of a component."""
        return component.state in PRESENT or component.design_path in self.skipped_but_present
