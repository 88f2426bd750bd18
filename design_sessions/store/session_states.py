"""What each kind of session remembers between its steps; a column of its record, as JSON."""

from __future__ import annotations

from pydantic import BaseModel, Field

from design_sessions.components import Component
from design_sessions.context_document.model import ContextDesign
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.review_submission import ReviewSubmission
from design_sessions.review_threads import ReviewThread
from design_sessions.session_order import SessionOrder
from design_sessions.status import ReviewFinding


class RevisionRound(BaseModel):
    """Designs that are revised together for findings, or one that a person sends back.

    All by names of components.
    """

    key: str
    """Of the guidance that carries the findings; unique within the session."""
    findings: dict[str, list[ReviewFinding]] = Field(default_factory=dict)
    """What each agent was told."""
    attempts: dict[str, int] = Field(default_factory=dict)
    """The attempts at each component that had begun by then."""
    revised: dict[str, str] = Field(default_factory=dict)
    """The commit of each design that was revised since."""
    unchanged: list[str] = Field(default_factory=list)
    """The designs whose agents were asked and left them as they were."""
    left: list[str] = Field(default_factory=list)
    """Names of components that would have to change and are left to a person."""


class StoredFindings(BaseModel):
    """What a session knows of the findings about its designs, with a review or without."""

    commit: str = ""
    """The branch's head at which the designs were compared last; empty before."""
    are_reviewed: bool = False
    """A review of the designs is complete."""
    of_reviewer: list[ReviewFinding] = Field(default_factory=list)
    """What it found."""
    contradictions: list[ReviewFinding] = Field(default_factory=list)
    """What the checks found at :attr:`commit`."""
    identifiers: dict[str, int] = Field(default_factory=dict)
    """The number of every finding there ever was, by what it says."""
    rounds: list[RevisionRound] = Field(default_factory=list)

    @property
    def revised(self) -> dict[str, str]:
        """The commit of each design that was revised for findings, by the component's name."""
        return {name: commit for each in self.rounds for name, commit in each.revised.items()}

    @property
    def open_findings(self) -> list[ReviewFinding]:
        """What is still to be done: the reviewer's findings that no revision has answered, and the
        contradictions that are there. Those that a person waived are among them."""
        return [*(f for f in self.of_reviewer if not self._is_answered(f)), *self.contradictions]

    def _is_answered(self, finding: ReviewFinding) -> bool:
        """Whether all designs that have to change were revised for it; where it leaves open which,
        all that it concerns."""
        revised = {
            name
            for each in self.rounds
            for name in each.revised
            if any(told.id == finding.id for told in each.findings.get(name, ()))
        }
        return bool(revised) and revised.issuperset(finding.change or finding.components)


class StoredParentState(BaseModel):
    """A context design session: what was ordered, and what Initialize read at the base commit."""

    order: SessionOrder
    project_settings: ProjectSettings = Field(default_factory=ProjectSettings)
    context: ContextDesign
    context_facts: ContextFacts | None = None
    """What designs must agree with; None where the context's document says nothing of it."""
    replaced_designs: dict[str, str] = Field(default_factory=dict)
    """The blobs of the designs that ``--regenerate`` replaces, by path."""
    threads: list[ReviewThread] = Field(default_factory=list)
    """The review threads of the order, as they were when the session started."""
    findings: StoredFindings = Field(default_factory=StoredFindings)


class ChildState(BaseModel):
    """What every child remembers of its parent, under the names of the source design."""

    parent_context_name: str
    context_design_path: str


class StoredComponentState(ChildState):
    """The design of one component."""

    component: Component
    began_from: str | None = None
    """Blob of the design that was there when the attempt began, empty for none; None before."""


class StoredReviewState(ChildState):
    """The review: which commit it reads, and what each group of designs has come to."""

    attempt: int = 0
    """The last attempt that began."""
    commit: str = ""
    """The branch's head that is read."""
    committed: str = ""
    """The review's own commit on top of it."""
    blob: str = ""
    """The document in that commit, by git's hash."""
    groups: list[list[str]] = Field(default_factory=list)
    """Modules by group."""
    room: int = 0
    """Bytes of designs that a group has room for."""
    broken: str = ""
    """Why the last conversation cannot be continued, until another is open."""
    conversations: dict[int, int] = Field(default_factory=dict)
    """Conversation number by group; the closing one has the number of groups as its key."""
    submissions: dict[int, ReviewSubmission] = Field(default_factory=dict)
    """Accepted submissions by group."""
    summary: str = ""
    findings: list[ReviewFinding] = Field(default_factory=list)
    """Of all groups and of the closing conversation, without repetitions."""
    contradictions: list[ReviewFinding] = Field(default_factory=list)
    """What the checks found at ``commit``, as the reviewer decided on it."""
    documents: int = 0
    """How often the document was rendered."""

    @property
    def last_group(self) -> int:
        """The group whose submission is the review."""
        return 0 if len(self.groups) == 1 else len(self.groups)
